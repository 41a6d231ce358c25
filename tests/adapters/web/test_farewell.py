"""The last answer to somebody forgotten: their chat goes, the card is shown once more."""

from datetime import UTC, datetime
from pathlib import Path

from adapters.web.chat import Chat
from bot.ui import Card, Farewell, Paragraph, line
from tests.adapters.web.conftest import Browser

CARD = Card("You are forgotten", (Paragraph(line("Thank you & goodbye.")),))


async def test_the_chat_is_emptied_and_the_card_shown(browser: Browser, monkeypatch) -> None:
    await browser.say("m-ana", "these words were mine")
    assert browser.chat.messages("m-ana")
    monkeypatch.setattr(browser.core, "handle", lambda event: Farewell(CARD))
    answer = await browser.say("m-ana", "forget me")
    assert answer.headers["Location"].startswith("/farewell/")
    page = await browser.page(answer.headers["Location"])
    assert "You are forgotten" in page
    assert "Thank you &amp; goodbye." in page
    assert browser.chat.messages("m-ana") == ()
    assert (await browser.get("/farewell/nothing")).status == 404


def test_nothing_of_a_forgotten_chat_is_in_its_file(tmp_path: Path) -> None:
    path = tmp_path / "browser.chat"
    chat = Chat(path)
    chat.write("m-ana", "these words were mine", datetime.now(UTC), "k1")
    chat.write("m-ben", "and these are bens", datetime.now(UTC), "k2")
    chat.forget("m-ana")
    raw = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    chat.close()
    assert b"these words were mine" not in raw
    assert b"and these are bens" in raw
