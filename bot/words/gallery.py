"""Each message drawn once with invented people: the source of every golden file.

`docs/messages.md` is made from this. Adding a message without adding it here
fails a test.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.asking import Asking
from bot.events import Word
from bot.interests import Ambiguous, Unsure
from bot.model import (
    Afterwards,
    Answer,
    Appointment,
    Brought,
    Choice,
    Concern,
    Contact,
    Drawn,
    Duty,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Part,
    Shift,
    Side,
    Taking,
    Term,
    TermKind,
)
from bot.notes import Holds, Kept, Note
from bot.retention import Retention
from bot.ui import Card, Filled, Form, Home, refill
from bot.words import (
    afterwards,
    apart,
    asking,
    bringing,
    choosing,
    elsewhere,
    gallery_hours,
    guiding,
    introducing,
    linking,
    meeting,
    membership,
    own_hours,
    passing_on,
    proposing,
    rights,
    standing,
)
from bot.words.voice import Reach, Seen, Voice

MONDAY = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)

ANA = Member(
    id="m-ana",
    name="Ana Díaz",
    given_name="Ana",
    timezone="America/New_York",
    department="Pharmacy",
    profession="pharmacy",
    site="Hospital A",
    career_stage="years_15_plus",
    choices=(
        Choice("sepsis-improvement"),
        Choice("quality-improvement", Side.CURIOUS),
        Choice("antimicrobial-stewardship", Side.OFFERS),
    ),
)
BEN = Member(
    id="m-ben",
    name="Ben O’Neill <RN>",
    given_name="Ben",
    timezone="America/New_York",
    department="Medical-Surgical",
    profession="registered_nurse",
    site="Hospital A",
    career_stage="first_5_years",
    shift=Shift.NIGHTS,
    choices=(Choice("sepsis-improvement"), Choice("quality-improvement", Side.OFFERS)),
    unsettled=("PI", "brewing"),
)
CHIDI = Member(
    id="m-chidi",
    name="Chidi Eze",
    given_name="Chidi",
    timezone="America/Chicago",
    department="Rehabilitation",
    profession="rehab",
    site="Clinic 4",
    career_stage="years_5_to_15",
    choices=(Choice("sepsis-improvement"), Choice("baking")),
)
PEOPLE = {each.id: each for each in (ANA, BEN, CHIDI)}

TERMS = (
    Term(TermKind.CURIOUS, 3.1, ("quality-improvement",), ("m-ana", "m-ben")),
    Term(TermKind.SHARED, 2.4, ("sepsis-improvement",), ("m-ana", "m-ben")),
    Term(TermKind.OTHER_DEPARTMENT, 0.2, (), ("m-ana", "m-ben")),
    Term(TermKind.OTHER_PROFESSION, 0.2, (), ("m-ana", "m-ben")),
    Term(TermKind.SAME_SITE, 0.1, (), ("m-ana", "m-ben")),
    Term(TermKind.NEW_TO_EACH_OTHER, 0.0, (), ("m-ana", "m-ben")),
)
WISHES = (
    Term(TermKind.SHARED, 2.4, ("sepsis-improvement",), ("m-ana", "m-ben")),
    Term(TermKind.NEWLY_ARRIVED, 0.1, (), ("m-ana", "m-ben")),
    Term(TermKind.STEP_BEHIND, 0.1, (), ("m-ben", "m-ana")),
)

PAIR = Introduction(
    id="i-pair",
    programme="everyone",
    round="r-1",
    parts=(Part("m-ana"), Part("m-ben")),
    terms=TERMS,
    score=6.0,
    state=IntroductionState.PROPOSED,
    proposed_at=MONDAY,
    answer_by=MONDAY + timedelta(days=3),
)
TRIO = Introduction(
    id="i-trio",
    programme="everyone",
    round="r-1",
    parts=(Part("m-ana"), Part("m-ben"), Part("m-chidi")),
    terms=(
        *TERMS,
        Term(TermKind.SHARED, 2.4, ("sepsis-improvement",), ("m-ana", "m-chidi")),
        Term(TermKind.SHARED, 2.4, ("sepsis-improvement",), ("m-ben", "m-chidi")),
        Term(TermKind.OTHER_DEPARTMENT, 0.2, (), ("m-ana", "m-chidi")),
    ),
    score=10.0,
    state=IntroductionState.PROPOSED,
    proposed_at=MONDAY,
    answer_by=MONDAY + timedelta(days=3),
)
UNSAID = Introduction(
    id="i-unsaid",
    programme="everyone",
    round="r-1",
    parts=(Part("m-ana"), Part("m-chidi")),
    terms=(
        Term(TermKind.SHARED, 2.4, ("sepsis-improvement",), ("m-ana", "m-chidi"), shown=False),
        Term(TermKind.OTHER_DEPARTMENT, 0.2, (), ("m-ana", "m-chidi")),
    ),
    score=2.6,
    state=IntroductionState.PROPOSED,
    proposed_at=MONDAY,
    answer_by=MONDAY + timedelta(days=3),
)

NOTES = (
    Note("members", "name", Holds.IDENTITY, "how a match sees them", Kept.MEMBERSHIP),
    Note("parts", "opening", Holds.FREE_TEXT, "their own words to the other", Kept.HISTORY),
    Note("parts", "meeting", Holds.BEHAVIOUR, "whether it came to a talk", Kept.CHECK_INS),
    Note("outbox", "recipient", Holds.IDENTITY, "to whom", Kept.PASSING),
    Note("avoided", "other", Holds.RELATION, "whom; they are never told", Kept.RULES),
)
"""A few notes; the real page is made from storage's own."""


