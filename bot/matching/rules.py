"""What matching is told besides the pool: who may not meet, and what counts how much.

Knows nothing of arrays, of the taxonomy's files or of programmes.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from bot.model import OddOne


@dataclass(frozen=True, slots=True)
class Weights:
    """What each term gives, where sharing the rarest possible interest gives 1.

    Interest terms are multiplied by the interest's rarity, between 0 and 1
    (inverse document frequency over the pool). `meeting` is what any two
    colleagues who may meet are worth before anything speaks for them; it keeps
    every feasible score above zero. `drawn` is what it gives that one of them
    would rather meet someone newly arrived, or one career step behind, and the
    other is: as little as a field, so that it decides only where little else
    does. `fairness` is the exponent of the gain: 0
    ignores the past, 1 is what was measured to serve the worst-served best.
    """

    meeting: float = 0.6
    shared: float = 1.0
    related: float = 0.5
    curious: float = 1.5
    same_group: float = 0.15
    other_department: float = 0.1
    other_profession: float = 0.1
    same_site: float = 0.1
    drawn: float = 0.1
    fairness: float = 1.0

    def __post_init__(self) -> None:
        if self.meeting <= 0:
            raise ValueError("every meeting is worth something: `meeting` must be above 0")
        if any(getattr(self, name) < 0 for name in self.__slots__):
            raise ValueError("weights cannot be negative")


@dataclass(frozen=True, slots=True)
class Relations:
    """What the taxonomy says of interests: relatives, groups, and which are private.

    `related` may be given in one direction; it is read in both. A `private`
    interest speaks only when two members share it and both show it.
    """

    related: Mapping[str, frozenset[str]] = field(default_factory=dict)
    group: Mapping[str, str] = field(default_factory=dict)
    private: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class History:
    """Pairs who may not meet now: introduced within the gap, or proposed this round.

    Order within a pair does not matter; ids outside the pool are ignored.
    """

    apart: Collection[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The programme's rules and preferences.

    `never` holds never-pairs and the conflicts the hospital listed, in either
    order. `odd_one` says what becomes of a member left over.
    """

    never: Collection[tuple[str, str]] = ()
    odd_one: OddOne = OddOne.TRIO
    weights: Weights = field(default_factory=Weights)
    relations: Relations = field(default_factory=Relations)


@dataclass(frozen=True, slots=True)
class Effort:
    """How large a pool each method takes, in members, and how hard it looks.

    Up to `tiny` members every grouping is tried, trios included; up to `exact`
    all pairs go through the blossom algorithm; up to `dense` through an
    assignment on all pairs; beyond that through candidates. `nearest` is how
    many best partners per member the sparse product keeps, `orders` how many
    random orders of the vocabulary sort members into neighbourhoods, `window`
    how many members are reopened and solved exactly at once.
    """

    tiny: int = 10
    exact: int = 300
    dense: int = 2_000
    nearest: int = 18
    orders: int = 6
    window: int = 160
