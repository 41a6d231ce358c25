"""How good, how fast and how large: `python -m benchmarks.matching`.

Every way runs in a process of its own, so that its memory is its own. Scores
are percentages of a bound certified over all feasible pairs.
"""

import argparse
import json
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from time import perf_counter, process_time

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.pools import Problem, problem
from benchmarks.rounds import serve
from benchmarks.ways import WAYS, Groups, Way, prospects_of
from bot.matching.match import match

CONSOLE = Console(width=110)


@dataclass(frozen=True)
class Figures:
    """What one way did with one pool. `members` have anyone at all to meet."""

    total: float
    members: int
    covered: int
    first_percentile: float
    fifth_percentile: float
    worst: float
    seconds: float
    processor_seconds: float
    megabytes: float


def measured(way: Way, of: Problem) -> Figures:
    """Run one way on one pool, and weigh what it found by the same scores."""
    begin, worked = perf_counter(), process_time()
    groups = way.pair(of, 1)
    seconds, worked = perf_counter() - begin, process_time() - worked
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    total, scores = weighed(of, groups)
    return Figures(
        total,
        len(scores),
        int((scores > 0).sum()),
        *np.percentile(scores, [1, 5]).tolist(),
        float(scores[: max(1, len(scores) // 20)].mean()),
        seconds,
        worked,
        megabytes,
    )


def weighed(of: Problem, groups: Groups) -> tuple[float, np.ndarray]:
    """The sum of weights, and everyone's mean score, sorted; 0 for those left out."""
    prospects = prospects_of(of)
    place = {candidate.id: at for at, candidate in enumerate(of.pool)}
    pairs = [
        (place[a], place[b], 1 / (len(group) - 1))
        for group in groups
        for a in group
        for b in group
        if a < b
    ]
    ones, others, share = (np.array(part) for part in zip(*pairs, strict=True))
    weights, scores = prospects.pairs(ones, others), prospects.scores(ones, others)
    if not np.isfinite(weights).all():
        raise AssertionError("a pair that may not meet was made")
    own = np.bincount(ones, scores * share, prospects.size)
    own += np.bincount(others, scores * share, prospects.size)
    return float(weights @ share), np.sort(own[~prospects.barriers.stranded])


def bound(of: Problem) -> dict[str, float]:
    begin = perf_counter()
    quality = match(of.pool, of.history, of.rules, 1, certify=True).quality
    return {"bound": quality.bound, "fraction": quality.fraction, "seconds": perf_counter() - begin}


def apart_from_us(*arguments: str) -> dict[str, float]:
    """The figures a process of its own printed."""
    command = [sys.executable, "-m", "benchmarks.matching", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def table_of(size: int) -> None:
    certified = apart_from_us("--bound", str(size))
    title = f"{size:,} members · certified over all pairs: {certified['fraction']:.2%} of the bound"
    notes = [f"certifying took {certified['seconds']:.0f} s"]
    table = Table(title=title)
    for name in (
        "way",
        "% of bound",
        "covered",
        "1st pct",
        "5th pct",
        "worst 5 %",
        "s",
        "cpu s",
        "MB",
    ):
        table.add_column(name, justify="left" if name == "way" else "right")
    for way in WAYS:
        if size > way.most:
            table.add_row(way.name, "not run")
            notes.append(f"{way.name} is not run above {way.most:,} members ({way.because})")
            continue
        got = Figures(**apart_from_us("--way", way.name, str(size)))  # type: ignore[arg-type]
        table.add_row(
            way.name,
            f"{got.total / certified['bound']:.2%}",
            f"{got.covered:,} of {got.members:,}",
            f"{got.first_percentile:.2f}",
            f"{got.fifth_percentile:.2f}",
            f"{got.worst:.2f}",
            f"{got.seconds:.1f}",
            f"{got.processor_seconds:.1f}",
            f"{got.megabytes:.0f}",
        )
    table.caption = "\n".join(notes)
    CONSOLE.print(table)


def table_of_rounds(size: int, rounds: int) -> None:
    """The figures a reader needs are those at the bottom."""
    table = Table(title=f"{rounds} rounds in a row, {size:,} members: mean score of each")
    for name in (
        "way",
        "mean",
        "1st pct",
        "5th pct",
        "worst 5 %",
        "of mean",
        "repeats",
        "twice out",
    ):
        table.add_column(name, justify="left" if name == "way" else "right")
    of = problem(size, vocabulary=400, rounds=0)
    of = replace(of, pool=[replace(candidate, recent=None) for candidate in of.pool])
    for way in WAYS[:3]:
        got = serve(of, way.pair, rounds)
        mean, worst = float(got.means.mean()), got.worst(0.05)
        first, fifth = np.percentile(got.means, [1, 5])
        figures = (f"{mean:.3f}", f"{first:.3f}", f"{fifth:.3f}", f"{worst:.3f}")
        broken = (str(got.repeats), str(got.left_out_twice_running))
        table.add_row(way.name, *figures, f"{worst / mean:.0%}", *broken)
    CONSOLE.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="200,1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--members", type=int, default=1_000, help="members in the rounds")
    parser.add_argument("--bound", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--way", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.bound:
        print(json.dumps(bound(problem(asked.bound))))
    elif asked.way:
        way = next(way for way in WAYS if way.name == asked.way[0])
        print(json.dumps(asdict(measured(way, problem(int(asked.way[1]))))))
    else:
        for size in asked.sizes.split(","):
            table_of(int(size))
        if asked.rounds:
            table_of_rounds(asked.members, asked.rounds)


if __name__ == "__main__":
    main()
