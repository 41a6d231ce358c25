"""Typed words: a table of accepted and refused, and near misses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.events import Command, NotUnderstood, Word, parse, plainly_yes


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
        ("please pause 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("🙂 pause 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("PAUSE: 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("pause – 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("*pause* 2 weeks", Command(Word.PAUSE, "2 weeks")),
        ("“pause” till after my nights", Command(Word.PAUSE, "till after my nights")),
        ("ｐａｕｓｅ", Command(Word.PAUSE)),
        ("pause2weeks", NotUnderstood()),
        ("budget -1", Command(Word.BUDGET, "-1")),
        ("budget-1", Command(Word.BUDGET, "-1")),
        ('ask "sepsis"', Command(Word.ASK, '"sepsis"')),
        ("ask: “sepsis pathways”", Command(Word.ASK, "“sepsis pathways”")),
        ("never @Ben", Command(Word.NEVER, "@Ben")),
        ("introduce @a @b because …", Command(Word.INTRODUCE, "@a @b because …")),
        ("follow up", Command(Word.FOLLOW_UP)),
        ("Follow-up?", Command(Word.FOLLOW_UP)),
        ("folow up", NotUnderstood(Word.FOLLOW_UP)),
        ("sign up", Command(Word.JOIN)),
        ("forget me", Command(Word.FORGET)),
        ("no", Command(Word.NO)),
        ("No thanks!", Command(Word.NO)),
        ("not this time", Command(Word.NO)),
        ("not", NotUnderstood(Word.NO)),
        ("??", Command(Word.HELP)),
        ("!!!", Command(Word.HOME)),
        ("in troduce", Command(Word.INTRODUCE)),
        ("42", NotUnderstood()),
        ("привет", NotUnderstood()),
        ("مرحبا", NotUnderstood()),
    ],
)
def test_words(words, meant):
    assert parse(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("met", Word.MET),
        ("We met!", Word.MET),
        ("we’ve met", Word.MET),
        ("MET 🙂", Word.MET),
        ("not yet", Word.NOT_YET),
        ("Not yet…", Word.NOT_YET),
        ("not-yet", Word.NOT_YET),
        ("No, not yet", Word.NOT_YET),
        ("not met yet", Word.NOT_YET),
        ("we haven’t met", Word.NOT_YET),
        ("not yet, we were both on nights", Word.NOT_YET),
        ("didn't work out", Word.DID_NOT_WORK_OUT),
        ("didn’t work out", Word.DID_NOT_WORK_OUT),
        ("didn‘t work out", Word.DID_NOT_WORK_OUT),
        ("didnt work out", Word.DID_NOT_WORK_OUT),
        ("did not work out", Word.DID_NOT_WORK_OUT),
        ("“It didn’t work out.”", Word.DID_NOT_WORK_OUT),
        ("DID NOT WORK OUT :(", Word.DID_NOT_WORK_OUT),
        ("skip", Word.SKIP),
        ("Skip.", Word.SKIP),
    ],
)
def test_how_it_went(words, meant):
    said = parse(words)
    assert isinstance(said, Command)
    assert said.word is meant


@pytest.mark.parametrize(
    "words",
    [
        "yes", "YES!!", "yes 🙂", "ok", "OK 👍", "okay.", "sure", "“sure”", "please, yes",
        "yes please", "Yes, please!", "ok thanks", "ok, thank you", "okay then", "ok great",
        "sure thing", "sure, why not", "sure, happy to", "yes of course", "yes, introduce us",
        "yes I would", "yes, I’d love to", "yes I'd like that", "yes let’s", "yes yes", "yes, do",
        "ok go ahead", "ok sounds good", "yes with pleasure", "sure, thanks a lot!",
    ],
)  # fmt: skip
def test_a_yes_is_a_yes(words):
    said = parse(words)
    assert isinstance(said, Command)
    assert said.word is Word.YES
    assert plainly_yes(words)


@pytest.mark.parametrize(
    "words",
    [
        "ok but who is this?", "ok but not this week", "ok not now", "ok, no", "okay maybe",
        "sure, later maybe", "sure?", "yes?", "ok thanks?", "ok ¿", "sure；", "yes but later",
        "yes no", "yes, if it is short", "ok who is she", "sure am tired", "yes when I am back",
        "ok 👎", "ok 🤔", "ok ... hm", "ok let me think", "ok thanks but no thanks", "yes and no",
        "sure, sure… not", "ok stop", "okay pause 2 weeks", "yes 2 weeks", "да yes нет",
        "no problem", "No problem!", "no worries", "no prob 👍", "yes, no problem",
    ],
)  # fmt: skip
def test_what_follows_turns_a_yes_or_might(words):
    said = parse(words)
    assert not (isinstance(said, Command) and said.word is Word.YES and plainly_yes(words))


@pytest.mark.parametrize("words", ["no problem", "No worries!", "no prob 👍", "no, problem"])
def test_no_problem_is_not_a_no(words):
    assert parse(words).word is Word.YES


@pytest.mark.parametrize("words", ["👍", " 👍🏽 ", "✅", "👌 !"])
def test_a_sign_alone_may_be_a_yes_and_is_asked_about(words):
    assert parse(words) == Command(Word.YES)
    assert not plainly_yes(words)


@pytest.mark.parametrize("words", ["not now", "Not today, sorry", "later", "maybe later"])
def test_not_now_is_later_and_no_no(words):
    said = parse(words)
    assert isinstance(said, Command)
    assert said.word is Word.LATER


@given(st.text(max_size=80))
def test_a_question_is_never_a_yes(words):
    assert not plainly_yes(f"{words}?")


@pytest.mark.parametrize(
    ("words", "nearest"),
    [
        ("not yte", Word.NOT_YET),
        ("didnt wrok out", Word.DID_NOT_WORK_OUT),
        ("did not wrk out", Word.DID_NOT_WORK_OUT),
        ("skp", Word.SKIP),
        ("concrn", Word.CONCERN),
        ("Bugdet 2", Word.BUDGET),
    ],
)
def test_near_misses_are_asked_about_and_never_acted_on(words, nearest):
    assert parse(words) == NotUnderstood(nearest)


@pytest.mark.parametrize("word", Word)
@pytest.mark.parametrize(
    "drawn", ["{}", " {}! ", "“{}”", "🙂 {}", "{} 🙂", "please {}", "*{}*", "{}."]
)
def test_every_word_in_any_dress(word, drawn):
    for said in (word.value, word.value.upper(), word.value.replace("'", "’").title()):
        meant = parse(drawn.format(said))
        assert isinstance(meant, Command)
        assert meant.word is word


@given(st.text(max_size=200) | st.text("“”’'?!.-–—_*@<>|& \u200f\u200d🙂nopausekimt", max_size=60))
def test_any_text_gives_a_command(words):
    assert isinstance(parse(words), Command | NotUnderstood)


@given(st.sampled_from(Word), st.text(max_size=60))
def test_what_follows_a_word_is_handed_on_in_its_own_letters(word, rest):
    said = parse(f"{word.value} {rest}")
    if isinstance(said, Command):
        assert said.rest in " ".join(rest.split()) or said.word is not word


def test_a_hundred_thousand_letters_are_read_quickly_enough_to_answer():
    assert parse("x" * 100_000) == NotUnderstood()
    assert parse("no " * 50_000) == Command(Word.NO, ("no " * 49_999).strip())
