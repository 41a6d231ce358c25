"""The openers, the listening guide and the questions, read once from `prompts.yml`.

One file a language; the words in it are edited by people, not by programmers.
"""

from collections.abc import Iterable, Mapping
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
    plan: tuple[tuple[int, str], ...]
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
        """Three questions: an easy start, then deeper, `turn` choosing who comes first.

        `depth` 3 puts those first that go furthest, for pairs who ask for them.

        From the topics both share and the stages of both, so that each has one
        of their own and one in common.
        """
        pool = [p for g in groups for p in self.by_topic.get(QUESTIONS_FOR.get(g, g), ())]
        pool += [p for stage in stages for p in self.by_stage.get(stage, ())]
        pool += [p for p in self.by_topic["wellbeing_working_life"] if p not in pool]
        pool += [p for p in self.by_topic["leadership_career_community"] if p not in pool]
        easy = [p for p in pool if p.depth == 1]
        deeper = [p for p in pool if p.depth == min(depth, 2)]
        first = easy[turn % len(easy)]
        second = deeper[turn % len(deeper)]
        deepest = [p for p in pool if p.depth == depth] + deeper + easy
        third = next(p for p in deepest if p not in (first, second))
        return [first, second, third]


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
        plan=tuple((r["minutes"], r["what"]) for r in guide["during"]["plan_20_minutes"]),
        no_patients=raw["no_patient_information"]["one_line"],
        reflections=_prompts(raw["after_chat_reflections"]),
        stems=tuple(raw["follow_up_stems"]),
    )
