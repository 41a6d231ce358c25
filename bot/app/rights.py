"""`privacy`, `export`, `forget me` and `concern`: what a member may ask of whoever keeps data."""

from dataclasses import replace
from datetime import timedelta

from bot.app.desk import Desk
from bot.app.directory import ids_of
from bot.app.exporting import file_about
from bot.app.means import promise
from bot.app.reaching import let_go
from bot.events import Submitted
from bot.model import Concern, Contact, IntroductionState, Notice, NoticeKind, Standing
from bot.privacy import patient_clue
from bot.ui import Ask, Download, Farewell, Filled, Fix, Form, Reply, Say, refill
from bot.words import rights

EVERY = 100_000
"""Introductions of one member: all of them."""

FACE_STAYS = timedelta(days=8)
"""After a proposal's deadline, until whoever waits on it was told: they may be off for a week."""


def privacy(desk: Desk, _rest: str = "") -> Reply:
    """What is stored, from storage's own notes."""
    return Say(rights.privacy(desk.voice, desk.tx.notes(), desk.retention))


def export(desk: Desk, _rest: str = "") -> Reply:
    """A file of everything about them."""
    day = desk.now.date().isoformat()
    return Download(f"coffee-rounds-{day}.zip", "application/zip", file_about(desk))


def forget(desk: Desk, _rest: str = "") -> Reply:
    """Asked once, before anything is erased."""
    return Ask(rights.forget_me(desk.voice))


def forget_me(desk: Desk, event: Submitted) -> Reply:
    """Erase them from everything, if they are sure.

    What they were introduced to ends; what was only proposed closes at its
    deadline, and looks like silence to the other until then and after.
    """
    if event.filled.one("sure") != rights.ERASE:
        return Say(rights.not_forgotten(desk.voice))
    until = None
    open_ones = desk.tx.open_introductions_of(desk.member.id, EVERY)
    let_go(desk.tx, desk.member.id, open_ones, desk.now)
    for each in open_ones:
        if each.state is IntroductionState.INTRODUCED:
            ended = replace(each, state=IntroductionState.NOT_MET, closed_at=desk.now)
            desk.tx.save_introduction(ended)
        if each.state is IntroductionState.PROPOSED:
            until = max(filter(None, (until, each.answer_by + FACE_STAYS)))
    desk.tx.forget(desk.member.id, desk.now, until, ids_of(desk.tx, desk.member.id))
    return Farewell(rights.forgotten(desk.voice))


def concern(desk: Desk, _rest: str = "") -> Reply:
    """Whom to turn to, and a private form where the hospital named a member."""
    drawn = rights.concern(desk.voice, _contact(desk))
    return Ask(drawn) if isinstance(drawn, Form) else Say(drawn)


def _contact(desk: Desk) -> Contact:
    """The contact, without a member who is not here to read it."""
    named = desk.tx.member(desk.contact.member) if desk.contact.member else None
    here = named is not None and named.standing is not Standing.GONE
    return desk.contact if here else replace(desk.contact, member="")


def raise_concern(desk: Desk, event: Submitted) -> Reply:
    """What they wrote goes to the named contact alone."""
    contact = _contact(desk)
    form = rights.concern(desk.voice, contact)
    if not isinstance(form, Form):
        return Say(form)
    words = event.filled.one("words")
    if patient_clue(words):
        rest = Filled(tuple(each for each in event.filled.values if each[0] != "words"))
        return Fix(refill(form, rest, {"words": rights.concern_patient(desk.voice)}))
    if fault := rights.concern_fault(desk.voice, words):
        return Fix(refill(form, event.filled, {"words": fault}))
    author = desk.member.id if event.filled.one("who") == rights.NAMED else ""
    raised = Concern(desk.new_id(), words, desk.now, author)
    desk.tx.add_concern(raised)
    key = f"{raised.id}:concern"
    notice = Notice(key, NoticeKind.CONCERN, contact.member, raised.id, desk.now)
    promise(desk.tx, (notice,), desk.tx.members((contact.member,)))
    return Say(rights.concern_sent(desk.voice))
