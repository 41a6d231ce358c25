"""`App`: one object that answers events, runs what is due, and composes messages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.app import (
    answering,
    asking,
    brought,
    closing,
    composing,
    directory,
    link_cards,
    own_hours,
    planning,
    purging,
    reaching,
    repeating,
    running,
)
from bot.app.desk import home_of
from bot.app.means import Means, circle
from bot.app.planning import Plan, Progress
from bot.delivery import Composed, Letter, Parcel, Place, Together
from bot.events import Event, Submitted, Who
from bot.interests import search
from bot.model import Programme, Round
from bot.rounds import next_moment
from bot.ui import Card, Home, Option, Reply
from bot.words import standing

NO_PROGRAMME = (
    "no programme has been made yet. Bring in a roster: coffee-rounds roster import FILE --apply;"
    " or serve Slack or Teams, whose members make one"
)


class NoSuchProgramme(LookupError):
    """No programme has that id."""


@dataclass(frozen=True, slots=True)
class Ticked:
    """What one tick did: rounds run, dates skipped, waves closed, asks and such moved on."""

    ran: tuple[Round, ...] = ()
    skipped: tuple[Round, ...] = ()
    closed: tuple[Round, ...] = ()
    asked: int = 0

    def __bool__(self) -> bool:
        return bool(self.ran or self.skipped or self.closed or self.asked)


@dataclass(frozen=True, slots=True)
class App:
    """Coffee Rounds without a platform."""

    means: Means

    def handle(self, event: Event) -> Reply:
        """Answer an event. An event already answered changes nothing."""
        said = self._read_ahead(event)
        with self.means.store.writing() as tx:
            return answering.answer(tx, self.means, event, said)

    def _read_ahead(self, event: Event) -> own_hours.Read | None:
        """What a form of hours says. A calendar takes a while: nobody waits for it."""
        if not isinstance(event, Submitted) or event.form != own_hours.FORM:
            return None
        with self.means.store.reading() as reading:
            member = reading.member_at(event.who)
        return own_hours.read(event, member, self.means.clock()) if member else None

    def home(self, who: Who) -> Home:
        """Where someone stands, without changing anything."""
        voice = self.means.voice
        with self.means.store.reading() as reading:
            member = reading.member_at(who)
            if member is None:
                offered = reading.offered_at(who)
                asked = offered and link_cards.question(reading, voice, offered)
                return Home((asked or standing.stranger(voice),))
            now = self.means.clock()
            return home_of(reading, voice, member, now, *circle(reading, member, now))

    def knows(self, who: Who) -> bool:
        """Whether someone is a member, by their user id in a place."""
        with self.means.store.reading() as reading:
            return directory.knows(reading, who)

    def name_of(self, who: Who) -> str:
        """What the member known there is called; empty for nobody."""
        with self.means.store.reading() as reading:
            return directory.name_of(reading, who)

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests whose name is near these words, best first; private ones by full name only."""
        found = search(words, self.means.voice.taxonomy, limit)
        return tuple(Option(each.id, each.label) for each in found)

    def keep_people(
        self, place: Place, people: Iterable[directory.Person], *, complete: bool
    ) -> directory.Kept:
        """Bring the members of a place up to its directory; `complete` when these are all."""
        return directory.keep_people(self.means, place, people, complete=complete)

    def open_to(self, place: Place, *, reached: bool) -> None:
        """Whether a place reaches those it knows at all, or only names them."""
        directory.open_to(self.means, place, reached=reached)

    def welcome(self, place: Place, person: directory.Person, *, joining: bool) -> bool:
        """Know someone who writes for the first time. False when they asked to be forgotten."""
        return directory.welcome(self.means, place, person, joining=joining)

    def compose(self, parcel: Parcel) -> Composed:
        """Put a promised message into words, now, with all that its place needs to post it."""
        with self.means.store.reading() as reading:
            told = composing.compose(reading, self.means.voice, parcel.notice, self.means.clock())
            kept = reading.reference(Who(parcel.place.id, parcel.user))
        match repeating.worded(self.means.voice, parcel.notice, told):
            case Card() as card:
                return Letter(parcel.key, parcel.place, parcel.user, card, reference=kept)
            case Together(card, users):
                return Letter(parcel.key, parcel.place, parcel.user, card, users)
            case silence:
                return silence

    def out_of_reach(self, parcel: Parcel) -> None:
        """The place reaches the recipient no more: another does, or nobody waits for them."""
        reaching.out_of_reach(self.means, parcel)

    def programme(self, programme: str | None = None) -> Programme:
        """That programme, or the first. Raises `NoSuchProgramme`."""
        with self.means.store.reading() as reading:
            found = reading.programme(programme) if programme else None
            if programme is None:
                found = next(iter(reading.programmes()), None)
        if found is None:
            raise NoSuchProgramme(programme or NO_PROGRAMME)
        return found

    def today(self, programme: Programme) -> date:
        """The programme's own date, now."""
        return self.means.clock().astimezone(ZoneInfo(programme.timezone)).date()

    def preview(
        self, programme: Programme, *, certify: bool = False, progress: Progress | None = None
    ) -> Plan:
        """What a round today would do. Nothing is kept, nobody is told."""
        return planning.plan(
            self.means, programme, self.today(programme), certify=certify, progress=progress
        )

    def run(
        self, programme: Programme, slot: date | None = None, progress: Progress | None = None
    ) -> tuple[Plan, Round | None]:
        """Run a round for a date (today). The round is None when that date has one."""
        slot = slot or self.today(programme)
        started = self.means.clock()
        plan = planning.plan(self.means, programme, slot, progress=progress)
        took = (self.means.clock() - started).total_seconds()
        return plan, running.keep(self.means, plan, seconds=took)

    def tick(self, now: datetime | None = None) -> Ticked:
        """Do whatever is due: rounds, missed dates, deadlines. Safe at any moment."""
        now = now or self.means.clock()
        ran: list[Round] = []
        skipped: list[Round] = []
        for programme, due in running.due_rounds(self.means.store, now):
            if due.too_late:
                skipped += filter(None, (running.skip(self.means, programme, due),))
            else:
                ran += filter(None, (self.run(programme, due.slot)[1],))
        with self.means.store.reading() as reading:
            waves = reading.waves_to_close(now)
        for wave in waves:
            ran += filter(None, (closing.close_wave(self.means, wave),))
            closing.ask_the_silent(self.means, wave)
        repeating.say_again(self.means, now)
        purging.purge_daily(self.means, now)
        asked = asking.move_on(self.means, now) + brought.close_over(self.means, now)
        return Ticked(tuple(ran), tuple(skipped), waves, asked)

    def next_event(self) -> datetime | None:
        """When anything happens next: a round, a deadline, or a promised message."""
        now = self.means.clock()
        with self.means.store.reading() as reading:
            moments = [next_moment(programme, now) for programme in reading.programmes()]
            moments += [
                reading.next_deadline(now),
                reading.next_asking(now),
                reading.next_brought(now),
                reading.next_due(now),
            ]
        return min(filter(None, moments), default=None)
