"""How well typed interests are read: precision, recall, what is refused, and how fast.

    python -m benchmarks.interests [ROSTER.csv[.gz] ...]

Each file has the columns `interests_as_typed` and `truth_interest_ids`. Without
one, the roster of 5,000 in `tests/data` is read.
"""

import csv
import gzip
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from bot.privacy import Reading, read_interests

TRUTH = Path(__file__).parent.parent / "tests" / "data" / "roster_5000_truth.csv"
PLANTED = "must be refused"
WORST = 20


@dataclass(frozen=True)
class Entry:
    """What one person typed, and the interests they meant."""

    typed: str
    meant: frozenset[str]

    @property
    def planted(self) -> bool:
        return PLANTED in self.typed


@dataclass(frozen=True)
class Read:
    """One entry as it was read. A meaning that is asked about is neither right nor wrong."""

    entry: Entry
    reading: Reading

    @property
    def found(self) -> frozenset[str]:
        return frozenset(each.interest.id for each in self.reading.resolution.found)

    @property
    def asked(self) -> frozenset[str]:
        """What was meant and is asked about, because its word has several meanings."""
        ambiguous = self.reading.resolution.ambiguous
        candidates = {one.id for each in ambiguous for one in each.candidates}
        return (self.entry.meant - self.found) & candidates

    @property
    def wrong(self) -> frozenset[str]:
        return self.found - self.entry.meant

    @property
    def missed(self) -> frozenset[str]:
        return self.entry.meant - self.found - self.asked


@dataclass
class Score:
    """Every entry of a file, as it was read."""

    reads: list[Read] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        """Of the interests found, the share that was meant."""
        found = sum(len(read.found) for read in self.reads)
        return 1 - sum(len(read.wrong) for read in self.reads) / max(1, found)

    @property
    def recall(self) -> float:
        """Of the interests meant, the share that was found or asked about."""
        meant = sum(len(read.entry.meant) for read in self.reads)
        return 1 - sum(len(read.missed) for read in self.reads) / max(1, meant)

    @property
    def asked(self) -> int:
        return sum(len(read.asked) for read in self.reads)

    @property
    def planted_kept(self) -> list[str]:
        """Planted patient lines that were not refused. There must be none."""
        planted = [read for read in self.reads if read.entry.planted]
        return [read.entry.typed for read in planted if not read.reading.refused]

    @property
    def honest_refused(self) -> list[str]:
        honest = [read for read in self.reads if not read.entry.planted]
        return [read.entry.typed for read in honest if read.reading.refused]

    def worst(self) -> list[Read]:
        """The entries with most interests wrong or missed."""
        bad = [read for read in self.reads if read.wrong or read.missed]
        order = sorted(bad, key=lambda read: (-len(read.wrong | read.missed), read.entry.typed))
        return order[:WORST]


def entries(path: Path) -> Iterator[Entry]:
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["interests_as_typed"]:
                meant = frozenset(filter(None, row["truth_interest_ids"].split(";")))
                yield Entry(row["interests_as_typed"], meant)


def score(path: Path = TRUTH) -> Score:
    result, started = Score(), perf_counter()
    result.reads = [Read(entry, read_interests(entry.typed)) for entry in entries(path)]
    result.seconds = perf_counter() - started
    return result


def report(path: Path) -> None:
    result = score(path)
    planted = sum(read.entry.planted for read in result.reads)
    print(f"\n{path.name}: {len(result.reads):,} members typed something")
    print(f"  precision {result.precision:.4f}   recall {result.recall:.4f}", end="   ")
    print(f"asked {result.asked}   {result.seconds:.1f} s")
    print(f"  planted patient lines refused: {planted - len(result.planted_kept)} of {planted}")
    print(
        f"  honest entries refused: {len(result.honest_refused)} of {len(result.reads) - planted}"
    )
    print(f"  worst {WORST}:")
    for read in result.worst():
        print(f"    {read.entry.typed!r}")
        print(f"      wrong {sorted(read.wrong)}   missed {sorted(read.missed)}")


if __name__ == "__main__":
    for name in sys.argv[1:] or [str(TRUTH)]:
        report(Path(name))
