"""Block Kit: within Slack's limits, complete for a screen reader, literal where people wrote."""

import html
import re
from datetime import UTC, datetime

import pytest

from adapters.slack import render
from adapters.slack.fields import field_of, filled, option
from bot.ui import (
    BLOCK_LIMIT,
    Button,
    Buttons,
    Card,
    Filled,
    Form,
    Heading,
    Home,
    Link,
    Links,
    Note,
    Option,
    Paragraph,
    Pick,
    PickMany,
    Quote,
    Shape,
    Steps,
    Strong,
    Theirs,
    TooLong,
    Upload,
    When,
    Write,
    line,
    refill,
)
from bot.words import Voice, gallery
from tests.adapters.slack.golden import GOLDEN, drawn, examples, one
from tests.adapters.slack.limits import faults

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
EXAMPLES = gallery.examples(Voice())
DRAWN = examples()


def test_every_message_is_as_it_was_reviewed() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == drawn(), "review the change, then `make messages`"


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_keeps_slacks_limits(name: str) -> None:
    assert faults(DRAWN[name]) == []


def words(text: str) -> list[str]:
    bare = re.sub(r"<!date\^[^|]*\|([^>]*)>", r"\1", text)
    return re.findall(r"\w+", html.unescape(bare).replace("\u2060", ""))


def shown(drawing: dict) -> str:
    """Everything that can be read in the blocks."""
    found = []
    for block in drawing["blocks"]:
        texts = [block.get("text"), *block.get("elements", ())]
        for each in filter(None, texts):
            found.append(each["text"]["text"] if isinstance(each["text"], dict) else each["text"])
    return "\n".join(found)


@pytest.mark.parametrize("name", [n for n, e in EXAMPLES.items() if isinstance(e, Card)])
def test_the_text_says_all_that_the_blocks_say(name: str) -> None:
    missing = set(words(shown(DRAWN[name]))) - set(words(DRAWN[name]["text"]))
    assert missing == set()


HOSTILE = [
    "<!channel>",
    "<!here|x>",
    "<@U012AB3CD>",
    "<#C012AB3CD>",
    "<!subteam^S1|@all>",
    "<https://evil.example|the hospital>",
    "https://evil.example/login",
    "<mailto:a@b.example|write>",
    "<!date^0^{date}|never>",
    "a & b &amp; c &lt;!channel&gt;",
    "*bold* _slanted_ ~struck~ `code` ```block```",
    ":tada: :smile:",
    "> quoted\n>>> all of it",
    "1. one\n• two",
    "\u202egnp.exe \u2066hidden\u2069",
    "\x00\x07bell",
    "Z̴̡̛a̵l̷g̸o",
    "名前 <b>bold</b> أهلاً",
    "@channel @here #general",
    "\r\nX-Header: 1",
]
CORPUS = [each for text in HOSTILE for each in (text, f"a {text} b", text * 3, f"({text})")] + [
    f"{mark}{text}{mark}" for text in ("<!channel>", "Ana", "x y") for mark in "*_~`&<>|:\"'"
]