ADDRESS = {"m-ana": "ana.diaz@hospital.example"}
IN_TEAMS = Reach(ADDRESS, in_teams=True)
ACROSS = Reach(ADDRESS, across=True)


def examples(voice: Voice) -> dict[str, Card | Form | Home]:
    """Every message by name, in the order a member might meet them."""
    pair = Seen(PAIR, "m-ben", {"m-ana": ANA, "m-ben": BEN})
    trio = Seen(TRIO, "m-ana", PEOPLE)
    unsaid = Seen(UNSAID, "m-ana", {"m-ana": ANA, "m-chidi": CHIDI})
    wished = replace(pair, introduction=replace(PAIR, terms=WISHES))
    return {
        **_standing(voice, pair),
        **gallery_hours.examples(voice),
        **_proposing(voice, pair, trio, unsaid, wished),
        **_introducing(voice, pair),
        **_meeting(voice, pair),
        **_rights(voice),
        **_asking(voice),
        **_bringing(voice, pair),
        **_elsewhere(voice, pair),
    }


def _standing(voice: Voice, pair: Seen) -> dict[str, Card | Form | Home]:
    taking = Membership("everyone", "m-ben")
    paused = Membership("everyone", "m-ben", Taking.PAUSED, date(2026, 12, 7))
    introduced = Seen(_introduced(pair.introduction), "m-ben", pair.people)
    asked = (
        (Side.SHARES, Ambiguous("PI", (voice.taxonomy.interest("quality-improvement"),))),
        (
            Side.CURIOUS,
            Unsure("brewing", (voice.taxonomy.interest("coffee"), voice.taxonomy.interest("tea"))),
        ),
    )
    profile = choosing.profile(voice, BEN, joining=False)
    typed = Filled(
        (
            ("interests", ("sepsis",)),
            *((choosing.shown_field(side), (choosing.SHOWN,)) for side in Side),
            ("formats", ("walk",)),
            ("drawn-to", ("newcomer",)),
        )
    )
    soon = MONDAY + timedelta(days=7)
    return {
        "stranger": standing.stranger(voice),
        **_linking(voice),
        "not-a-member": membership.not_a_member(voice),
        "home-before-joining": standing.home(voice, BEN, None, (), soon),
        "join": choosing.profile(voice, ANA, joining=True),
        "profile": profile,
        "profile-refused": refill(profile, typed, {"interests": choosing.refused(voice, 1)}),
        "settle": choosing.settle(voice, asked),
        "chosen": choosing.chosen(voice, BEN),
        "saved": choosing.saved(voice, BEN, soon),
        "home": standing.home(voice, BEN, taking, (pair, introduced), soon),
        "home-paused": standing.home(voice, BEN, paused, (), soon),
        "paused": membership.paused(voice, paused),
        "paused-without-end": membership.paused(
            voice, Membership("everyone", "m-ben", Taking.PAUSED)
        ),
        "pause-not-understood": membership.no_such_pause(voice, "until <never>"),
        "pause-no-such-hours": membership.no_such_hours(voice, Duty.NIGHT),
        "resumed": membership.resumed(voice, soon),
        "resumed-without-a-pause": membership.resumed(voice, soon, was_paused=False),
        "often": membership.often(voice, Membership("everyone", "m-ben", every_weeks=2)),
        "often-only-when-asked": membership.often(
            voice, Membership("everyone", "m-ben", every_weeks=0)
        ),
        "how-often": membership.how_often(voice, taking, ""),
        "how-often-not-understood": membership.how_often(voice, taking, "10,000 weeks"),
        "budget": membership.budget(voice, Membership("everyone", "m-ben", budget=2)),
        "budget-none": membership.budget(voice, Membership("everyone", "m-ben", budget=0)),
        "how-many": membership.how_many(voice, taking, ""),
        "how-many-not-understood": membership.how_many(voice, taking, "−1"),
        "still-there": membership.still_there(voice),
        "left": membership.left(voice),
        "takes-no-part": membership.takes_no_part(voice),
        "nothing-open": standing.nothing_open(voice, soon),
        "help": standing.help_(voice),
        "not-understood": standing.not_understood(voice, None),
        "did-you-mean": standing.not_understood(voice, Word.PAUSE),
    }


