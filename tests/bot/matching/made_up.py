"""Made-up pools for the matching tests: seeded, Zipf-like, with every kind of member."""

import numpy as np

from bot.matching import Relations
from bot.model import ANY_TIME, Candidate, Drawn

DAYS = sum(1 << q for q in range(1344) if 32 <= q % 96 < 64)
NIGHTS = sum(1 << q for q in range(1344) if q % 96 >= 84)
EVENINGS = sum(1 << q for q in range(1344) if 60 <= q % 96 < 88)
PATTERNS = (ANY_TIME, DAYS, NIGHTS, EVENINGS)


def relations(interests: int = 60) -> Relations:
    names = [f"i{n}" for n in range(interests)]
    return Relations(
        related={names[n]: frozenset({names[n + 1]}) for n in range(0, interests - 1, 3)},
        group={name: f"g{n % 8}" for n, name in enumerate(names)},
        private=frozenset(names[7:9]),
    )


def pool(size: int, seed: int, interests: int = 60) -> list[Candidate]:
    dice, wishes = np.random.default_rng(seed), np.random.default_rng((seed, 1))
    chance = 1 / np.arange(1, interests + 1)
    chance /= chance.sum()

    def some(most: int) -> frozenset[str]:
        drawn = dice.choice(interests, size=dice.integers(0, most + 1), p=chance)
        return frozenset(f"i{n}" for n in drawn)

    return [
        Candidate(
            id=f"m{n:05d}",
            interests=some(3),
            offers=some(1),
            curious=some(1),
            unshown=some(1),
            department=f"d{dice.integers(12)}",
            profession=f"p{dice.integers(5)}",
            site=f"s{dice.integers(3)}",
            in_person=bool(dice.random() < 0.6),
            manager=f"m{dice.integers(size):05d}" if dice.random() < 0.3 else "",
            free=PATTERNS[dice.choice(4, p=[0.5, 0.3, 0.1, 0.1])],
            drawn_to=list(Drawn)[wishes.choice(3, p=[0.8, 0.1, 0.1])],
            newcomer=bool(wishes.random() < 0.1),
            stage=int(wishes.integers(-1, 5)),
            recent=None if dice.random() < 0.2 else float(dice.gamma(2.0, 0.5)),
        )
        for n in range(size)
    ]
