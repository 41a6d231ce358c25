"""`coffee-rounds db`: make or upgrade the database."""

import os

import typer

from adapters.cli.output import Json, as_json, say
from adapters.house import database_url
from bot import config
from storage import check_keys, new_key, rotate_keys, upgrade

cli = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds db`."""
    root.add_typer(cli, name="db", help="Look after the database.")


@cli.callback()
def database() -> None:
    """Look after the database."""


@cli.command("upgrade")
def upgrade_(json: Json = False) -> None:
    """Make the database, or bring it up to this version. Safe to run again."""
    settings = config.read(os.environ)
    url = database_url(settings)
    check_keys(url, settings.secret_keys)
    upgrade(url, settings.secret_keys)
    if json:
        as_json({"database": config.masked(url), "upgraded": True})
    else:
        say(f"The database is up to date: {config.masked(url)}")


@cli.command("rotate-keys")
def rotate_keys_(json: Json = False) -> None:
    """Seal all that members wrote again, under the newest key. All of it or nothing.

    With COFFEE_ROUNDS_SECRET_KEYS, put a new key first, keep the old ones after
    it, run this, then take the old ones away. Without, the key file is renewed.
    """
    settings = config.read(os.environ)
    url = database_url(settings)
    count = rotate_keys(url, settings.secret_keys)
    if json:
        as_json({"database": config.masked(url), "sealed_again": count})
    else:
        say(f"Sealed again under the newest key: {count} texts.")


@cli.command("new-key")
def new_key_() -> None:
    """Print a new key for COFFEE_ROUNDS_SECRET_KEYS. Keep it as you keep a password."""
    say(new_key())
