"""The interests a member can choose, and how they belong together.

Loaded once from `bot/data/taxonomy.yml`. Knows nothing of members, of storage,
or of how typed text is read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from typing import Any, TypeAlias

import yaml

from bot.interests.spelling import normalised

_Entry: TypeAlias = Mapping[str, Any]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # eight times faster where libyaml is


class UnknownInterest(LookupError):
    """No interest of the taxonomy has this id."""


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing to have in common. `private` is never inferred nor suggested."""

    id: str
    label: str
    group: str
    private: bool = False
    synonyms: tuple[str, ...] = field(default=(), repr=False)
    abbreviations: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not self.id or not normalised(self.label):
            raise ValueError("an interest needs an id and a label")

    @property
    def names(self) -> tuple[str, ...]:
        """Every way the taxonomy writes it, label first."""
        return (self.label, *self.synonyms, *self.abbreviations)


@dataclass(frozen=True, slots=True)
class Group:
    """Interests that belong together, such as "Nursing"."""

    id: str
    label: str
    about: str = ""


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """Every interest, group, related pair, and word with more than one meaning.

    `ambiguous` holds normalised words and the ids each may mean. Raises
    `ValueError` for an id used twice, or named and not defined.
    """

    all: tuple[Interest, ...]
    groups: tuple[Group, ...]
    related_pairs: frozenset[frozenset[str]] = frozenset()
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self._by_id) != len(self.all):
            raise ValueError("two interests have the same id")
        named = {i for ids in (*self.related_pairs, *self.ambiguous.values()) for i in ids}
        if unknown := sorted(named - self._by_id.keys()):
            raise ValueError(f"related pairs or ambiguous terms name unknown interests: {unknown}")
        groups = {group.id for group in self.groups}
        if strays := [interest.id for interest in self.all if interest.group not in groups]:
            raise ValueError(f"interests of unknown groups: {strays}")

    @cached_property
    def _by_id(self) -> Mapping[str, Interest]:
        return {interest.id: interest for interest in self.all}

    @cached_property
    def _relations(self) -> Mapping[str, frozenset[str]]:
        relations: dict[str, set[str]] = {}
        private = {interest.id for interest in self.all if interest.private}
        for pair in filter(private.isdisjoint, self.related_pairs):
            for one in pair:
                relations.setdefault(one, set()).update(pair - {one})
        return {one: frozenset(others) for one, others in relations.items()}

    def __contains__(self, interest_id: object) -> bool:
        return interest_id in self._by_id

    def __iter__(self) -> Iterator[Interest]:
        return iter(self.all)

    def interest(self, interest_id: str) -> Interest:
        """The interest with this id. Raises `UnknownInterest`."""
        try:
            return self._by_id[interest_id]
        except KeyError:
            raise UnknownInterest(f"no interest has the id {interest_id!r}") from None

    def related(self, interest_id: str) -> frozenset[str]:
        """Ids of the interests that count for half beside this one, itself not among them.

        A private interest has none: from what is near it, it could be inferred.
        """
        return self._relations.get(interest_id, frozenset())

    def group_of(self, interest_id: str) -> Group:
        """The group this interest belongs to. Raises `UnknownInterest`."""
        wanted = self.interest(interest_id).group
        return next(group for group in self.groups if group.id == wanted)

    def is_private(self, interest_id: str) -> bool:
        """Whether it is never inferred nor suggested. Raises `UnknownInterest`."""
        return self.interest(interest_id).private


@cache
def taxonomy() -> Taxonomy:
    """The taxonomy that ships with the project, read once (about 30 ms)."""
    return read_taxonomy(resources.files("bot.data").joinpath("taxonomy.yml").read_text("utf-8"))


def read_taxonomy(text: str) -> Taxonomy:
    """A taxonomy written as YAML. Raises `ValueError` when it contradicts itself."""
    data: _Entry = yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe one
    return Taxonomy(
        all=tuple(_interests(data["groups"])),
        groups=tuple(Group(g["id"], g["label"], g.get("about", "")) for g in data["groups"]),
        related_pairs=frozenset(map(frozenset, data["related_pairs"])),
        ambiguous={
            normalised(str(term["term"])): tuple(term["candidates"])
            for term in data["ambiguous_terms"]
        },
    )


def _interests(groups: Iterable[_Entry]) -> Iterator[Interest]:
    for group in groups:
        for entry in group["interests"]:
            yield Interest(
                id=entry["id"],
                label=entry["label"],
                group=group["id"],
                private=entry.get("private_by_default", False),
                synonyms=tuple(map(str, entry.get("synonyms", ()))),
                abbreviations=tuple(map(str, entry.get("abbreviations", ()))),
            )
