"""Career stages, as the roster writes them, and which is further along."""

STAGES = (
    "student_or_trainee",
    "first_5_years",
    "years_5_to_15",
    "years_15_plus",
    "preparing_to_retire",
)
"""From the least to the most senior."""

UNKNOWN = -1


def rank(stage: str) -> int:
    """How far along a stage is, from 0; `UNKNOWN` for one that is not known."""
    return STAGES.index(stage) if stage in STAGES else UNKNOWN
