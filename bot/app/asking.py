"""The asker's side: what is asked about, the form, one open ask, its turns and its end."""

import re
from datetime import datetime

from bot import asking as asks
from bot import rounds
from bot.app.desk import Desk
from bot.app.expecting import first_in_a_while
from bot.app.experts import Search, here
from bot.app.means import Means, promise
from bot.asking import Asking, AskState, Said
from bot.events import Pressed, Submitted
from bot.interests import Interest, Resolution, Taxonomy
from bot.ports import Transaction
from bot.privacy import patient_clue, read_interests
from bot.ui import Ask, Filled, Fix, Replace, Reply, Say, refill
from bot.words import asking as words
from bot.words import choosing, membership, proposing

ASKS_A_MONTH = 4
"""Asks one member may start in 30 days, so that nobody's budget is spent by one other."""

COUNTED = 200
"""People who offer something, counted: more say no more, for "at least" is what is said."""

_LEAD = re.compile(
    r"^(?:(?:about|for|on|someone|who|knows|know|anyone|anybody)\s+)+", re.IGNORECASE
)


def ask_about(desk: Desk, typed: str) -> Reply:
    """The answer to `ask` and whatever followed it."""
    if not desk.takes_part:
        return Say(membership.not_a_member(desk.voice))
    open_one = _open_ask(desk)
    if open_one:
        return Say(words.looking(desk.voice, open_one))
    topic = _LEAD.sub("", typed.strip()).rstrip(" ?.!")
    if not topic:
        return Ask(words.about(desk.voice))
    reading = read_interests(topic[: words.ABOUT_LIMIT], desk.voice.taxonomy, desk.suggester)
    if reading.refused or patient_clue(typed):
        return Say(words.refused(desk.voice))
    meant = _meant(reading.resolution)
    if len(meant) > 1 or (meant and not reading.resolution.found):
        return Say(words.which(desk.voice, meant))
    return _question(desk, meant[0].id) if meant else Say(words.not_known(desk.voice))


def _open_ask(desk: Desk) -> Asking | None:
    newest = desk.tx.askings_of(desk.member.id, 1)
    return newest[0] if newest and newest[0].state is AskState.LOOKING else None


def _meant(resolution: Resolution) -> list[Interest]:
    """What the words may mean: what is certain, then each meaning, then what is suggested."""
    meant = [each.interest for each in resolution.found]
    meant += [each for ambiguous in resolution.ambiguous for each in ambiguous.candidates]
    meant += [each for unsure in resolution.unsure for each in unsure.suggestions]
    return list(dict.fromkeys(meant))


def pressed(desk: Desk, event: Pressed) -> Reply:
    """A topic was tapped, or the ask is to stop."""
    if event.action == "ask-about":
        known = event.target in desk.voice.taxonomy
        return ask_about(desk, desk.voice.interest(event.target) if known else "")
    asking = desk.tx.asking(event.target)
    if asking is None or asking.asker != desk.member.id:
        return Replace(proposing.over(desk.voice))
    outcome = asks.step(asking, asks.Withdrew(), desk.now)
    if outcome.said is Said.OVER:
        return Replace(proposing.over(desk.voice))
    desk.tx.save_asking(outcome.asking)
    return Replace(words.withdrawn(desk.voice))


def _question(desk: Desk, interest: str) -> Reply:
    """The form, when somebody offers it or when nobody may know whether anybody does."""
    if _asked_enough(desk):
        return Say(words.enough(desk.voice, ASKS_A_MONTH))
    count, exactly = _offering(desk, interest)
    if not count and not desk.voice.taxonomy.is_private(interest):
        return Say(words.nobody_yet(desk.voice, interest))
    first = first_in_a_while(desk.tx, desk.member.id, desk.now)
    return Ask(words.question(desk.voice, interest, count, exactly=exactly, first=first))


