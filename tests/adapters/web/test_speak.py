"""Letters to the browser's chat, and what becomes of them."""

from datetime import UTC, datetime

import pytest

from adapters.web import Chat, WebSpeaker
from bot.delivery import Failed, Letter, Place, Sent, Speaker, Unknown
from bot.ui import Card, Paragraph, line

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CARD = Card("Hello", (Paragraph(line("text")),))
LETTER = Letter("key-1", Place("browser", "web", "This browser"), "ana", CARD)


@pytest.fixture
def chat() -> Chat:
    return Chat()


@pytest.fixture
def speaker(chat: Chat) -> Speaker:
    return WebSpeaker(chat, lambda: NOON)


async def test_a_letter_is_in_the_members_chat_at_the_demonstrations_time(
    chat: Chat, speaker: Speaker
) -> None:
    sent = await speaker.speak(LETTER)
    (message,) = chat.messages("ana")
    assert (message.body, message.at) == (CARD, NOON)
    assert sent == Sent(str(message.id))


async def test_a_letter_spoken_twice_is_there_once(chat: Chat, speaker: Speaker) -> None:
    assert await speaker.speak(LETTER) == await speaker.speak(LETTER)
    assert len(chat.messages("ana")) == 1


async def test_a_letter_can_be_looked_up(speaker: Speaker) -> None:
    assert await speaker.find(LETTER) is None
    sent = await speaker.speak(LETTER)
    assert await speaker.find(LETTER) == sent


async def test_trouble_with_the_file_is_named_not_raised(chat: Chat, speaker: Speaker) -> None:
    chat.close()
    assert await speaker.speak(LETTER) == Failed("the browser's chat: ProgrammingError")
    assert await speaker.find(LETTER) == Unknown("the browser's chat: ProgrammingError")
