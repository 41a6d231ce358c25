"""The openers, the listening guide and the questions, read once from `prompts.yml`.

One file a language; the words in it are edited by people, not by programmers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

OPENERS_FOR = {
    "medical_specialties": "clinical_specialty",
    "surgery_procedures": "clinical_specialty",
    "women_children_families": "clinical_specialty",
    "nursing": "nursing_and_allied_health",
    "allied_diagnostics_pharmacy": "nursing_and_allied_health",
    "supportive_mental_ethics": "nursing_and_allied_health",
    "quality_safety_operations": "quality_and_safety",
    "research_data_technology": "research_data_and_technology",
    "education_mentoring": "teaching_and_mentoring",
    "leadership_career_community": "leadership_and_career",
    "wellbeing_working_life": "well_being_and_working_life",
    "life_outside_work": "life_outside_work",
}
"""Which openers suit an interest of each group of the taxonomy."""

ALWAYS = ("wellbeing_working_life", "leadership_career_community")
"""The groups whose questions suit anyone."""

QUESTIONS_FOR = {
    "medical_specialties": "clinical_work",
    "surgery_procedures": "clinical_work",
    "women_children_families": "clinical_work",
}
"""Where the questions of a group are kept under another name than its own."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """An opener or a question: what it says, and whom it suits.

    `needs` says what the words claim: "shared", that both chose the interest;
    "own_words", something that only whoever sends them can know to be so.
    """

    id: str
    text: str
    fits: str = "any"
    depth: int = 1
    needs: str = ""

    def is_true(self, *, interest: bool, shared: bool) -> bool:
        """Whether the words hold for a pair with such a reason."""
        claims = not self.needs or (self.needs == "shared" and shared)
        return claims and (interest or "{interest}" not in self.text)


@dataclass(frozen=True, slots=True)
class Prompts:
    """All of them, by kind."""

    openers: Mapping[str, tuple[Prompt, ...]]
    by_stage: Mapping[str, tuple[Prompt, ...]]
    by_topic: Mapping[str, tuple[Prompt, ...]]
    tips: tuple[str, ...]
    before: tuple[str, ...]
    plans: Mapping[int, tuple[tuple[int, str], ...]]
    no_patients: str
    reflections: tuple[Prompt, ...]
    stems: tuple[str, ...]

    def opener(
        self, group: str, situations: Iterable[str], *, interest: bool, shared: bool
    ) -> Prompt:
        """The first true opener of the group's that suits: the situation first, else any.

        `interest` is whether there is one to name, `shared` whether both chose it.
        """
        own = self.openers.get(OPENERS_FOR.get(group, ""), ())
        everything = (*own, *(each for kind in self.openers.values() for each in kind))
        honest = [each for each in everything if each.is_true(interest=interest, shared=shared)]
        for situation in (*situations, "any"):
            for each in honest:
                if each.fits == situation and (each in own or not own):
                    return each
        return next(each for each in honest if each.fits == "any")

    def questions(
        self, groups: Iterable[str], stages: Iterable[str], turn: int, depth: int = 2
    ) -> list[Prompt]:
        """Three different questions: on what they share, on where they stand, on either.

        The first is easy, the second goes a little further and the third as far
        as `depth`, none beyond it while there are enough. `turn` chooses among
        those that suit equally well.
        """
        topics = [p for g in groups for p in self.by_topic.get(QUESTIONS_FOR.get(g, g), ())]
        careers = [p for stage in stages for p in self.by_stage.get(stage, ())]
        rest = [p for group in ALWAYS for p in self.by_topic[group]]
        asked: list[Prompt] = []
        for pools, wanted in (
            ((topics, rest), 1),
            ((careers, topics, rest), min(depth, 2)),
            ((topics + careers, rest), depth),
        ):
            asked.append(_pick(pools, wanted, asked, turn))
        return asked

    def plan_of(self, minutes: int) -> tuple[tuple[int, str], ...]:
        """What to do with each minute of a talk that long, or of the next shorter that is known."""
        known = [length for length in self.plans if length <= minutes]
        return self.plans[max(known, default=min(self.plans))]


def _pick(
    pools: Iterable[Sequence[Prompt]], depth: int, asked: Sequence[Prompt], turn: int
) -> Prompt:
    """One of the first pool that has any not yet asked: as deep as wanted, else lighter."""
    fresh = [[each for each in pool if each not in asked] for pool in pools]
    for pool in fresh:
        for depth_ in range(depth, 0, -1):
            fitting = [each for each in pool if each.depth == depth_]
            if fitting:
                return fitting[turn % len(fitting)]
    return min((each for pool in fresh for each in pool), key=lambda each: each.depth)


def _prompts(rows: Iterable[Mapping[str, Any]]) -> tuple[Prompt, ...]:
    return tuple(
        Prompt(r["id"], r["text"], r.get("fits", "any"), r.get("depth", 1), r.get("needs", ""))
        for r in rows
    )


@cache
def prompts(language: str = "en") -> Prompts:
    """The shipped wording, read once; English where a language has no file yet."""
    folder = files("bot") / "data"
    own = folder / f"prompts.{language}.yml"
    source = own if own.is_file() else folder / "prompts.yml"
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    guide = raw["listening_guide"]
    asked = raw["conversation_prompts"]
    return Prompts(
        openers={kind: _prompts(rows) for kind, rows in raw["openers"].items()},
        by_stage={stage: _prompts(rows) for stage, rows in asked["by_career_stage"].items()},
        by_topic={topic: _prompts(rows) for topic, rows in asked["by_topic_group"].items()},
        tips=tuple(guide["during"]["listening_tips"]),
        before=tuple(guide["before"]["steps"]),
        plans={
            length: tuple((r["minutes"], r["what"]) for r in rows)
            for length, rows in guide["during"]["plans"].items()
        },
        no_patients=raw["no_patient_information"]["one_line"],
        reflections=_prompts(raw["after_chat_reflections"]),
        stems=tuple(raw["follow_up_stems"]),
    )
