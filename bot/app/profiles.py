"""What members tell about themselves: read, asked about when unclear, saved.

Lines that look like patient information are refused before anything is kept,
and are not shown again; everything else a member typed survives every error.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from bot import conversation
from bot.app.desk import Desk
from bot.events import Submitted
from bot.interests import Ambiguous, Unsure
from bot.model import Choice, Drawn, Member, Membership, Side
from bot.privacy import Reading as InterestsRead
from bot.privacy import read_interests
from bot.ui import Ask, Filled, Fix, Form, Reply, Say, refill
from bot.ways import chosen as chosen_ways
from bot.words import Voice, choosing

CHOICES_AT_MOST = 40
"""Interests on one side; more would make everyone like everyone."""

FIELDS = {"interests": Side.SHARES, "offers": Side.OFFERS, "curious": Side.CURIOUS}


def form_of(desk: Desk) -> Form:
    """The form, holding what they chose: to join, or to change it."""
    membership = desk.membership
    if membership is None or not desk.takes_part:
        return choosing.profile(desk.voice, desk.member, joining=True)
    drawn_to = membership.drawn_to
    return choosing.profile(desk.voice, desk.member, joining=False, drawn_to=drawn_to)


def save_profile(desk: Desk, event: Submitted) -> Reply:
    """Save what was understood, join if they had not, and ask about the rest."""
    read = {
        name: read_interests(event.filled.one(name), desk.voice.taxonomy, desk.suggester)
        for name in FIELDS
    }
    errors = _too_long(desk.voice, event.filled) | _errors(desk.voice, read)
    if errors:
        return Fix(refill(form_of(desk), _without_refused(event.filled, read), errors))
    shown = {side: _shown(event.filled, desk.member, side) for side in Side}
    changed = replace(
        desk.member,
        choices=tuple(
            Choice(found.interest.id, FIELDS[name], shown[FIELDS[name]])
            for name, reading in read.items()
            for found in reading.resolution.found
        ),
        unsettled=tuple(dict.fromkeys(t for r in read.values() for t in _unclear(r))),
        formats=_formats(event.filled, desk.member),
    )
    desk.tx.save_members((changed,))
    _take_part(desk, event.filled)
    asked = _to_ask(read)
    if asked:
        only_used = (side for side in Side if not shown[side])
        return Ask(choosing.settle(desk.voice, asked, only_used))
    return Say(choosing.saved(desk.voice, changed, desk.next_round))


def _shown(filled: Filled, member: Member, side: Side) -> bool:
    """What they picked for that side; without a pick, as it was."""
    picked = filled.one(choosing.shown_field(side)) or filled.one("shown")
    return picked != choosing.USED if picked else member.shows(side)


def _formats(filled: Filled, member: Member) -> tuple[str, ...]:
    """The ways to meet that were picked; as they were from a form that did not ask."""
    if not any(name == "formats" for name, _ in filled.values):
        return member.formats
    return chosen_ways(filled.many("formats"))


def _take_part(desk: Desk, filled: Filled) -> None:
    """Take part from now on, for someone who does not; else keep whom they would rather meet."""
    if desk.programme is None:
        return
    if desk.membership is not None and desk.takes_part:
        with suppress(ValueError):
            chosen = conversation.DrawnChosen(Drawn(filled.one("drawn-to")))
            turn = conversation.step(desk.membership, chosen)
            desk.tx.save_memberships((turn.membership,))
        return
    joining = desk.membership or Membership(desk.programme.id, desk.member.id)
    joined = conversation.step(joining, conversation.Joined(desk.now)).membership
    desk.tx.save_memberships((joined,))


def _too_long(voice: Voice, filled: Filled) -> dict[str, str]:
    lengths = {name: len(filled.one(name)) for name in FIELDS}
    over = {name: n for name, n in lengths.items() if n > choosing.FIELD_LIMIT}
    return {name: choosing.too_long(voice, length) for name, length in over.items()}


def _errors(voice: Voice, read: dict[str, InterestsRead]) -> dict[str, str]:
    errors = {}
    for name, reading in read.items():
        if reading.refused:
            errors[name] = choosing.refused(voice, len(reading.refused))
        elif len(reading.resolution.found) > CHOICES_AT_MOST:
            errors[name] = choosing.too_many(voice, CHOICES_AT_MOST)
    return errors


def _without_refused(filled: Filled, read: dict[str, InterestsRead]) -> Filled:
    """What was typed, less the lines that are never shown again."""

    def kept(name: str, values: tuple[str, ...]) -> tuple[str, ...]:
        if name not in read or not read[name].refused:
            return values
        labels = [each.interest.label for each in read[name].resolution.found]
        return (", ".join([*labels, *_unclear(read[name])]),)

    return Filled(tuple((name, kept(name, values)) for name, values in filled.values))


def _unclear(reading: InterestsRead) -> list[str]:
    """The typed words that have no single meaning yet."""
    resolution = reading.resolution
    return [*(a.typed for a in resolution.ambiguous), *(u.typed for u in resolution.unsure)]


def _to_ask(read: dict[str, InterestsRead]) -> list[tuple[Side, Ambiguous | Unsure]]:
    """Words to ask about: those with more than one meaning, then those with a guess."""
    asked: list[tuple[Side, Ambiguous | Unsure]] = []
    for name, reading in read.items():
        asked += [(FIELDS[name], each) for each in reading.resolution.ambiguous]
    for name, reading in read.items():
        asked += [(FIELDS[name], each) for each in reading.resolution.unsure if each.suggestions]
    return asked


def save_settled(desk: Desk, event: Submitted) -> Reply:
    """Save the meanings that were picked; a word not picked stays to be asked."""
    only_used = event.target.split(",")
    choices, settled = list(desk.member.choices), set()
    for side, interest, typed in _meanings(event.filled):
        settled.add(typed)
        new = all((c.interest, c.side) != (interest, side) for c in choices)
        if new and interest in desk.voice.taxonomy:
            shown = side.value not in only_used and desk.member.shows(side)
            choices.append(Choice(interest, side, shown))
    left = tuple(t for t in desk.member.unsettled if t[: choosing.TYPED_LIMIT] not in settled)
    changed = replace(desk.member, choices=tuple(choices), unsettled=left)
    desk.tx.save_members((changed,))
    return Say(choosing.saved(desk.voice, changed, desk.next_round))


def _meanings(filled: Filled) -> Iterator[tuple[Side, str, str]]:
    """The meanings that were picked; what no form of ours sends says nothing."""
    for _name, values in filled.values:
        for value in filter(None, values):
            with suppress(ValueError):
                yield choosing.read_meaning(value)
