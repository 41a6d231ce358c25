"""`coffee-rounds doctor slack`: what keeps the app from working in Slack."""

import asyncio
from collections.abc import Mapping

from adapters.checked import Checked
from adapters.house import database_url, utc_now
from adapters.slack import workspace as kept_as
from adapters.slack.doctor import Looking, check
from adapters.slack.web_api import BASE_URL, clients, new_session
from bot import config
from bot.setting_values import PREFIX
from storage import check_keys, open_store


def examine(environment: Mapping[str, str], base_url: str = BASE_URL) -> list[Checked]:
    """Everything looked at, in order; bad settings are one finding. Raises `DatabaseTrouble`."""
    try:
        settings = config.read(environment)
    except config.BadSettings as bad:
        faults = "\n     ".join(bad.faults)
        return [Checked("settings", ok=False, found=faults, do="Correct them, then look again.")]
    slack = settings.slack
    if not slack.on:
        what = f"Set {PREFIX}SLACK_BOT_TOKEN, or the client id: docs/slack.md says how."
        return [Checked("settings", ok=False, found="Slack is not set up", do=what)]
    looking = Looking(
        tokens=[("the workspace", slack.bot_token)] if slack.bot_token else _installed(settings),
        signing_secrets=slack.signing_secrets,
        public_url=settings.server.public_url,
        socket=bool(slack.app_token),
        profile_fields=bool(slack.fields),
    )
    return asyncio.run(_checked(looking, base_url))


def _installed(settings: config.Settings) -> list[tuple[str, str]]:
    """The workspaces that installed the app, with their tokens."""
    url = database_url(settings)
    check_keys(url, settings.secret_keys)
    store = open_store(url, settings.secret_keys)
    try:
        kept = [
            store.credentials.read(n, utc_now()) for n in store.credentials.names(kept_as.PREFIX)
        ]
    finally:
        store.close()
    workspaces = [kept_as.read(text) for text in kept if text]
    return [(workspace.name, workspace.token) for workspace in workspaces]


async def _checked(looking: Looking, base_url: str) -> list[Checked]:
    async with new_session() as session:
        return await check(looking, clients(session, base_url), session, utc_now)
