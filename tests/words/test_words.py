"""Every sentence: golden, complete, translatable, and true."""

import ast
import gettext
from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Choice, Introduction, Part, Side, Term, TermKind
from bot.ui import Button, Card, Form, Heading, Home
from bot.words import (
    Seen,
    Tongue,
    Voice,
    apart,
    asking,
    bringing,
    choosing,
    elsewhere,
    introducing,
    meeting,
    membership,
    proposing,
    rights,
    standing,
)
from bot.words.gallery import ANA, BEN, CHIDI, PAIR, TERMS, WISHES, examples
from bot.words.page import page, states
from bot.words.prompts import prompts
from bot.words.reasons import reasons
from tests.words.catalogue import TEMPLATE, collected

ROOT = Path(__file__).parents[2]
VOICE = Voice()


def test_the_page_of_messages_is_as_the_code_says():
    assert (ROOT / "docs/messages.md").read_text(encoding="utf-8") == page(VOICE), (
        "messages changed: read the change as a member would, then `make messages`"
    )


def test_the_page_of_states_is_as_the_code_says():
    assert (ROOT / "docs/states.md").read_text(encoding="utf-8") == states(), "run `make messages`"


@pytest.mark.parametrize(
    "module",
    [
        apart,
        asking,
        bringing,
        choosing,
        elsewhere,
        introducing,
        meeting,
        membership,
        proposing,
        rights,
        standing,
    ],
)
def test_every_card_and_form_is_in_the_gallery(module):
    source = (ROOT / "bot/words/gallery.py").read_text(encoding="utf-8")
    used = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    short = module.__name__.rpartition(".")[2]
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    drawing = {
        f"{short}.{node.name}"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.unparse(node.returns) in ("Card", "Form", "Home")
    }
    assert drawing
    assert drawing - used == set()


