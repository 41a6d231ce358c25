"""Half a year of 300 members: says how far introductions came, and that every promise held."""

import logging
import sys
import tempfile
import time
from pathlib import Path

import structlog

from tests.simulation.hospital import Simulated
from tests.simulation.promises import PROMISES, funnel

WEEKS, MEMBERS = 26, 300


def main() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    weeks = int(sys.argv[1]) if len(sys.argv) > 1 else WEEKS
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hospital = Simulated(Path(folder), MEMBERS)
        hospital.live(weeks)
        print(f"{len(hospital.people)} members, {weeks} weeks, {time.monotonic() - began:.0f} s")
        for step, count in funnel(hospital).items():
            print(f"  {step:<12} {count:>6,}")
        for promise in PROMISES:
            promise(hospital)
            print(f"  kept: {promise.__name__.replace('_', ' ')}")
        hospital.close()


main()
