"""How the command line answers: tables for people, JSON for scripts, troubles in one line."""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from adapters.house import House, house, log_as, suggester
from bot import config
from bot.app.service import NoSuchProgramme
from bot.roster import RosterRefused
from storage import DatabaseTrouble

screen = Console(highlight=False)
troubles = Console(stderr=True, highlight=False)

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON, for scripts.")]

EXPECTED = (DatabaseTrouble, RosterRefused, NoSuchProgramme)
"""Troubles whose message already says what and what to do."""


class Exit(IntEnum):
    """What the process tells the shell."""

    DONE = 0
    TROUBLE = 1
    USAGE = 2
    FAULTS = 3


class CannotDo(Exception):
    """It could not be done; the message says why and what to do."""


@contextmanager
def opened(*, suggests: bool = False) -> Iterator[House]:
    """The house as the environment sets it; with suggestions by meaning where members type."""
    settings = config.read(os.environ)
    log_as(settings.log_level)
    with house(settings, suggester() if suggests else None) as wired:
        yield wired


def guarded(command: Callable[[], object]) -> None:
    """Run a command; expected troubles end it with one message and a code."""
    try:
        command()
    except config.BadSettings as fault:
        _end("These settings cannot be used:\n" + str(fault), Exit.USAGE)
    except (CannotDo, *EXPECTED) as fault:
        _end(str(fault) or type(fault).__doc__ or "", Exit.TROUBLE)
    except KeyboardInterrupt:
        _end("Stopped.", Exit.TROUBLE)


def _end(message: str, code: Exit) -> None:
    if "--json" in sys.argv:
        sys.stdout.write(json.dumps({"error": message}) + "\n")
    else:
        troubles.print(message, style="bold red", markup=False, soft_wrap=True)
    raise SystemExit(int(code))


def say(message: str, style: str = "") -> None:
    """One line for people. Square brackets are only brackets."""
    screen.print(message, style=style or None, markup=False, soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table for people; people's words are literal in it."""
    drawn = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        drawn.add_column(column)
    for row in rows:
        drawn.add_row(*(_literal(cell) for cell in row))
    screen.print(drawn)


def facts(title: str, rows: Sequence[tuple[str, object]]) -> None:
    """A few facts for people, each with its label."""
    drawn = Table(
        title=title, title_justify="left", title_style="bold", box=None, show_header=False
    )
    drawn.add_column(style="dim")
    drawn.add_column()
    for label, value in rows:
        drawn.add_row(label, _literal(value))
    screen.print(drawn)


def _literal(cell: object) -> str:
    return str(cell).replace("[", r"\[")


def as_json(value: Mapping[str, Any] | Sequence[Any]) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, default=_plain, ensure_ascii=False, indent=2) + "\n")


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@contextmanager
def progress(title: str, *, quiet: bool) -> Iterator[Callable[[str, float], None]]:
    """A progress bar for the stages of a round. Silent when asked to be."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=troubles, transient=True, disable=quiet) as bar:
        task = bar.add_task(title, total=1.0)

        def show(stage: str, fraction: float) -> None:
            bar.update(task, description=f"{title}: {stage}", completed=fraction)

        yield show