def _proposing(
    voice: Voice, pair: Seen, trio: Seen, unsaid: Seen, wished: Seen
) -> dict[str, Card | Form | Home]:
    return {
        "proposal": proposing.proposal(voice, pair),
        "proposal-first": proposing.proposal(voice, pair, first=True),
        "proposal-trio": proposing.proposal(voice, trio),
        "proposal-nothing-to-name": proposing.proposal(voice, unsaid),
        "is-that-a-yes": proposing.is_that_a_yes(voice, pair),
        "first-words": proposing.first_words(voice, pair),
        "waiting": proposing.waiting(voice, pair),
        "later": proposing.later(voice, pair),
        "reminder": proposing.reminder(voice, pair),
        "declined": proposing.declined(voice, pair),
        "over": proposing.over(voice),
        "moved-on": proposing.moved_on(voice, "Ana"),
        "moved-on-and-next": proposing.moved_on_and_next(voice, "Chidi", pair),
        "rested": proposing.rested(voice, waves_to_come=True),
        "rested-to-the-end": proposing.rested(voice, waves_to_come=False),
        "why": proposing.why(voice, pair),
        "why-unsaid": proposing.why(voice, unsaid),
        "why-wished": proposing.why(voice, wished),
        "proposal-wished": proposing.proposal(voice, wished),
    }


def _linking(voice: Voice) -> dict[str, Card | Form | Home]:
    slack, teams = ("slack:T1", "Slack"), ("teams:t-1", "Microsoft Teams")
    return {
        "have-we-met": linking.question(voice, BEN, ["Slack"]),
        "linked": linking.linked(voice, BEN, "Slack", [teams]),
        "one-in-two": linking.one_in_two(voice, "Microsoft Teams", [slack], [teams]),
        "written-to-there": linking.moved(voice, "Microsoft Teams"),
        "apart-here": linking.apart_here(voice),
        "apart-there": linking.apart_there(voice, "Microsoft Teams"),
        "not-linked": linking.not_linked(voice),
    }


def _introducing(voice: Voice, pair: Seen) -> dict[str, Card | Form | Home]:
    opened = Seen(_introduced(pair.introduction), "m-ben", pair.people)
    at_once = Seen(pair.introduction, "m-ben", pair.people)
    return {
        "introduced": introducing.introduced(voice, opened),
        "introduced-in-teams": introducing.introduced(voice, replace(opened, reach=IN_TEAMS)),
        "introduced-across-tools": introducing.introduced(voice, replace(opened, reach=ACROSS)),
        "proposal-across-tools": proposing.proposal(voice, replace(pair, reach=ACROSS)),
        "introduced-at-once": introducing.introduced(voice, at_once),
        "introduced-at-once-first": introducing.introduced(voice, at_once, first=True),
        "introduced-together": introducing.together(voice, opened.introduction, opened.people),
        "out-of-reach": introducing.out_of_reach(voice, ["Ana Díaz"]),
        "out-of-reach-forgotten": introducing.out_of_reach(voice, []),
        "check-in": introducing.check_in(voice, opened),
        "met": afterwards.met(voice, opened),
        "thanks": afterwards.thanks(voice, opened),
        "thanks-refused": refill(
            afterwards.thanks(voice, opened),
            Filled((("words", ("",)),)),
            {"words": afterwards.words_fault(voice, "")},
        ),
        "thanked": afterwards.thanked(voice, opened),
        "thanks-for-you": afterwards.thanks_for_you(
            voice, [("Ana", "You asked what nobody asks. <3")]
        ),
        "note": afterwards.note(voice, opened, None),
        "note-kept": afterwards.note_kept(
            voice, Afterwards(PAIR.id, "m-ben", note="She drew the pathway on a napkin.")
        ),
        "note-gone": afterwards.note_kept(voice, Afterwards(PAIR.id, "m-ben")),
        "keep-in-touch": afterwards.touch_waiting(voice, opened),
        "in-touch": afterwards.in_touch(voice, opened),
        **{
            f"pass-it-on-{o.name.lower()}": passing_on.pass_it_on(voice, o)
            for o in passing_on.Offer
        },
        **{f"drawn-to-{d.name.lower()}": membership.drawn_to(voice, d) for d in Drawn},
        "not-yet": introducing.not_yet(voice),
        "did-not-work-out": introducing.did_not_work_out(voice),
        "skipped": introducing.skipped(voice),
        "skipped-by-word": introducing.about(voice, opened, introducing.skipped(voice)),
        "nothing-to-close": introducing.nothing_to_close(voice),
        "not-over-yet": introducing.not_over_yet(
            voice, opened, Appointment(PAIR.id, agreed=MONDAY + timedelta(days=1, hours=2))
        ),
    }


