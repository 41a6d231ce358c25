"""The core as a browser plays it: any member, and a clock that can be moved.

Only for trying things out: whoever reaches it can act as anyone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from threading import Lock

from bot import hours
from bot.app import App
from bot.events import Event, Who
from bot.model import Answer, Introduction, IntroductionState, Member
from bot.ports import Store
from bot.round_view import RoundView, view_round
from bot.ui import Home, Option, Reply

AHEAD = "stage clock ahead by seconds"
"""The setting under which the store keeps how far the clock was moved."""

SUGGESTED = 6
LOOKED_THROUGH = 200
"""Introductions of a round looked through for some worth playing."""


class StageClock:
    """The machine's clock, moved forward by as much as was asked for; kept in the store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lock = Lock()
        with store.reading() as reading:
            self._ahead = timedelta(seconds=float(reading.setting(AHEAD) or 0))

    def now(self) -> datetime:
        """The moment it is on the stage, in UTC."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> datetime:
        """Move to a moment. Raises `ValueError` for one that is past: time runs one way."""
        with self._lock:
            if moment < self.now():
                raise ValueError("the clock moves forward only")
            self._set(moment - datetime.now(UTC))
            return self.now()

    def start_at(self, moment: datetime) -> None:
        """Begin at any moment: only for a hospital in which nothing has happened."""
        with self._lock:
            self._set(moment - datetime.now(UTC))

    def _set(self, ahead: timedelta) -> None:
        with self._store.writing() as tx:
            tx.keep_setting(AHEAD, str(ahead.total_seconds()))
        self._ahead = ahead


class Stage:
    """What the browser's pages call. Synchronous; `drain` delivers all that is due."""

    def __init__(
        self, app: App, store: Store, clock: StageClock, place: str, drain: Callable[[], int]
    ) -> None:
        self._app = app
        self._store = store
        self._clock = clock
        self._place = place
        self._drain = drain

    def handle(self, event: Event) -> Reply:
        """Answer an event, and deliver what it promised to others at once."""
        reply = self._app.handle(event)
        self._drain()
        return reply

    def home(self, who: Who) -> Home:
        """Where a member stands."""
        return self._app.home(who)

    def member_at(self, who: Who) -> Member | None:
        """Who that is."""
        with self._store.reading() as reading:
            return reading.member_at(who)

    def find_people(self, words: str, limit: int) -> tuple[Member, ...]:
        """Members whose name, department or title has each word."""
        with self._store.reading() as reading:
            return reading.search_members(words, limit)

    def suggested_people(self) -> tuple[tuple[str, Member], ...]:
        """A few who have a proposal to answer, each followed by whom it speaks of."""
        programme, now = self._app.programme(), self._clock.now()
        found: list[tuple[str, Member]] = []
        with self._store.reading() as reading:
            for round_ in reading.rounds(programme.id, 3):
                for each in reading.introductions_in(round_.id)[:LOOKED_THROUGH]:
                    people = reading.members(each.members)
                    if _to_play(each, people.values(), now):
                        found += _in_turn(each, people)
                    if len(found) >= SUGGESTED:
                        return tuple(found[:SUGGESTED])
        return tuple(found)

    def latest_round(self) -> RoundView | None:
        """The newest first wave in numbers."""
        programme = self._app.programme()
        with self._store.reading() as reading:
            firsts = [r for r in reading.rounds(programme.id, 12) if r.wave == 1]
            if not firsts:
                return None
            round_ = firsts[0]
            introductions = reading.introductions_in(round_.id)
            people = reading.members(m for each in introductions for m in each.members)
            left_out = reading.left_out_of(round_.id)
        return view_round(
            round_,
            introductions,
            people,
            left_out,
            members=int(round_.figures.get("members", 0)),
            due=int(round_.figures.get("due", 0)),
            quality=round_.figures.get("quality"),
            next_event=self._app.next_event(),
        )

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests near these words."""
        return self._app.interest_options(words, limit)

    def interest_labels(self, values: tuple[str, ...]) -> Mapping[str, str]:
        """Names of those interests."""
        taxonomy = self._app.means.voice.taxonomy
        return {value: taxonomy.interest(value).label for value in values if value in taxonomy}

    def now(self) -> datetime:
        """The moment it is on the stage."""
        return self._clock.now()

    def advance(self, hours: int) -> datetime:
        """Move the clock, stopping at every event on the way, so that each happens in its time."""
        goal = self._clock.now() + timedelta(hours=hours)
        while (ahead := self._app.next_event()) and ahead <= goal:
            self._happen(ahead)
        self._happen(goal)
        return self._clock.now()

    def advance_to_next_event(self) -> datetime | None:
        """Move to the next event and let it happen; None when nothing lies ahead."""
        ahead = self._app.next_event()
        if ahead is None:
            return None
        self._happen(ahead)
        return self._clock.now()

    def _happen(self, moment: datetime) -> None:
        self._clock.move_to(max(moment, self._clock.now()))
        self._app.tick()
        self._drain()


def _to_play(introduction: Introduction, people: Iterable[Member], now: datetime) -> bool:
    """Whether it waits for an answer, and everyone in it has had the time to read it."""
    unanswered = any(part.answer is Answer.NONE for part in introduction.parts)
    waits = introduction.state is IntroductionState.PROPOSED and now < introduction.answer_by
    return waits and unanswered and all(hours.reachable(each, now) for each in people)


def _in_turn(
    introduction: Introduction, people: Mapping[str, Member]
) -> Iterator[tuple[str, Member]]:
    """Whoever has not answered first, then the others, each with why."""
    first, *others = sorted(introduction.parts, key=lambda part: part.answer is not Answer.NONE)
    yield "Has a proposal waiting", people[first.member]
    for part in others:
        yield f"Proposed to {people[first.member].given_name}", people[part.member]
