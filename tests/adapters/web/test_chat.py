"""The browser's own chat keeps what was said, once, in order, for each member."""

import os
import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.web.chat import SHOWN, Chat, ChatIsNewer
from bot.ui import Card, Paragraph, line

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def card(title: str) -> Card:
    return Card(title, (Paragraph(line("text")),))


@pytest.fixture(params=["memory", "file"])
def chat(request: pytest.FixtureRequest, tmp_path: Path) -> Chat:
    return Chat(tmp_path / "chat.db" if request.param == "file" else None)


def test_messages_are_each_members_own_and_in_order(chat: Chat) -> None:
    chat.post("ana", card("one"), NOON, "k1")
    chat.write("ana", "help", NOON, "k2")
    chat.post("ben", card("two"), NOON, "k1")
    assert [m.body for m in chat.messages("ana")] == [card("one"), "help"]
    assert [m.body for m in chat.messages("ben")] == [card("two")]
    assert chat.messages("nobody") == ()


def test_moments_are_kept(chat: Chat) -> None:
    chat.post("ana", card("one"), NOON, "k")
    assert chat.messages("ana")[0].at == NOON


def test_a_key_said_twice_is_kept_once(chat: Chat) -> None:
    first = chat.post("ana", card("one"), NOON, "k")
    assert chat.post("ana", card("other"), NOON, "k") == first
    assert [m.body for m in chat.messages("ana")] == [card("one")]
    assert chat.find("ana", "k") == first
    assert chat.find("ben", "k") is None


def test_a_card_is_replaced_in_its_place(chat: Chat) -> None:
    first = chat.post("ana", card("one"), NOON, "k1")
    chat.post("ana", card("two"), NOON, "k2")
    assert chat.replace("ana", first, card("changed"))
    assert [m.body for m in chat.messages("ana")] == [card("changed"), card("two")]


def test_only_the_bots_own_message_to_that_member_is_replaced(chat: Chat) -> None:
    anas = chat.post("ana", card("one"), NOON, "k1")
    typed = chat.write("ben", "help", NOON, "k2")
    assert not chat.replace("ben", anas, card("stolen"))
    assert not chat.replace("ben", typed, card("stolen"))
    assert not chat.replace("ben", 999, card("stolen"))
    assert [m.body for m in chat.messages("ana")] == [card("one")]
    assert [m.body for m in chat.messages("ben")] == ["help"]


def test_later_messages_alone_can_be_asked_for(chat: Chat) -> None:
    first = chat.post("ana", card("one"), NOON, "k1")
    chat.post("ana", card("two"), NOON, "k2")
    assert [m.body for m in chat.messages("ana", after=first)] == [card("two")]


def test_the_newest_are_shown_of_a_long_conversation(chat: Chat) -> None:
    for number in range(SHOWN + 3):
        chat.write("ana", str(number), NOON + timedelta(minutes=number), f"k{number}")
    bodies = [m.body for m in chat.messages("ana")]
    assert (bodies[0], bodies[-1], len(bodies)) == ("3", str(SHOWN + 2), SHOWN)


def test_unseen_messages_are_the_bots_since_the_last_look(chat: Chat) -> None:
    chat.post("ana", card("one"), NOON, "k1")
    assert chat.unseen(["ana", "ben"]) == {"ana": 1, "ben": 0}
    chat.see("ana")
    chat.write("ana", "mine", NOON, "k2")
    chat.post("ben", card("x"), NOON, "k3")
    assert chat.unseen(["ana", "ben"]) == {"ana": 0, "ben": 1}
    chat.post("ana", card("two"), NOON, "k4")
    assert chat.unseen(["ana"]) == {"ana": 1}


def test_a_file_is_kept_and_read_by_the_next_program(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    first = Chat(path)
    first.post("ana", card("one"), NOON, "k")
    first.close()
    assert [m.body for m in Chat(path).messages("ana")] == [card("one")]


def test_two_programs_share_a_file(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    one, other = Chat(path), Chat(path)
    assert one.post("ana", card("one"), NOON, "k") == other.post("ana", card("two"), NOON, "k")
    assert [m.body for m in other.messages("ana")] == [card("one")]


def test_many_threads_lose_nothing(chat: Chat) -> None:
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: chat.write("ana", str(n), NOON, f"k{n % 50}"), range(150)))
    assert len(set(ids)) == 50
    assert len(chat.messages("ana")) == 50


def test_a_failed_write_leaves_nothing_behind(chat: Chat) -> None:
    with pytest.raises(sqlite3.Error):
        chat.write(None, "words", NOON, "k")  # type: ignore[arg-type]
    chat.write("ana", "still works", NOON, "k")
    assert [m.body for m in chat.messages("ana")] == ["still works"]


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "chat.db"
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    with pytest.raises(ChatIsNewer, match="99"):
        Chat(path)


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        chat = Chat(tmp_path / "chat.db")
        chat.write("ana", "help", NOON, "k")
        modes = {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    finally:
        os.umask(old)
    assert modes == {0o600}
    chat.close()
