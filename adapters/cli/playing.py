"""`coffee-rounds as`: be one member in this terminal. Only for whoever may read the database."""

import asyncio
import contextlib
import sys
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.output import CannotDo, opened, say
from adapters.house import BROWSER, House, chat_path, database_url, new_id
from adapters.main import deliver_all
from adapters.terminal import Session
from adapters.web import Chat
from bot.events import Who
from bot.ui import Card

PROMPT = "> "


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds as`."""
    root.command("as")(play)


def play(
    member: Annotated[str, typer.Argument(help="A member's id, as in the roster.")],
    words: Annotated[
        list[str] | None, typer.Argument(help="What they say; asked for if none.")
    ] = None,
) -> None:
    """Be one member: type what they say, or the number of a button."""
    with opened() as wired:
        with wired.store.reading() as reading:
            found = reading.member_at(Who(BROWSER.id, member))
        if found is None:
            raise CannotDo(f"No member has the id {member!r}. Ids are those of the roster.")
        session = Session(
            wired.app, Who(BROWSER.id, member), found.timezone or "UTC", new_id, _content
        )
        if words:
            say(session.type(" ".join(words)))
            _keep_file(session)
            asyncio.run(deliver_all(wired))
        else:
            _talk(wired, session, member)


def _talk(wired: House, session: Session, member: str) -> None:
    """Answer line by line until the input ends."""
    said = session.type("home")
    with contextlib.closing(Chat(chat_path(database_url(wired.settings)))) as chat:
        seen = max((each.id for each in chat.messages(member)), default=0)
        while True:
            say(f"{said}\n")
            asyncio.run(deliver_all(wired))
            for each in chat.messages(member, seen):
                seen = each.id
                if isinstance(each.body, Card):
                    say(f"{session.deliver(each.body)}\n")
            sys.stdout.write(PROMPT)
            sys.stdout.flush()
            line = sys.stdin.readline()
            if not line:
                return
            said = session.type(line.rstrip("\n"))
            _keep_file(session)


def _keep_file(session: Session) -> None:
    """Write a file that was asked for beside the caller, for them alone."""
    if session.file is None:
        return
    path = Path(session.file.name)
    path.touch(mode=0o600, exist_ok=True)
    path.write_bytes(session.file.data)
    session.file = None


def _content(typed: str) -> bytes | None:
    try:
        return Path(typed).expanduser().read_bytes()
    except OSError:
        return None
