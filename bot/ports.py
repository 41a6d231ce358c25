"""What the core asks to be remembered: one reading, one transaction, one store.

Only promises are written here and in `delivery` and `entrusted`. `storage/` and
`adapters/` keep them, and the contract suites in `tests/contracts/` hold them to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.addresses import Address, Known, Tie
from bot.asking import Asking, Offer
from bot.delivery import Place
from bot.events import Who
from bot.model import (
    Afterwards,
    Appointment,
    Brought,
    Concern,
    Entrant,
    Introduction,
    IntroductionState,
    LeftOut,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Programme,
    Round,
    Why,
)
from bot.notes import Note
from bot.retention import Purge


@dataclass(frozen=True, slots=True)
class PastPair:
    """Two members who were matched before, when, and what came of it."""

    one: str
    other: str
    at: datetime
    state: IntroductionState
    slot: date


@dataclass(frozen=True, slots=True)
class Served:
    """What a round gave a member: their new running average, or left out."""

    member: str
    recent_average: float | None
    left_out: bool


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A promised message that will not arrive, or may not have, and why.

    For administrators, who then know whom to tell in another way.
    """

    key: str
    kind: NoticeKind
    recipient: str
    place: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Promised:
    """A message promised to a member: what kind, not before when, and how far it got."""

    kind: NoticeKind
    due: datetime
    state: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What rounds of a programme gave a member so far."""

    programme: str
    recent_average: float | None
    left_out_last: bool
    last_due: date | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A round that left a member out, and why."""

    slot: date
    why: Why


@dataclass(frozen=True, slots=True)
class Traces:
    """What is kept about a member beside what they are and chose."""

    addresses: tuple[Who, ...] = ()
    served: tuple[Turn, ...] = ()
    left_out: tuple[Missed, ...] = ()


