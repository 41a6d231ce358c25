"""Everything about one member, as a file: JSON for machines and the same as text for people.

Holds their own answers and words and nobody else's: not what the other of a
pair said, not who asked never to meet them.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import orjson

from bot.app.desk import Desk
from bot.model import Afterwards, Appointment, Introduction, IntroductionState

EVERY = 100_000
PAGE = "about-me"


_STATES = {
    IntroductionState.PROPOSED: "proposed",
    IntroductionState.INTRODUCED: "introduced",
}
"""How far an introduction is; how it ended would tell what the other said."""


def file_about(desk: Desk) -> bytes:
    """A ZIP with all that is kept about the member at the desk."""
    as_json = orjson.dumps(about(desk), default=_listed, option=orjson.OPT_INDENT_2)
    as_text = "\n".join(_lines(orjson.loads(as_json))) + "\n"
    moment = desk.now.timetuple()[:6]
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in ((f"{PAGE}.json", as_json), (f"{PAGE}.txt", as_text)):
            archive.writestr(ZipInfo(name, moment), text, ZIP_DEFLATED)
    return packed.getvalue()


def about(desk: Desk) -> dict[str, Any]:
    """All that is kept about the member."""
    member, tx = desk.member, desk.tx
    traces = tx.traces(member.id)
    asked = tx.avoided_by(member.id)
    introductions = tx.introductions_of(member.id, EVERY)
    met = {other for each in introductions for other in each.members}
    names = tx.names_of((*asked, *met))
    times, said = tx.appointments_of(member.id), tx.afterwards_of(member.id)
    return {
        "you": member,
        "reached at": traces.addresses,
        "e-mail": tx.emails([member.id]).get(member.id, ""),
        "programmes": tx.memberships(member.id),
        "rounds": traces.served,
        "left out": traces.left_out,
        "introductions": [
            _introduction(member.id, each, names)
            | _meeting(times.get(each.id))
            | _afterwards(said.get(each.id))
            for each in introductions
        ],
        "you asked never to meet": [
            names.get(each, "somebody who is no longer here") for each in asked
        ],
        "what you asked about": [
            {"about": each.interest, "your opening line": each.opening, "at": each.started_at}
            for each in tx.askings_of(member.id, EVERY)
        ],
        "concerns you raised under your name": [
            {"words": each.words, "at": each.at} for each in tx.concerns_by(member.id)
        ],
        "messages": tx.promised_to(member.id),
    }


def _introduction(
    member: str, introduction: Introduction, names: Mapping[str, str]
) -> dict[str, Any]:
    """One introduction with the member's own part in it, and no other's."""
    mine = introduction.part_of(member)
    return {
        "with": [names[m] for m in introduction.members if m != member and m in names],
        "state": _STATES.get(introduction.state, "ended"),
        "proposed at": introduction.proposed_at,
        "introduced at": introduction.opened_at,
        "your answer": mine.answer if mine else None,
        "your answer came at": mine.answered_at if mine else None,
        "your first words": mine.opening if mine else "",
        "you said of the meeting": mine.meeting if mine else None,
        "how far you would like the questions to go": mine.depth or None if mine else None,
        "chosen because of": sorted(
            {i for term in introduction.terms if term.shown for i in term.interests}
        ),
    }


def _meeting(appointment: Appointment | None) -> dict[str, Any]:
    """When they meet, and how."""
    return {
        "you meet at": appointment.agreed if appointment else None,
        "how you meet": appointment.way if appointment else "",
    }


def _afterwards(mine: Afterwards | None) -> dict[str, Any]:
    """What the member alone said or kept after it."""
    return {
        "you would like to keep in touch": mine.keep_in_touch if mine else None,
        "your thanks": mine.thanks if mine else "",
        "your note": mine.note if mine else "",
    }


def _listed(value: Any) -> Any:
    """What JSON has no form of."""
    match value:
        case frozenset() | set():
            return sorted(value)
        case Mapping():
            return dict(value)
        case _:
            raise TypeError(f"an export cannot hold a {type(value).__name__}")


def _lines(value: Any, indent: str = "") -> Iterator[str]:
    """The same, to be read: a line for each value, what is empty left out."""
    pairs = value.items() if isinstance(value, dict) else ((None, each) for each in value)
    for name, each in pairs:
        label = "-" if name is None else f"{name.replace('_', ' ')}:"
        if isinstance(each, dict | list):
            if each:
                yield f"{indent}{label}"
                yield from _lines(each, indent + "    ")
        elif each not in ("", None):
            yield f"{indent}{label} {each}"
