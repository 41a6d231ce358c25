"""`coffee-rounds doctor`: settings, database, clock, Slack and Teams, each with what to do."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, assert_never
from zoneinfo import ZoneInfo

import typer

from adapters.cli.output import Exit, Json, as_json, say
from adapters.house import database_url, log_as
from bot import config, rounds
from bot.model import Programme
from bot.setting_values import PREFIX
from storage import DatabaseTrouble, check_keys, open_store

EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
"""A machine whose clock is before this has lost it: the program is younger."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, whether it is well, and what to do if not."""

    what: str
    well: bool
    found: str
    do: str = ""


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds doctor`."""
    root.command("doctor")(doctor)


class Part(StrEnum):
    """What can be looked at besides this machine."""

    SLACK = "slack"
    TEAMS = "teams"


def doctor(
    part: Annotated[Part | None, typer.Argument(help="Look at this instead.")] = None,
    json: Json = False,
) -> None:
    """Check settings, database and clock, or Slack or Teams. Exit code 1 when one needs doing."""
    findings = _examine_part(part, os.environ)
    if json:
        as_json([{"what": f.what, "well": f.well, "found": f.found, "do": f.do} for f in findings])
    else:
        for each in findings:
            say(f"{'ok  ' if each.well else 'FIX '} {each.what}: {each.found}")
            if each.do:
                say(f"     {each.do}")
    if not all(each.well for each in findings):
        raise typer.Exit(int(Exit.TROUBLE))


def _examine_part(part: Part | None, environment: Mapping[str, str]) -> list[Finding]:
    # Imported here: a platform's own library is for those who ask about that platform.
    match part:
        case None:
            return examine(environment)
        case Part.SLACK:
            from adapters.cli.slack import examine as examine_slack

            slack = examine_slack(environment)
            return [Finding(each.name, each.ok, each.found, each.do) for each in slack]
        case Part.TEAMS:
            from adapters.cli.teams import examine as examine_teams

            log_as("error")  # what could not be fetched is a finding, not a line amid the JSON
            teams = examine_teams(environment)
            return [Finding(each.name, each.ok, each.found, each.do) for each in teams]
        case _:
            assert_never(part)


def examine(environment: Mapping[str, str]) -> list[Finding]:
    """Everything looked at, in order. A fault does not end the examination."""
    try:
        settings = config.read(environment)
    except config.BadSettings as bad:
        faults = "\n     ".join(bad.faults)
        return [
            Finding("settings", well=False, found=faults, do="Correct them, then look again."),
            *_clock(),
        ]
    good = Finding(
        "settings", well=True, found=f"{sum(n.startswith(PREFIX) for n in environment)} set"
    )
    return [good, *_database(database_url(settings), settings.secret_keys), *_clock()]


def _database(url: str, secret_keys: str) -> list[Finding]:
    where = config.masked(url)
    try:
        check_keys(url, secret_keys)
        store = open_store(url, secret_keys)
    except DatabaseTrouble as trouble:
        return [Finding("database", well=False, found=where, do=str(trouble))]
    try:
        with store.writing() as tx:
            programmes = tx.programmes()
            deliveries = tx.deliveries()
    except DatabaseTrouble as trouble:
        return [Finding("database", well=False, found=where, do=str(trouble))]
    finally:
        store.close()
    waiting = sum(deliveries.get(state, 0) for state in ("dead", "unknown"))
    return [
        Finding("database", well=True, found=f"{where}, up to date and writable"),
        Finding(
            "programmes",
            well=bool(programmes),
            found=", ".join(f"{p.name} ({_next_round(p)})" for p in programmes) or "none",
            do=""
            if programmes
            else "Bring in a roster: coffee-rounds roster import FILE --apply. Or serve Slack or"
            " Teams, whose members make one.",
        ),
        Finding(
            "messages",
            well=not waiting,
            found=", ".join(f"{n} {state}" for state, n in deliveries.items() if n) or "none yet",
            do="" if not waiting else "Some could not be delivered, or may not have been.",
        ),
    ]


def _next_round(programme: Programme) -> str:
    at = rounds.next_moment(programme, datetime.now(UTC))
    if at is None:
        return "paused"
    here = at.astimezone(ZoneInfo(programme.timezone))
    return f"next round {here:%A} {here.day} {here:%B}, {here:%H:%M} {programme.timezone}"


def _clock() -> list[Finding]:
    now = datetime.now(UTC)
    return [
        Finding(
            "clock",
            well=now >= EARLIEST,
            found=f"{now:%Y-%m-%d %H:%M} UTC",
            do="" if now >= EARLIEST else "The machine's clock is years behind: set it, use NTP.",
        )
    ]