class Marked(gettext.NullTranslations):
    """A language in which every translated sentence shows that it was."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, number):
        return f"⟦{one if number == 1 else many}⟧"


def test_every_title_button_label_and_heading_goes_through_the_catalogue():
    marked = replace(VOICE, tongue=Tongue("xx", Marked()))
    bare = [text for text in _own_words(examples(marked)) if "⟦" not in text]
    assert bare == []


def _own_words(drawn):
    for example in drawn.values():
        cards = example.cards if isinstance(example, Home) else (example,)
        for card in cards:
            yield card.title
            blocks = card.blocks if isinstance(card, Card) else card.intro
            yield from (block.text for block in blocks if isinstance(block, Heading))
            if isinstance(card, Card):
                yield from (b.label for b in card.buttons() if b.action != "time")
            if isinstance(card, Form):
                yield card.submit
                yield from (field.label for field in card.fields)


def test_a_translation_is_used_and_facts_are_put_in_after_it():
    class Spanish(gettext.NullTranslations):
        def gettext(self, message):
            return {"You both chose {interests}.": "Elegisteis {interests} los dos."}.get(
                message, message
            )

    voice = replace(VOICE, tongue=Tongue("es", Spanish()))
    line = reasons(voice, Seen(PAIR, "m-ben", {"m-ana": ANA, "m-ben": BEN}), ANA)[0]
    assert [span.text for span in line] == ["Elegisteis ", "Sepsis improvement", " los dos."]


def test_braces_in_a_name_are_only_a_name():
    odd = replace(ANA, name="{when} Díaz", given_name="{names}")
    seen = Seen(PAIR, "m-ben", {"m-ana": odd, "m-ben": BEN})
    assert "{names}" in proposing.proposal(VOICE, seen).title


def introduction(*terms: Term) -> Introduction:
    return replace(PAIR, parts=(Part("m-ana"), Part("m-chidi")), terms=terms)


def said(*terms: Term, viewer: str = "m-ana") -> str:
    seen = Seen(introduction(*terms), viewer, {"m-ana": ANA, "m-chidi": CHIDI})
    return " ".join(
        "".join(span.text for span in line) for line in reasons(VOICE, seen, seen.others[0])
    )


PAIR_IDS = ("m-ana", "m-chidi")


@pytest.mark.parametrize(
    ("term", "to_ana", "to_chidi"),
    [
        (
            Term(TermKind.SHARED, 1.0, ("baking",), PAIR_IDS),
            "You both chose Baking.",
            "You both chose Baking.",
        ),
        (
            Term(TermKind.CURIOUS, 1.0, ("baking",), PAIR_IDS),
            "You are curious about Baking, and Chidi is glad to be asked about it.",
            "Ana is curious about Baking, which you offered.",
        ),
        (
            Term(TermKind.RELATED, 1.0, ("cooking", "baking"), PAIR_IDS),
            "Chidi chose Baking, close to your Cooking.",
            "Ana chose Cooking, close to your Baking.",
        ),
        (
            Term(TermKind.SAME_GROUP, 1.0, ("golf", "baking"), PAIR_IDS),
            "Your interests are neighbours: Golf and Baking.",
            "Your interests are neighbours: Golf and Baking.",
        ),
        (
            Term(TermKind.SHARED, 1.0, ("baking",), PAIR_IDS, shown=False),
            "You work in the same hospital, and your paths have not crossed here.",
            "You work in the same hospital, and your paths have not crossed here.",
        ),
    ],
)
def test_each_term_is_said_from_where_one_stands(term, to_ana, to_chidi):
    assert said(term) == to_ana
    assert said(term, viewer="m-chidi") == to_chidi


def test_an_unshown_interest_is_nowhere_on_any_card():
    hidden = Term(TermKind.SHARED, 3.0, ("recovery-and-sobriety",), PAIR_IDS, shown=False)
    seen = Seen(introduction(hidden), "m-ana", {"m-ana": ANA, "m-chidi": CHIDI})
    label = VOICE.interest("recovery-and-sobriety")
    for card in (
        proposing.proposal(VOICE, seen),
        proposing.why(VOICE, seen),
        introducing.introduced(VOICE, seen),
        proposing.first_words(VOICE, seen),
    ):
        assert label.lower() not in repr(card).lower()


def test_an_opener_never_claims_what_is_not_so():
    curious = Term(TermKind.CURIOUS, 1.0, ("baking",), PAIR_IDS)
    for terms in ((curious,), (), (replace(curious, shown=False),)):
        seen = Seen(introduction(*terms), "m-ana", {"m-ana": ANA, "m-chidi": CHIDI})
        line = proposing.opening(VOICE, seen)
        assert "both" not in line
        assert "share" not in line
        assert "{" not in line


def test_no_opener_says_for_a_member_what_only_they_can_know():
    claims = [p for kind in prompts().openers.values() for p in kind if p.needs == "own_words"]
    assert "Someone told me" in " ".join(p.text for p in claims)
    for group in VOICE.taxonomy.groups:
        for situation in ("any", "cross_role", "cross_site", "reaching_up", "same_level"):
            for shared in (True, False):
                offered = prompts().opener(group.id, [situation], interest=True, shared=shared)
                assert offered not in claims


def test_each_group_of_the_taxonomy_has_an_opener_and_three_different_questions():
    for group in VOICE.taxonomy.groups:
        opener = prompts().opener(group.id, ["cross_role"], interest=True, shared=True)
        assert opener.text
        for turn in range(7):
            asked = prompts().questions([group.id], ["first_5_years"], turn)
            assert len({q.id for q in asked}) == 3
            assert asked[0].depth == 1


def test_what_you_chose_comes_back_into_the_form_as_you_would_type_it():
    member = replace(
        ANA, choices=(Choice("baking"), Choice("golf"), Choice("tea", Side.OFFERS, shown=False))
    )
    form = choosing.profile(VOICE, member, joining=False)
    values = {field.name: field.value for field in form.fields if field.name != "formats"}
    assert values["interests"] == "Baking, Golf"
    assert values["offers"] == "Tea"
    assert values["shown-shares"] == values["shown-curious"] == choosing.SHOWN
    assert values["shown-offers"] == choosing.USED


@pytest.mark.parametrize("value", ["", "x", "shares|baking", "unknown|baking|x", "|||||"])
def test_a_meaning_nobody_wrote_is_no_meaning(value):
    with pytest.raises(ValueError, match=r".*"):
        choosing.read_meaning(value)


def test_a_meaning_survives_bars_in_what_was_typed():
    value = choosing.meaning(Side.CURIOUS, "a|b|c", "tea")
    assert choosing.read_meaning(value) == (Side.CURIOUS, "tea", "a|b|c")
    assert isinstance(Button("x", "y", value), Button)


def test_terms_of_the_gallery_cover_every_kind_but_neighbours():
    kinds = {term.kind for term in (*TERMS, *WISHES)}
    assert kinds | {TermKind.RELATED, TermKind.SAME_GROUP} == set(TermKind)


def test_the_translation_template_has_every_sentence():
    assert TEMPLATE.read_text(encoding="utf-8") == collected(), "run `make messages`"
