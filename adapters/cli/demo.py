"""`coffee-rounds demo`: a sample hospital, this week's round, and the browser, in one go."""

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_data_path

from adapters.cli import rounds as showing
from adapters.cli.output import progress, say
from adapters.cli.serving import no_trouble_serving, serve_until_stopped
from adapters.house import APP_FOLDER, BROWSER, House, chat_path, house, log_as, suggester
from adapters.main import deliver_all
from adapters.roster_file import open_rows
from adapters.web import must_be_free
from bot import config, rounds
from bot.app import rostering
from bot.roster import header_rules
from storage import upgrade

SAMPLE = "roster_5000.csv"
PROPOSALS_SHOWN = 3


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds demo`."""
    root.command("demo")(demo)


def demo(
    keep: Annotated[bool, typer.Option("--keep", help="Go on with the last demo.")] = False,
    serve: Annotated[bool, typer.Option(help="Open the browser pages at the end.")] = True,
    roster: Annotated[Path | None, typer.Option(help="Another roster than the sample.")] = None,
) -> None:
    """Import a hospital of 5,000, run this week's round, and play any member in a browser."""
    settings = _settings()
    if serve:
        with no_trouble_serving():
            must_be_free(settings.web_host, settings.web_port)
    fresh = not (keep and _file(settings).exists())
    if fresh:
        _start_over(settings)
    upgrade(settings.database_url, settings.secret_keys)
    with house(settings, suggester()) as wired:
        if fresh:
            _first_week(wired, roster)
        if serve:
            serve_until_stopped(wired, _invite)


def _settings() -> config.Settings:
    """The environment's settings, with a database of the demo's own."""
    settings = config.read(os.environ)
    log_as("warning" if settings.log_level == "info" else settings.log_level)
    folder = user_data_path(APP_FOLDER, appauthor=False, ensure_exists=True)
    return replace(settings, database_url=f"sqlite:///{folder / 'demo.db'}")


def _file(settings: config.Settings) -> Path:
    return Path(settings.database_url.removeprefix("sqlite:///"))


def _start_over(settings: config.Settings) -> None:
    """Remove the last demo's files, and nothing else."""
    for path in (_file(settings), chat_path(settings.database_url)):
        for ending in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).unlink()


def _first_week(wired: House, roster: Path | None) -> None:
    """Import, move the clock to this week's round, run it, deliver, and show it."""
    with progress("Importing", quiet=False) as bar:
        bar("the roster", 0.3)
        imported = _import(wired, roster)
    say(
        f"Imported {len(imported.plan.added):,} people,"
        f" {len(imported.plan.memberships):,} of whom had joined."
    )
    programme = imported.programme
    moment = rounds.moment(programme, programme.starts_on)
    wired.clock.start_at(moment)
    with progress("This week's round", quiet=False) as bar:
        plan, round_ = wired.app.run(programme, programme.starts_on, progress=bar)
        bar("delivering", 1.0)
        with no_trouble_serving():
            sent = asyncio.run(deliver_all(wired))
    showing.summary(plan, round_.figures["seconds"] if round_ else None)
    say(f"{sent:,} proposals delivered; the others wait for the end of somebody's quiet hours.")
    best = sorted(plan.introductions, key=lambda each: -each.score)
    for each in best[:: max(1, len(best) // PROPOSALS_SHOWN)][:PROPOSALS_SHOWN]:
        say("\n" + "—" * 72 + "\n")
        say(showing.proposal(wired.app.means.voice, each, plan.people))
    say("\n" + "—" * 72)


def _import(wired: House, roster: Path | None) -> rostering.Import:
    """Import the sample, or another roster, as of this moment."""
    with as_file(files("adapters.sample") / SAMPLE) as sample:
        rows = open_rows(roster or sample, header_rules())
        imported = rostering.work_out(
            wired.app.means, rows, BROWSER, whole=False, default_timezone=""
        )
    rostering.keep(wired.app.means, imported)
    return imported


def _invite(address: str) -> None:
    say("")
    say(f"Open {address} and be anyone. The clock there can be moved. Ctrl-C stops.", "bold")
    say("To go on with this hospital another time: .venv/bin/coffee-rounds demo --keep")
