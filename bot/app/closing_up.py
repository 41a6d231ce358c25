"""After a talk: thanks passed on, a note for oneself, and keeping in touch when all want to."""

from dataclasses import replace

from bot.app import passing_on
from bot.app.desk import Desk
from bot.app.means import promise
from bot.events import Pressed, Submitted
from bot.model import Afterwards, Introduction, IntroductionState, Notice, NoticeKind
from bot.privacy import patient_clue
from bot.ui import Ask, Filled, Fix, Replace, Reply, Say, refill
from bot.words import afterwards, choosing, proposing

ACTIONS = frozenset({"thanks", "note", "keep-in-touch"})


def pressed(desk: Desk, event: Pressed) -> Reply:
    """Thanks or a note to write, or a wish to keep in touch."""
    introduction = _met(desk, event.target)
    if introduction is None:
        return Replace(proposing.over(desk.voice))
    seen = desk.seen(introduction)
    match event.action:
        case "thanks":
            return Ask(afterwards.thanks(desk.voice, seen))
        case "note":
            return Ask(afterwards.note(desk.voice, seen, _said(desk, introduction)))
        case _:
            return _keep_in_touch(desk, introduction)


def _met(desk: Desk, target: str) -> Introduction | None:
    """The introduction, if they are in it and somebody said that they met."""
    found = desk.tx.introduction(target)
    if found is None or found.part_of(desk.member.id) is None:
        return None
    return found if found.state is IntroductionState.MET else None


def _said(desk: Desk, introduction: Introduction) -> Afterwards:
    kept = desk.tx.afterwards(introduction.id).get(desk.member.id)
    return kept or Afterwards(introduction.id, desk.member.id)


def words_given(desk: Desk, event: Submitted) -> Reply:
    """Thanks or a note, in their own words; a fault keeps what was typed."""
    introduction = _met(desk, event.target)
    if introduction is None:
        return Say(proposing.over(desk.voice))
    seen, said = desk.seen(introduction), _said(desk, introduction)
    is_thanks = event.form == "thanks"
    form = (
        afterwards.thanks(desk.voice, seen)
        if is_thanks
        else afterwards.note(desk.voice, seen, said)
    )
    typed = event.filled.one("words")
    if patient_clue(typed):
        return Fix(refill(form, Filled(), {"words": choosing.nothing_kept(desk.voice)}))
    fault = afterwards.words_fault(desk.voice, typed)
    if fault and (typed or is_thanks):
        return Fix(refill(form, event.filled, {"words": fault}))
    if not is_thanks:
        noted = replace(said, note=typed)
        desk.tx.save_afterwards(noted)
        return Say(afterwards.note_kept(desk.voice, noted))
    desk.tx.save_afterwards(replace(said, thanks=typed))
    _tell_others(desk, introduction, NoticeKind.THANKS)
    passing_on.offer_after(desk, introduction)
    return Say(afterwards.thanked(desk.voice, seen))


def _tell_others(desk: Desk, introduction: Introduction, kind: NoticeKind) -> None:
    people = desk.tx.members(introduction.members)
    promise(
        desk.tx,
        (
            Notice(
                f"{introduction.id}:{kind.value}:{desk.member.id}:{other}",
                kind,
                other,
                introduction.id,
                desk.now,
            )
            for other in introduction.members
            if other != desk.member.id and other in people
        ),
        people,
    )


def _keep_in_touch(desk: Desk, introduction: Introduction) -> Reply:
    """Told to nobody until all of them want it; then to all at once."""
    desk.tx.save_afterwards(replace(_said(desk, introduction), keep_in_touch=True))
    said = desk.tx.afterwards(introduction.id)
    seen = desk.seen(introduction)
    if not all(m in said and said[m].keep_in_touch for m in introduction.members):
        return Replace(afterwards.touch_waiting(desk.voice, seen))
    _tell_others(desk, introduction, NoticeKind.IN_TOUCH)
    passing_on.offer_after(desk, introduction)
    return Replace(afterwards.in_touch(desk.voice, seen))
