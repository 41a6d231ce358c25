"""What is wrong with hours as they were given, and what to do instead."""

from collections.abc import Iterable

from bot.hours.faults import Fault, Wrong
from bot.words.tongue import noted
from bot.words.voice import Voice

SHOWN = 40
"""Characters of what was given that are said again."""

AT_ONCE = 5

_SAID = {
    Wrong.NOT_UNDERSTOOD: noted(
        "I could not read “{piece}”. Try it the way it is written in the hint."
    ),
    Wrong.NO_SUCH_TIME: noted("“{piece}” has a time that is on no clock. Try 7-15:30."),
    Wrong.TOO_LONG_A_DAY: noted(
        "“{piece}” is longer than a day of anyone's can be. Nights are written 19-7."
    ),
    Wrong.WHICH_KIND: noted("What is “{piece}”: nights, call, leave or off? Put the word first."),
    Wrong.NO_SUCH_DAY: noted("“{piece}” is in no calendar. Write the day as 12 Dec."),
    Wrong.TWO_MEANINGS: noted(
        "“{piece}” could be two different days. Write the month as a word: 3 Dec."
    ),
    Wrong.OVER: noted("“{piece}” is over already. Only what is to come counts."),
    Wrong.BACKWARDS: noted("“{piece}” ends before it starts. Put the first day first."),
    Wrong.TOO_FAR: noted("“{piece}” is more than a year away or long. Tell me nearer the time."),
    Wrong.TOO_MANY: noted("That is more than I can follow. The next two months are enough."),
    Wrong.NEVER_REACHED: noted(
        "This would leave no hour in any week in which I could write to you. Leave one open, or"
        " pause for as long as you like."
    ),
    Wrong.TOO_BIG: noted("The file is too big: {limit} MB is the most. Export two months of it."),
    Wrong.NOT_A_CALENDAR: noted("I cannot read this as a calendar. Export it again as .ics."),
    Wrong.NOT_A_ROTA: noted(
        "I cannot read this as a rota. Its first line names the columns: date,shift."
    ),
    Wrong.REPEATS_TOO_OFTEN: noted(
        "This calendar repeats more than I can follow. Export only the next two months."
    ),
    Wrong.NOTHING_AHEAD: noted("I found nothing in the next sixty days of it."),
    Wrong.OVERLAPS: noted("overlaps line {other}. Keep one of the two."),
    Wrong.IMPOSSIBLE: noted("“{piece}” cannot be a shift. Write its hours as 19-7."),
}


def fault(voice: Voice, each: Fault, *, limit: int = 0) -> str:
    """One thing wrong: where, what, and what to do. `limit` is in bytes."""
    tongue = voice.tongue
    said = tongue.say(
        _SAID[each.wrong],
        piece=each.piece[:SHOWN],
        other=each.other,
        limit=limit // 1024 // 1024,
    )
    if each.line and each.column:
        where = tongue.say("Line {line}, {column}:", line=each.line, column=each.column)
    elif each.line:
        where = tongue.say("Line {line}:", line=each.line)
    else:
        return said
    return f"{where} {said}"


def faults(voice: Voice, found: Iterable[Fault], *, limit: int = 0) -> str:
    """The first few things wrong, and how many more there are."""
    each = [fault(voice, one, limit=limit) for one in found]
    more = len(each) - AT_ONCE
    shown = each[:AT_ONCE]
    if more > 0:
        shown.append(voice.tongue.count("One more line.", "{number} more lines.", more))
    return " ".join(shown)