@pytest.mark.parametrize("text", CORPUS)
def test_what_people_wrote_is_literal_everywhere(text: str) -> None:
    bare = re.sub(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", text)
    lines = [line("Before ", Theirs(text)), line(Strong(text), When(NOON), Theirs(text))]
    for spans in (lines[0], lines[1]):
        message = render.message(
            Card("T", (Paragraph(spans), Quote(spans), Note(spans), Steps((spans,))))
        )
        assert not re.search(r"<(?!!date\^\d+\^\{)", message["text"])
        for block in message["blocks"][1:]:
            for each in [block.get("text"), *block.get("elements", ())]:
                if each is None:
                    continue
                if each["type"] == "plain_text":
                    assert bare.replace("\r\n", "\n") in each["text"]
                    assert each["emoji"] is False
                    continue
                assert each["verbatim"] is True
                assert not re.search(r"<(?!!date\^\d+\^\{)", each["text"])
                marks = html.unescape(each["text"])
                assert bare.replace("\r\n", "\n") in marks.replace("\u2060", "")
                ours = each["text"].replace(f"*{_guarded(bare)}*", "").replace(_guarded(bare), "")
                assert not re.search(r"[_~`](?!\u2060)", re.sub(r"<!date[^>]*>", "", ours))


def _guarded(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    marked = re.sub(r"([*_~`]|:(?=[\w+'-]+:))", "\\1\u2060", escaped)
    return re.sub(r"^(?=[ \t]*&gt;)", "\u2060", marked, flags=re.M)


def test_a_moment_is_in_each_readers_zone_and_has_a_fallback() -> None:
    text = render.message(Card("T", (Paragraph(line(When(NOON))),)))["blocks"][1]["text"]["text"]
    assert text == (
        f"<!date^{int(NOON.timestamp())}^{{date_long_pretty}}, {{time}}|"
        "Monday 23 November, 17:00 UTC>"
    )
    day = render.message(Card("T", (Note(line(When(NOON, Shape.DAY))),)))
    assert "{date_long_pretty}|Monday 23 November>" in day["blocks"][1]["elements"][0]["text"]


@pytest.mark.parametrize("block", [Paragraph, Quote, Note])
@pytest.mark.parametrize(
    "wrote", ["&" * 2_000, "<b> " * 700, "*_~`" * 700, "x\n&gt; " * 350, ":a: " * 600]
)
def test_what_escapes_make_too_long_is_parted_and_never_cut(block: type, wrote: str) -> None:
    message = render.message(
        Card("T", (block(line(Strong("Ana"), " ", Theirs(wrote), When(NOON))),))
    )
    assert faults(message) == []
    parts = [(b.get("text") or b["elements"][0])["text"] for b in message["blocks"][1:]]
    assert len(parts) > 1
    for part in parts:
        assert not re.search(r"&(?!amp;|lt;|gt;)|^&gt;", part, re.M), "no escape is broken"
        ours = re.sub(r"<!date[^>]*>", "", part)
        assert not re.search(r"[_~`](?!\u2060)|:[a-z]+:", ours)
    whole = re.sub(r"<!date[^>]*>", "", "".join(parts)).replace("\u2060", "")
    assert wrote.strip() in html.unescape(whole)


def test_ten_thousand_characters_are_refused_and_never_cut() -> None:
    with pytest.raises(TooLong):
        Paragraph(line(Theirs("x" * 10_000)))
    full = Card("T", (Paragraph(line(Strong("b"), "&" * 2_800)),) * BLOCK_LIMIT)
    with pytest.raises(TooLong, match="blocks for Slack"):
        render.message(full)
    longest = "y" * 2_900
    assert longest in render.message(Card("T", (Paragraph(line(Theirs(longest))),)))["text"]


def test_the_fullest_card_form_and_home_fit() -> None:
    row = Buttons(tuple(Button("b" * 75, "a", "t" * 200) for _ in range(5)))
    assert faults(render.message(Card("T" * 150, (row,) * BLOCK_LIMIT))) == []
    cards = tuple(Card("T", (Heading("h"), row, row)) for _ in range(19))
    assert faults(render.home(Home(cards))) == []


FORM = Form(
    "profile",
    "What you chose",
    (
        Write("title", "What you do", value="Nurse & <b>", lines=3),
        Pick("shown", "Shown?", (Option("y", "Yes"), Option("n", "No")), value="y"),
        Pick("many", "Which?", tuple(Option(f"{n}", f"No. {n}") for n in range(9)), value="7"),
        PickMany("days", "Days", (Option("a,b", "A, b"), Option("50%", "Half")), values=("a,b",)),
        PickMany("more", "Interests", source="interests", values=("sepsis",)),
        Upload("rota", "Your rota", (".csv", ".ics"), 1_000_000, hint="Or leave it"),
    ),
    "Save",
    target="t-1",
)


def test_a_form_comes_back_as_it_was_filled_in() -> None:
    from tests.adapters.slack.fake_slack import FakeSlack

    view = render.form(FORM, {"channel": "D1"})
    assert faults(view) == []
    sent = FakeSlack().submission("U1", view, {})["view"]["state"]["values"]
    assert filled(sent) == Filled(
        (
            ("title", ("Nurse & <b>",)),
            ("shown", ("y",)),
            ("many", ("7",)),
            ("days", ("a,b",)),
            ("more", ("sepsis",)),
            ("rota", ("",)),
        )
    )


def test_a_form_keeps_what_was_typed_beside_what_is_wrong_with_it() -> None:
    kept = refill(FORM, Filled((("title", ("Half a\nword",)),)), {"title": "Say more, please"})
    blocks = render.form(kept, {})["blocks"]
    assert blocks[0]["element"]["initial_value"] == "Half a\nword"
    assert blocks[1]["elements"][0]["text"] == "⚠ Say more, please"


def test_another_form_has_other_inputs_and_the_same_form_the_same() -> None:
    """Slack keeps what was typed under an input's id, and would show it in another form."""

    def ids(form: Form) -> list[str]:
        return [b["block_id"] for b in render.form(form, {})["blocks"] if b["type"] == "input"]

    other = Form("never-which", "Whom?", FORM.fields, "Send")
    assert not set(ids(FORM)) & set(ids(other))
    wrong = Form("profile", FORM.title, FORM.fields, "Save", target="t-1", errors=(("title", "x"),))
    assert ids(wrong) == ids(FORM)
    assert [field_of(each) for each in ids(FORM)] == [each.name for each in FORM.fields]


@pytest.mark.parametrize("value", ["shares||R&D", "a<b>c", "50%", "%26", "", "a,b|c"])
def test_what_comes_back_is_what_went_even_where_slack_escapes(value: str) -> None:
    went = option(Option(value, "x"))["value"]
    assert html.escape(went, quote=False) == went
    state = {"field.f.0a": {"f": {"selected_option": {"value": went}}}}
    assert filled(state).many("f") == (value,)


def test_a_link_is_a_button_with_our_address() -> None:
    link = Link("Add to calendar", "https://calendar.example/add?a=b&c=d")
    (button,) = render.message(Card("T", (Links((link,)),)))["blocks"][1]["elements"]
    assert button["url"] == link.url


def test_every_kind_is_drawn() -> None:
    kinds = {type(each) for each in EXAMPLES.values()}
    assert kinds == {Card, Form, Home}
    assert all(one(each) for each in EXAMPLES.values())
