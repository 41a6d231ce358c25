"""`coffee-rounds teams`: what Microsoft Teams needs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from adapters.cli.output import CannotDo, say
from adapters.teams.package import App, NotPackable
from adapters.teams.package import package as packed
from bot import config
from bot.words import Voice, tongue

cli = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds teams`."""
    root.add_typer(cli, name="teams", help="Prepare what Microsoft Teams needs.")


@cli.callback()
def teams() -> None:
    """Prepare what Microsoft Teams needs."""


@cli.command("package")
def package(
    app_id: Annotated[str, typer.Option(help="The bot's app id, as Entra shows it.")],
    host: Annotated[str, typer.Option(help="The bot's public name, such as bot.hospital.org.")],
    developer: Annotated[str, typer.Option(help="Who runs it, in up to 32 characters.")],
    website: Annotated[str, typer.Option(help="A page about it, https://…")],
    privacy: Annotated[str, typer.Option(help="Your privacy notice, https://…")],
    terms: Annotated[str, typer.Option(help="Your terms of use, https://…")],
    version: Annotated[str, typer.Option(help="Raise it with each upload.")] = "1.0.0",
    output: Annotated[Path, typer.Option(help="The ZIP to write.")] = Path("coffee-rounds.zip"),
) -> None:
    """Write the app package to upload in the Teams admin centre."""
    try:
        app = App(app_id, host, developer, website, privacy, terms, version)
    except NotPackable as fault:
        raise CannotDo(f"No package was written: {fault}.") from fault
    language = config.read(os.environ).language
    output.write_bytes(packed(app, Voice(tongue=tongue(language))))
    say(f"Wrote {output}. Upload it in the Teams admin centre, under Manage apps.")
