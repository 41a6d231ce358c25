"""Typed words: a table of accepted and refused, and near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Command, NotUnderstood, Word, parse


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", Command(Word.HOME)),
        ("   ", Command(Word.HOME)),
        ("home", Command(Word.HOME)),
        ("Home!", Command(Word.HOME)),
        ("HELP", Command(Word.HELP)),
        ("?", Command(Word.HELP)),
        ("“help”", Command(Word.HELP)),
        ("help 🙂", Command(Word.HELP, "🙂")),
        ("pause 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("Pause   until  12 Jan", Command(Word.PAUSE, "until 12 Jan")),
        ("join", Command(Word.JOIN)),
        ("interests", Command(Word.PROFILE)),
        ("why?", Command(Word.WHY)),
        ("why", Command(Word.WHY)),
        ("pasue", NotUnderstood(Word.PAUSE)),
        ("resum", NotUnderstood(Word.RESUME)),
        ("profil", NotUnderstood(Word.PROFILE)),
        ("xyzzy", NotUnderstood()),
        ("🙂", Command(Word.HOME)),
        ("who said no", NotUnderstood()),
    ],
)
def test_words(words, meant):
    assert parse(words) == meant


@given(st.text(max_size=200))
def test_any_text_gives_a_command(words):
    assert isinstance(parse(words), Command | NotUnderstood)
