"""Half a year of 300 members: says how far introductions came, and that every promise held.

python -m tests.simulation
python -m tests.simulation --members 60 --weeks 12 --seed 11
"""

import argparse
import logging
import tempfile
import time
from pathlib import Path

import structlog

from tests.simulation.hospital import Simulated
from tests.simulation.promises import PROMISES, funnel


def main() -> None:
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("--members", type=int, default=300)
    said.add_argument("--weeks", type=int, default=26)
    said.add_argument("--seed", type=int, default=7)
    run(**vars(said.parse_args()))


def run(members: int, weeks: int, seed: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hospital = Simulated(Path(folder), members, seed)

        def week_over(week: int) -> None:
            took = time.monotonic() - began
            print(f"week {week:>2}  {_came(hospital)}  {took:>4.0f} s", flush=True)

        print(f"{len(hospital.people)} members, {weeks} weeks, seed {seed}", flush=True)
        hospital.live(weeks, week_over)
        for step, count in funnel(hospital).items():
            print(f"  {step:<12} {count:>6,}")
        for promise in PROMISES:
            promise(hospital)
            print(f"  kept: {promise.__name__.replace('_', ' ')}", flush=True)
        hospital.close()


def _came(hospital: Simulated) -> str:
    """What happened so far, on one line."""
    away = sum(each.since <= hospital.now < each.until for each in hospital.life.away)
    told = sum(map(len, hospital.life.told.values()))
    came = ", ".join(f"{count:,} {step}" for step, count in funnel(hospital).items())
    return f"{hospital.now:%d %b}  {told:>6,} messages, {away:>2} away; {came}"


main()
