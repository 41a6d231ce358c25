"""`coffee-rounds db`: make or upgrade the database."""

import os

import typer

from adapters.cli.output import Json, as_json, say
from adapters.main import database_url
from bot import config
from storage import upgrade

cli = typer.Typer(no_args_is_help=True)


@cli.callback()
def database() -> None:
    """Look after the database."""


@cli.command("upgrade")
def upgrade_(json: Json = False) -> None:
    """Make the database, or bring it up to this version. Safe to run again."""
    url = database_url(config.read(os.environ))
    upgrade(url)
    if json:
        as_json({"database": config.masked(url), "upgraded": True})
    else:
        say(f"The database is up to date: {config.masked(url)}")