def _offering(desk: Desk, interest: str) -> tuple[int, bool]:
    """How many others offer it; or, where nobody does, something close to it."""
    taxonomy, me = desk.voice.taxonomy, desk.member.id
    assert desk.programme is not None  # who takes part has one
    if taxonomy.is_private(interest):
        return 0, False  # nobody may know
    here, count = desk.programme.id, desk.tx.how_many_offer
    if exact := count(here, [interest], me, COUNTED, unshown=True):
        return exact, True
    return count(here, sorted(taxonomy.related(interest)), me, COUNTED, unshown=False), False


def _asked_enough(desk: Desk) -> bool:
    started = desk.tx.askings_of(desk.member.id, ASKS_A_MONTH)
    recent = [each for each in started if desk.now - each.started_at < asks.MONTH]
    return len(recent) >= ASKS_A_MONTH


def submitted_about(desk: Desk, event: Submitted) -> Reply:
    """The topic typed into the form, read like typed words."""
    return ask_about(desk, event.filled.one("about"))


def submitted(desk: Desk, event: Submitted) -> Reply:
    """The form: begin the ask, or say what to change about it."""
    interest, opening = event.target, event.filled.one("opening")
    open_one = _open_ask(desk)
    if desk.programme is None or not desk.takes_part:
        return Say(membership.not_a_member(desk.voice))
    if open_one:
        return Say(words.looking(desk.voice, open_one))
    if interest not in desk.voice.taxonomy:
        return Say(words.not_known(desk.voice))
    again = _question(desk, interest)
    if not isinstance(again, Ask):
        return again
    fault = proposing.opening_fault(desk.voice, opening)
    if patient_clue(opening):
        kept = Filled((("named", event.filled.many("named")),))
        return Fix(refill(again.form, kept, {"opening": choosing.nothing_kept(desk.voice)}))
    if fault:
        return Fix(refill(again.form, event.filled, {"opening": fault}))
    unnamed = event.filled.one("named") != words.NAMED
    asking = _begun(desk, interest, opening, unnamed=unnamed)
    return Say(words.looking(desk.voice, asking))


def _begun(desk: Desk, interest: str, opening: str, *, unnamed: bool) -> Asking:
    assert desk.programme is not None  # checked by whoever calls
    days = asks.TURNS * asks.TURN_DAYS
    asking = Asking(
        id=desk.new_id(),
        programme=desk.programme.id,
        asker=desk.member.id,
        interest=interest,
        opening=opening,
        unnamed=unnamed,
        started_at=desk.now,
        next_at=desk.now,
        hears_by=rounds.working_days_later(desk.programme, desk.now, days),
    )
    return turn_comes(desk.tx, desk.voice.taxonomy, asking, desk.now)


def turn_comes(tx: Transaction, taxonomy: Taxonomy, asking: Asking, now: datetime) -> Asking:
    """Begin the next turn, or end the ask after the last; promise what follows.

    Holds the programme until the transaction ends, so that two asks at the same
    moment never choose the same expert. An asker who left is not waited for.
    """
    programme = tx.programme(asking.programme)
    asker = tx.members([asking.asker]).get(asking.asker)
    if programme is None or asker is None or not here(tx, asker, asking.programme):
        outcome = asks.step(asking, asks.Withdrew(), now)
    else:
        until = rounds.working_days_later(programme, now, asks.TURN_DAYS)
        search = Search(tx, taxonomy, programme, asker, asking, until, now)
        expert = search.expert() if asking.turn < asks.TURNS else None
        outcome = asks.step(asking, asks.TurnCame(expert, until), now)
    tx.save_asking(outcome.asking)
    promise(tx, outcome.notices, tx.members(each.recipient for each in outcome.notices))
    return outcome.asking


def move_on(means: Means, now: datetime) -> int:
    """Give every ask whose turn is over its next one; how many there were."""
    with means.store.reading() as reading:
        due = reading.askings_due(now)
    for each in due:
        with means.store.writing() as tx:
            tx.programme(each.programme)  # held before the ask, in the order of a new one
            asking = tx.asking(each.id)
            if asking and asking.state is AskState.LOOKING and asking.next_at <= now:
                turn_comes(tx, means.voice.taxonomy, asking, now)
    return len(due)