class Reading(Protocol):
    """One consistent view of what is remembered. Nothing here writes."""

    def programmes(self) -> tuple[Programme, ...]:
        """All programmes, by id."""

    def programme(self, programme: str) -> Programme | None:
        """One programme."""

    def places(self) -> tuple[Place, ...]:
        """All places, by id."""

    def member(self, member: str) -> Member | None:
        """One member, whatever their standing."""

    def members(self, members: Iterable[str]) -> Mapping[str, Member]:
        """Those members, by id; unknown ids are absent. Any number of ids."""

    def names_of(self, members: Iterable[str]) -> Mapping[str, str]:
        """What those are called, by id, as `members` knows them. Any number of ids."""

    def everyone(self) -> Iterable[Member]:
        """All members, by id, read as a stream."""

    def member_at(self, who: Who) -> Member | None:
        """The member known by that user id in that place; nobody who has not said it is them."""

    def offered_at(self, who: Who) -> Member | None:
        """The member who may be whoever writes from there, and has not said so yet."""

    def addresses(self, members: Iterable[str]) -> Mapping[str, tuple[Address, ...]]:
        """Where those members certainly are, the best place to reach them first. Any number."""

    def may_be_at(self, member: str) -> tuple[Who, ...]:
        """Wherever that member is known or may be; not where somebody said it is not them."""

    def known_in(self, place: str, users: Iterable[str] | None = None) -> Mapping[str, Known]:
        """Whom user ids of a place (all of them) stand for, certain or not. Any number."""

    def reference(self, who: Who) -> str | None:
        """What that place asked us to keep for writing to that user, if anything."""

    def emails(self, members: Iterable[str]) -> Mapping[str, str]:
        """Verified e-mail addresses by member; absent where none is known. Any number."""

    def known_by_email(self, members: Iterable[str]) -> frozenset[str]:
        """Those of the members whose e-mail address is known. Any number."""

    def members_by_email(self, emails: Iterable[str]) -> Mapping[str, str]:
        """Member ids by verified e-mail address, in any case of letters. Any number.

        The keys are the addresses as they were asked for.
        """

    def search_members(self, words: str, limit: int) -> tuple[Member, ...]:
        """Members by name, of whose name, id, department or title each word is a beginning.

        In any case and without accents. A word begins where it is written, after
        a mark (Anne-Marie), and in a script without capitals at any letter.
        """

    def search_each(self, texts: Sequence[str], limit: int) -> tuple[tuple[Member, ...], ...]:
        """The same for each of the texts, in one go."""

    def memberships(self, member: str) -> tuple[Membership, ...]:
        """Every programme a member has ever joined, by programme."""

    def memberships_of(self, members: Iterable[str]) -> Mapping[str, tuple[Membership, ...]]:
        """The same for each of those members. Any number."""

    def all_memberships(self, programme: str) -> Mapping[str, Membership]:
        """Every membership of a programme, by member."""

    def introduction(self, introduction: str) -> Introduction | None:
        """One introduction with its parts and terms."""

    def introductions_of(self, member: str, limit: int) -> tuple[Introduction, ...]:
        """A member's introductions, newest first."""

    def open_introductions_of(self, member: str, limit: int) -> tuple[Introduction, ...]:
        """Those of a member's that are proposed or introduced, newest first."""

    def are_busy_or_met(self, one: str, other: str, since: datetime) -> bool:
        """Whether anything proposed waits for one of them, or they were introduced since then."""

    def introductions_in(self, round_id: str) -> tuple[Introduction, ...]:
        """A round's introductions, by id."""

    def left_out_of(self, round_id: str) -> tuple[LeftOut, ...]:
        """Who a round left out and why, by member."""

    def appointment(self, introduction: str) -> Appointment | None:
        """When those who were introduced meet, if anything was said about it."""

    def appointments_of(self, member: str) -> Mapping[str, Appointment]:
        """When a member meets in each of their introductions, by introduction."""

    def afterwards(self, introduction: str) -> Mapping[str, Afterwards]:
        """What its members wanted after they met, by member; absent who said nothing."""

    def afterwards_of(self, member: str) -> Mapping[str, Afterwards]:
        """What one member wanted after each of their introductions, by introduction."""

    def notes_of(self, member: str, limit: int) -> tuple[Afterwards, ...]:
        """What a member said afterwards, where they kept a note for themselves."""

    def round(self, round_id: str) -> Round | None:
        """One round."""

    def round_at(self, programme: str, slot: date, wave: int) -> Round | None:
        """The round of that programme, date and wave, if it ran."""

    def rounds(self, programme: str, limit: int) -> tuple[Round, ...]:
        """A programme's rounds, newest first."""

    def waves_to_close(self, now: datetime) -> tuple[Round, ...]:
        """Rounds that ran, are not closed, and whose `answer_by` has come."""

    def next_deadline(self, now: datetime) -> datetime | None:
        """The earliest `answer_by` still ahead of any wave that is not closed."""

    def entrants(self, programme: str, now: datetime) -> tuple[Entrant, ...]:
        """Everyone who has not left the programme or the hospital, by member id.

        `introductions_this_month` counts, over all programmes and the 30 days
        before `now`, introductions opened and asks received without one;
        `in_one_already` is an open proposal in any programme.
        """

    def asking(self, asking: str) -> Asking | None:
        """One ask with its turns."""

    def askings_of(self, member: str, limit: int) -> tuple[Asking, ...]:
        """The asks a member started, newest first."""

    def asked_of(self, member: str, now: datetime) -> tuple[Asking, ...]:
        """The asks whose turn that member holds."""

    def askings_due(self, now: datetime) -> tuple[Asking, ...]:
        """Asks still looking whose turn is over, the longest over first."""

    def next_asking(self, now: datetime) -> datetime | None:
        """When the next turn of any ask is over, after `now`."""

    def how_many_offer(
        self, programme: str, interests: Iterable[str], besides: str, at_most: int, *, unshown: bool
    ) -> int:
        """How many others offer any of those, counted up to `at_most` of each.

        Who left the programme or the hospital does not count, nor, unless
        `unshown`, who does not let a match read it.
        """

    def offers(
        self,
        programme: str,
        interests: Iterable[str],
        now: datetime,
        at_most: int,
        after: str = "",
    ) -> tuple[Offer, ...]:
        """Offers of those interests by who left neither programme nor hospital, by member.

        At most so many of each: the first whose member's id comes after `after`,
        and then round again from the first of all.
        """

    def last_asked_about(self, interest: str) -> str:
        """Who was asked last by the newest ask about it; empty for nobody."""

    def heard_of(self, members: Iterable[str], now: datetime) -> Mapping[str, int]:
        """What counts against their budgets, as `entrants` counts it; none is 0. Any number."""

    def brought(self, introduction: str) -> Brought | None:
        """Who brought an introduction about, if a colleague did."""

    def brought_to_close(self, now: datetime) -> tuple[Introduction, ...]:
        """Introductions of no round, still proposed, whose `answer_by` has come."""

    def next_brought(self, now: datetime) -> datetime | None:
        """When the next introduction of no round closes, after `now`."""

    def past_pairs(self, programme: str, since: datetime) -> Iterable[PastPair]:
        """Pairs proposed in the programme since then; a trio is three pairs."""

    def never_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs that may not meet, each once with the smaller id first.

        By the hospital's rules, or because one of them asked.
        """

    def never_pairs_of(self, member: str) -> frozenset[str]:
        """Whom that member may not meet, by the hospital's rules or because one of them asked."""

    def avoided_by(self, member: str) -> tuple[str, ...]:
        """Whom they asked never to meet, the first asked first."""

    def any_forgotten_since(self, moment: datetime) -> bool:
        """Whether anybody asked to be forgotten since then."""

    def forgotten(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids whose owners once asked to be forgotten. Any number."""

    def concern(self, concern: str) -> Concern | None:
        """One concern, if it has not gone."""

    def concerns_by(self, member: str) -> tuple[Concern, ...]:
        """Those a member raised under their name, the first first."""

    def promised_to(self, member: str) -> tuple[Promised, ...]:
        """Messages promised to a member and how far each got, by when they were due."""

    def traces(self, member: str) -> Traces:
        """Their addresses, what rounds gave them, and the rounds that left them out."""

    def notes(self) -> tuple[Note, ...]:
        """What each stored column holds, what for and how long."""

    def deliveries(self) -> Mapping[str, int]:
        """How many promised messages are in each state of the outbox."""

    def unclear(self, since: datetime) -> tuple[Notice, ...]:
        """Messages that may not have arrived, last tried since then, and not said once more."""

    def undelivered(self, limit: int) -> tuple[Undelivered, ...]:
        """Messages that will not arrive, or may not have; the latest promised first."""

    def next_due(self, now: datetime) -> datetime | None:
        """When the next promised message after `now` is due."""

    def setting(self, name: str) -> str | None:
        """A small value kept by name."""


class Transaction(Reading, Protocol):
    """A reading that may also write; all of it is kept or none.

    Two transactions that take the same introduction, ask or programme come one
    after the other: the second sees what the first kept, so that two yeses at
    once are both seen.
    """

    def first_time(self, event: str, now: datetime) -> bool:
        """Record an event's id. False when it was recorded before."""

    def save_programme(self, programme: Programme) -> None:
        """Add or change a programme."""

    def save_place(self, place: Place) -> None:
        """Add or change a place."""

    def save_members(self, members: Iterable[Member]) -> None:
        """Add or change members with their choices. Any number."""

    def save_memberships(self, memberships: Iterable[Membership]) -> None:
        """Add or change memberships. Any number."""

    def save_addresses(self, addresses: Iterable[tuple[Who, str]], tie: Tie = Tie.OWN) -> None:
        """Say by which user id, in which place, members are known, and how certainly."""

    def set_reachable(self, users: Iterable[Who], *, active: bool) -> None:
        """Whether these can be reached there. Who is not known there is left alone."""

    def heard_from(self, who: Who) -> None:
        """They wrote from there, so they are reached there again."""

    def prefer(self, member: str, place: str) -> None:
        """The member wishes to be reached in that place."""

    def forward(self, members: Iterable[str]) -> None:
        """Messages to them that were not sent yet go to where they are reached now."""

    def remove_address(self, who: Who) -> None:
        """Nobody is known by that user id in that place any more."""

    def save_emails(self, emails: Iterable[tuple[str, str]]) -> None:
        """Keep verified e-mail addresses by member. One that is another's is left out."""

    def keep_apart(self, one: str, other: str, why: str) -> None:
        """Never match these two again. Saying it twice changes nothing."""

    def avoid(self, asker: str, other: str, at: datetime) -> None:
        """Never match these two again, because one of them asked. Twice is once."""

    def stop_avoiding(self, asker: str, other: str) -> None:
        """Take back what one asked; what others asked, and the hospital's rules, stay."""

    def forget(
        self,
        member: str,
        now: datetime,
        face_until: datetime | None = None,
        also: Iterable[str] = (),
    ) -> None:
        """Erase a member from everything; `LookupError` when there is no such member.

        Rules and pairs stay under an opaque token. With `face_until`, what an
        open proposal shows of them can still be read by `members` until then.
        `also` are other ids under which a directory or a roster could bring them
        back: those are forgotten too, and what stays is theirs again under any.
        """

    def purge(self, old: Purge) -> None:
        """Erase what is older than it may be. Running it twice changes nothing more."""

    def add_concern(self, concern: Concern) -> None:
        """Keep a concern until it was delivered and its time has come."""

    def start_round(self, round_: Round) -> bool:
        """Claim a programme's date and wave. False when another run has it."""

    def save_round(self, round_: Round) -> None:
        """Change a round that exists."""

    def add_introductions(self, introductions: Iterable[Introduction]) -> None:
        """Add introductions. Any number."""

    def save_introduction(self, introduction: Introduction) -> None:
        """Change an introduction that exists: state, parts and moments."""

    def close_proposals(self, round_id: str, now: datetime) -> Mapping[str, str]:
        """Close what is still only proposed in a round, as `DeadlineCame` does each.

        Who had said yes to one of them, with its id.
        """

    def save_appointment(self, appointment: Appointment) -> None:
        """Add or change when those who were introduced meet."""

    def save_afterwards(self, afterwards: Afterwards) -> None:
        """Add or change what one member wanted after they met."""

    def save_brought(self, kept: Brought) -> None:
        """Add or change who brought an introduction about."""

    def save_asking(self, asking: Asking) -> None:
        """Add or change an ask with its turns."""

    def add_left_out(self, round_id: str, left_out: Iterable[LeftOut]) -> None:
        """Record who a round left out. Any number."""

    def note_served(self, programme: str, slot: date, served: Iterable[Served]) -> None:
        """Record what a round gave each member who was due. Any number."""

    def promise(self, notices: Iterable[Notice]) -> None:
        """Put messages in the outbox; a key already there is left as it is."""

    def keep_setting(self, name: str, value: str) -> None:
        """Keep a small value by name."""


class Store(Protocol):
    """Where everything is remembered. Synchronous; call it off the event loop."""

    def reading(self) -> AbstractContextManager[Reading]:
        """A consistent view, closed at the end of the block."""

    def writing(self) -> AbstractContextManager[Transaction]:
        """A transaction: committed at the end of the block, undone by an error."""

    def compact(self) -> None:
        """Leave nothing of what was erased in unused bytes. May take a while."""