def _deep(seen: Seen) -> Seen:
    parts = tuple(replace(part, depth=guiding.DEEP) for part in seen.introduction.parts)
    return replace(seen, introduction=replace(seen.introduction, parts=parts))


def _meeting(voice: Voice, pair: Seen) -> dict[str, Card | Form | Home]:
    seen = Seen(_introduced(pair.introduction), "m-ben", pair.people)
    ana = replace(seen, viewer="m-ana")
    offered = tuple(MONDAY + timedelta(days=days, hours=2) for days in (1, 2, 4))
    open_ = Appointment(PAIR.id, offered)
    wished = replace(open_, suggested=offered[0], wanted_by=("m-ana",))
    agreed = replace(wished, agreed=offered[0])
    return {
        "times": meeting.times(voice, seen, open_),
        "times-none-common": meeting.times(voice, seen, Appointment(PAIR.id)),
        "suggested": meeting.suggested(voice, seen, wished),
        "suggestion-kept": meeting.suggestion_kept(voice, ana, wished),
        "how-to-meet": meeting.how_to_meet(voice, seen, replace(open_, way="walk")),
        "times-on-a-walk": meeting.times(voice, seen, replace(open_, way="walk")),
        "another-time": meeting.another_time(voice, seen),
        "another-time-not-understood": refill(
            meeting.another_time(voice, seen),
            Filled((("when", ("12/1 at lunch",)),)),
            {"when": meeting.time_fault(voice)},
        ),
        "another-time-does-not-suit": refill(
            meeting.another_time(voice, seen),
            Filled((("when", ("Sunday 03:00",)),)),
            {"when": meeting.does_not_suit(voice)},
        ),
        "agreed": meeting.agreed(voice, seen, agreed),
        "day-before": meeting.day_before(voice, seen, agreed),
        "guide": guiding.guide(voice, seen),
        "guide-to-the-more-senior": guiding.guide(voice, ana),
        "guide-deeper": guiding.guide_again(voice, _deep(seen)),
        "depth-kept": guiding.depth_kept(voice, seen),
        "follow-up": guiding.follow_up(voice, voice.prompts.stems[0]),
        "called-away": meeting.called_away(voice, seen),
        "was-called-away": meeting.was_called_away(voice, ana, open_),
        "time-has-passed": meeting.too_late(voice),
        "nothing-to-time": proposing.nothing_to_time(voice),
    }


def _rights(voice: Voice) -> dict[str, Card | Form | Home]:
    contact = Contact("Occupational health, extension 100", "https://hospital.example/speak-up")
    raised = Concern("c-1", "I was not sure whom to tell <this>.", MONDAY, "m-ben")
    return {
        "privacy": rights.privacy(voice, NOTES, Retention()),
        "forget-me": rights.forget_me(voice),
        "not-forgotten": rights.not_forgotten(voice),
        "forgotten": rights.forgotten(voice),
        "never": apart.who(voice),
        "never-which": apart.which(voice, (ANA, CHIDI)),
        "never-kept": apart.kept(voice, CHIDI),
        "never-nobody-picked": apart.nobody_picked(voice),
        "never-list": apart.listed(voice, (("m-ana", ANA), ("gone-1", None))),
        "never-list-empty": apart.listed(voice, ()),
        "never-taken-back": apart.taken_back(voice),
        "concern": rights.concern(voice, replace(contact, member="m-ana")),
        "concern-contact": rights.concern_contact(voice, contact),
        "concern-nobody-named": rights.concern_contact(voice, Contact()),
        "concern-sent": rights.concern_sent(voice),
        "concern-raised": rights.concern_raised(voice, raised, "Ben O’Neill <RN>"),
        "concern-raised-unnamed": rights.concern_raised(voice, raised, ""),
    }


