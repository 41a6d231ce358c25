"""`coffee-rounds teams`: what Microsoft Teams needs, and what keeps the bot from working there."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import aiohttp
import typer

from adapters.checked import Checked
from adapters.cli.output import CannotDo, say
from adapters.house import utc_now
from adapters.platforms.teams import as_teams_settings
from adapters.teams.doctor import Looking, check
from adapters.teams.framework import credentials
from adapters.teams.package import App, NotPackable
from adapters.teams.package import package as packed
from bot import config
from bot.setting_values import PREFIX
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


def examine(environment: Mapping[str, str], metadata: str = "") -> list[Checked]:
    """Everything looked at, in order; bad settings are one finding, and the only one.

    The keys are looked for at `metadata`, or where the settings' cloud has them.
    """
    try:
        settings = config.read(environment)
    except config.BadSettings as bad:
        faults = "\n     ".join(bad.faults)
        return [Checked("settings", ok=False, found=faults, do="Correct them, then look again.")]
    if not settings.teams.on:
        what = f"Set {PREFIX}TEAMS_APP_ID: docs/teams.md says how."
        return [Checked("settings", ok=False, found="Teams is not set up", do=what)]
    if settings.teams.development:
        return [Checked("settings", ok=True, found="development: nothing of Microsoft's is needed")]
    try:
        teams = as_teams_settings(settings.teams)
        known = credentials(teams)
    except (OSError, ValueError) as fault:
        what = f"Set {PREFIX}TEAMS_CERTIFICATE to a PEM file that the bot may read."
        found = f"the certificate cannot be read: {type(fault).__name__}"
        return [Checked("settings", ok=False, found=found, do=what)]
    ask = known.get_access_token if known else lambda: ""
    cloud = teams.cloud
    looking = Looking(
        ask, settings.server.public_url, metadata or cloud.metadata, login=cloud.login
    )
    good = Checked("settings", ok=True, found="an app id, a tenant and one proof of identity")
    return [good, *asyncio.run(_checked(looking))]


async def _checked(looking: Looking) -> list[Checked]:
    async with aiohttp.ClientSession() as session:
        return await check(looking, session, utc_now)
