"""What is said because of where a member is: in a group, in a hurry, or without a file to give."""

from dataclasses import replace

from bot.events import Word
from bot.ui import (
    Button,
    Buttons,
    Card,
    Form,
    Link,
    Links,
    Note,
    Paragraph,
    Strong,
    Upload,
    Weight,
)
from bot.words.voice import Voice


def once_more(voice: Voice, card: Card) -> Card:
    """A message that may have been read already, as a reminder."""
    said = voice.tongue.line(
        "A reminder, in case my first message about this did not reach you. If you have answered"
        " it, all is well."
    )
    return replace(card, blocks=(Paragraph(said), *card.blocks))


def slow_down(voice: Voice) -> Card:
    """A member sent more in a minute than anyone reads."""
    tongue = voice.tongue
    said = tongue.line("That was a lot at once. Nothing is lost; try again in a minute.")
    return Card(tongue.say("One moment, please"), (Paragraph(said),))


def sorry(voice: Voice, event: str) -> Card:
    """Something went wrong on our side. `event` lets an administrator find it."""
    tongue = voice.tongue
    said = tongue.line("It is our mistake, not yours, and it has been written down.")
    note = tongue.line("If you tell anyone, give them this: {event}", event=event)
    return Card(tongue.say("Something went wrong"), (Paragraph(said), Note(note)))


def file_ready(voice: Voice, name: str, url: str) -> Card:
    """A file was made for a member: where to fetch it, once; without an address, why not."""
    if not url:
        return no_way_to_hand_over(voice)
    tongue = voice.tongue
    said = tongue.line("It is made for you alone. The link works once, for a short while.")
    links = Links((Link(tongue.say("Save it"), url),))
    return Card(tongue.say("Your file: {name}", name=name), (Paragraph(said), links))


def no_way_to_hand_over(voice: Voice) -> Card:
    """A file cannot be fetched from anywhere, because nobody said where this bot is reached."""
    tongue = voice.tongue
    said = tongue.line("I made your file, and have no address yet from which you could fetch it.")
    note = tongue.line(
        "Whoever looks after Coffee Rounds can set one: {setting}.",
        setting="COFFEE_ROUNDS_PUBLIC_URL",
    )
    return Card(tongue.say("Not yet"), (Paragraph(said), Note(note)))


def only_in_private(voice: Voice) -> str:
    """One line in a group, where others read along."""
    return voice.tongue.say("I talk in private only: open a chat with me and say it there.")


def answered_in_private(voice: Voice) -> str:
    """One line in a group, when the answer went to the member's own chat."""
    return voice.tongue.say("I have answered you in our own chat.")


def already_done(voice: Voice) -> str:
    """A click that came a second time."""
    return voice.tongue.say("That is done already.")


def open_form(voice: Voice) -> str:
    """The button that opens a long form."""
    return voice.tongue.say("Open the form")


SAY = "say"
"""The action of a button that says words for the member; its target is what it says."""

SAID_AT_MOST = 200


def open_here(voice: Voice, form: Form, words: str, pressed: tuple[str, str] | None = None) -> Card:
    """A button that opens a form, where it could not open by itself.

    `words` ask for it again, or the action and target that were `pressed`.
    """
    first, _, _ = words.partition(" ")
    action, again = pressed or (SAY, words if len(words) <= SAID_AT_MOST else first)
    button = Button(open_form(voice), action, again, Weight.MAIN)
    return Card(form.title, (*form.intro, Buttons((button,))))


def interrupted(voice: Voice) -> Card:
    """Something was asked, and the answer was lost on its way."""
    tongue = voice.tongue
    said = tongue.line(
        "I was interrupted just as I was answering you. Say {home} to see how things stand; what is"
        " not there, please send again.",
        home=Strong("home"),
    )
    return Card(tongue.say("Sorry, that was me"), (Paragraph(said),))


def one_moment(voice: Voice) -> Card:
    """What is asked for is being worked out."""
    tongue = voice.tongue
    return Card(
        tongue.say("One moment"), (Paragraph(tongue.line("I am looking. This takes a moment.")),)
    )


def for_pasting(voice: Voice, form: Form) -> Form:
    """The same form where no file can be given: what is in the file is pasted instead."""
    how = voice.tongue.say("Open the file, copy all of it, and paste it here.")
    fields = tuple(
        replace(each, hint=f"{how} {each.hint}".strip()) if isinstance(each, Upload) else each
        for each in form.fields
    )
    return replace(form, fields=fields)


def other_answers(voice: Voice) -> dict[Word, str]:
    """The words that `help` names beside *yes*, for menus that list each alone."""
    tongue = voice.tongue
    return {
        Word.LATER: tongue.say("decide about the one that is open another day"),
        Word.NO: tongue.say("not the one that is open; nobody learns who said no"),
    }
