"""Who is speaking: a language, the interests' names, and the shipped prompts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.interests import Taxonomy, taxonomy
from bot.model import Introduction, Member, Side, Term
from bot.words.prompts import Prompts, prompts
from bot.words.tongue import Tongue, noted

_PROFESSIONS = {
    "administration_it_quality": noted("administration and IT"),
    "access_billing_records": noted("access, billing and records"),
    "facilities_evs_security": noted("facilities and security"),
    "imaging": noted("imaging"),
    "lab_and_blood": noted("laboratory"),
    "nutrition_and_food": noted("food and nutrition"),
    "procedural_techs": noted("procedural technology"),
    "rehab": noted("rehabilitation"),
    "resident_or_fellow": noted("resident or fellow"),
    "social_work_psych_chaplaincy": noted("social work, psychology and chaplaincy"),
}


TEAMS = {
    "": "https://teams.microsoft.com",
    "gcc-high": "https://gov.teams.microsoft.us",
    "dod": "https://dod.teams.microsoft.us",
}
"""Where links into Teams lead, by the name of Microsoft's cloud in the settings."""


@dataclass(frozen=True, slots=True)
class Voice:
    """All that a sentence may need besides its facts. `teams` is where its links lead."""

    tongue: Tongue = field(default_factory=Tongue)
    taxonomy: Taxonomy = field(default_factory=taxonomy)
    prompts: Prompts = field(default_factory=prompts)
    teams: str = TEAMS[""]

    def interest(self, interest: str) -> str:
        """An interest's name."""
        return self.taxonomy.interest(interest).label

    def interests(self, chosen: Iterable[str]) -> str:
        """Several interests' names, as a list in words."""
        return self.listed([self.interest(each) for each in chosen])

    def listed(self, names: list[str]) -> str:
        """A list in words: one; one and two; one, two and three."""
        if len(names) < 2:
            return "".join(names)
        return self.tongue.say("{most} and {last}", most=", ".join(names[:-1]), last=names[-1])

    def work(self, member: Member) -> str:
        """What a member does and where, as far as the roster says."""
        profession = (
            self.tongue.say(_PROFESSIONS[member.profession])
            if member.profession in _PROFESSIONS
            else member.profession.replace("_", " ")
        )
        parts = [part for part in (profession, member.department, member.site) if part]
        # A department named for its profession would say the same thing twice.
        seen: list[str] = []
        for part in parts:
            if part.casefold() not in (earlier.casefold() for earlier in seen):
                seen.append(part)
        return ", ".join(seen)

    def chosen(self, member: Member, side: Side) -> str:
        """What a member chose on one side, as a list in words."""
        return self.interests(c.interest for c in member.choices if c.side is side)

    def chosen_as_typed(self, member: Member, side: Side) -> str:
        """The same, as they would type it into the form again."""
        return ", ".join(self.interest(c.interest) for c in member.choices if c.side is side)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the viewer needs to write to the others, beyond the tool they are reading in.

    `emails` are the others' verified addresses, by member: for links inside one
    Teams tenant, or, `across` two tools, to be read.
    """

    emails: Mapping[str, str] = field(default_factory=dict)
    in_teams: bool = False
    across: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An introduction as one of its members sees it. `people` holds all of them."""

    introduction: Introduction
    viewer: str
    people: Mapping[str, Member]
    reach: Reach = field(default_factory=Reach)

    @property
    def me(self) -> Member:
        """The one who is looking."""
        return self.people[self.viewer]

    @property
    def others(self) -> tuple[Member, ...]:
        """Everyone in it but the viewer, in order."""
        members = self.introduction.members
        return tuple(self.people[member] for member in members if member != self.viewer)

    @property
    def several(self) -> bool:
        """Whether there is more than one other."""
        return len(self.introduction.members) > 2

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms that speak of the viewer; in a trio some speak of the other two."""
        terms = self.introduction.terms
        return tuple(t for t in terms if self.viewer in (t.members or (self.viewer,)))

    def names(self, voice: Voice) -> str:
        """The others' given names, as a list in words."""
        return voice.listed([other.given_name for other in self.others])
