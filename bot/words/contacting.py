"""How to write to one another: a link inside Teams, or an address across two tools."""

from datetime import timedelta
from urllib.parse import quote, urlencode

from bot.model import Appointment
from bot.ui import Block, Link, Links, Note, Paragraph, Plain, Strong, Theirs
from bot.words.voice import Seen, Voice

CHAT, MEETING = "l/chat/0/0", "l/meeting/new"


def beforehand(voice: Voice, seen: Seen) -> tuple[Block, ...]:
    """In a proposal: that a yes of both gives each the other's address."""
    if not seen.reach.across:
        return ()
    said = voice.tongue.line(
        "You two use different tools. If you both say yes, each of you gets the other's work"
        " e-mail address.",
    )
    return (Note(said),)


def how_to_write(voice: Voice, seen: Seen, first_words: str) -> tuple[Block, ...]:
    """In an introduction: a chat with the first words in it, or the others' addresses."""
    tongue = voice.tongue
    if seen.reach.in_teams:
        users = ",".join(seen.reach.emails[other.id] for other in seen.others)
        told = {"users": users, "message": first_words}
        url = f"{voice.teams}/{CHAT}?{urlencode(told, quote_via=quote)}"
        label = tongue.say("Write to {names} in Teams", names=seen.names(voice))
        return (Links((Link(_short(label, tongue.say("Write in Teams")), url),)),)
    if seen.reach.across:
        lead = Paragraph(tongue.line("You use different tools, so write by e-mail:"))
        rows = (
            Paragraph((Strong(other.name), Plain(" · "), Theirs(seen.reach.emails[other.id])))
            for other in seen.others
        )
        return (lead, *rows)
    return ()


def meeting(voice: Voice, seen: Seen, appointment: Appointment, subject: str) -> tuple[Link, ...]:
    """A meeting in Teams at the agreed time, with all of them in it."""
    if not seen.reach.in_teams or appointment.agreed is None:
        return ()
    ends = appointment.agreed + timedelta(minutes=appointment.minutes)
    told = {
        "subject": subject,
        "startTime": appointment.agreed.isoformat(),
        "endTime": ends.isoformat(),
        "attendees": ",".join(seen.reach.emails[other.id] for other in seen.others),
    }
    url = f"{voice.teams}/{MEETING}?{urlencode(told, quote_via=quote)}"
    return (Link(voice.tongue.say("Teams meeting"), url),)


def _short(label: str, otherwise: str) -> str:
    return label if len(label) <= 75 else otherwise