def _asking(voice: Voice) -> dict[str, Card | Form | Home]:
    about = "sepsis-improvement"
    ask = Asking(
        id="a-sepsis",
        programme="everyone",
        asker="m-ana",
        interest=about,
        opening="I would love to hear how you got your ward to notice it <early>.",
        unnamed=True,
        started_at=MONDAY,
        next_at=MONDAY + timedelta(days=2),
        hears_by=MONDAY + timedelta(days=8),
    )
    named = replace(ask, unnamed=False)
    several = [voice.taxonomy.interest(each) for each in (about, "quality-improvement")]
    form = asking.question(voice, about, 3, exactly=True)
    return {
        "ask-about": asking.about(voice),
        "ask": form,
        "ask-first": asking.question(voice, about, 3, exactly=True, first=True),
        "ask-many": asking.question(voice, about, 27, exactly=True),
        "ask-close-to-it": asking.question(voice, about, 3, exactly=False),
        "ask-private": asking.question(voice, "imposter-feelings", 0, exactly=True),
        "ask-refused": refill(form, Filled(), {"opening": choosing.nothing_kept(voice)}),
        "ask-which": asking.which(voice, several),
        "ask-not-known": asking.not_known(voice),
        "ask-nobody-yet": asking.nobody_yet(voice, about),
        "ask-words-refused": asking.refused(voice),
        "ask-enough": asking.enough(voice, 4),
        "asking": asking.looking(voice, ask),
        "asking-named": asking.looking(voice, named),
        "ask-withdrawn": asking.withdrawn(voice),
        "ask-ended": asking.ended(voice, ask),
        "asked": asking.asked(voice, ask, ANA, about),
        "asked-named": asking.asked(voice, named, ANA, "quality-improvement"),
        "asked-declined": asking.declined(voice, ask),
    }


def _bringing(voice: Voice, pair: Seen) -> dict[str, Card | Form | Home]:
    brought = Brought(PAIR.id, "m-chidi", "You both draw pathways on <napkins>.")
    form = bringing.form(voice)
    typed = Filled((("one", ("Ana",)), ("other", ("Ana",)), ("because", ("",))))
    errors = {
        "one": bringing.no_such_name(voice),
        "other": bringing.two_others(voice),
        "because": bringing.because_fault(voice, ""),
    }
    return {
        "introduce": form,
        "introduce-faults": refill(form, typed, errors),
        "introduce-thanked": bringing.thanked(voice),
        "brought": bringing.proposal(voice, pair, brought, CHIDI),
        "brought-closed": bringing.closed(voice, "Ana"),
        "brought-about": bringing.came_about(voice, "Ana and Ben"),
    }


def _elsewhere(voice: Voice, pair: Seen) -> dict[str, Card | Form | Home]:
    return {
        "once-more": elsewhere.once_more(voice, proposing.proposal(voice, pair)),
        "slow-down": elsewhere.slow_down(voice),
        "one-moment": elsewhere.one_moment(voice),
        "interrupted": elsewhere.interrupted(voice),
        "open-here": elsewhere.open_here(voice, asking.about(voice), "ask"),
        "sorry": elsewhere.sorry(voice, "teams:4f2a"),
        "no-way-to-hand-over": elsewhere.no_way_to_hand_over(voice),
        "file-ready": elsewhere.file_ready(
            voice, "coffee-rounds.zip", "https://bot.hospital.example/file/1"
        ),
        "pasted-file": elsewhere.for_pasting(
            voice, own_hours.form(voice, gallery_hours.LENA, gallery_hours.TODAY)
        ),
    }


def _introduced(introduction: Introduction) -> Introduction:
    parts = tuple(Part(p.member, Answer.YES, MONDAY) for p in introduction.parts)
    return Introduction(
        introduction.id,
        introduction.programme,
        introduction.round,
        parts,
        introduction.terms,
        introduction.score,
        IntroductionState.INTRODUCED,
        introduction.proposed_at,
        introduction.answer_by,
        opened_at=MONDAY,
    )
