"""The app package that an administrator uploads to Teams: a ZIP made from `app/`."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from adapters.teams.literal import Json
from bot.events import Word
from bot.ui import Plain, Steps, Strong
from bot.words import Voice, standing
from bot.words.elsewhere import other_answers

LIST_LIMIT: Final = 12
"""Commands in one list of the manifest, of which there may be three."""

IN_A_GROUP: Final = (Word.HOME, Word.HELP)
"""What is offered where others read along: the answer comes in private."""

_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_VERSION = re.compile(r"(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*)){2}")
_EPOCH: Final = (2026, 1, 1, 0, 0, 0)


class NotPackable(ValueError):
    """Something given cannot stand in a manifest; the message says what and why."""


@dataclass(frozen=True, slots=True)
class App:
    """What differs from hospital to hospital: ids, addresses, and whom to turn to."""

    app_id: str
    host: str
    developer: str
    website: str
    privacy: str
    terms: str
    version: str = "1.0.0"

    def __post_init__(self) -> None:
        if not _GUID.fullmatch(self.app_id):
            raise NotPackable(f"the app id {self.app_id!r} is not an id as Entra shows it")
        if not _HOST.fullmatch(self.host):
            raise NotPackable(f"the host {self.host!r} is not a name such as bot.hospital.org")
        if not 1 <= len(self.developer) <= 32:
            raise NotPackable("whoever runs it is named in 1 to 32 characters")
        for name in ("website", "privacy", "terms"):
            if not re.fullmatch(r"https://\S{4,2000}", getattr(self, name)):
                raise NotPackable(f"the {name} page is an address that begins with https://")
        if not _VERSION.fullmatch(self.version):
            raise NotPackable(f"the version {self.version!r} is not three numbers with dots")


def manifest(app: App, voice: Voice) -> Json:
    """The manifest for one hospital, its commands those that are understood."""
    made: Json = json.loads((files("adapters.teams.app") / "manifest.json").read_text("utf-8"))
    made |= {"id": app.app_id, "version": app.version, "validDomains": [app.host]}
    made["developer"] = {
        "name": app.developer,
        "websiteUrl": app.website,
        "privacyUrl": app.privacy,
        "termsOfUseUrl": app.terms,
    }
    made["bots"][0] |= {"botId": app.app_id, "commandLists": command_lists(voice)}
    return made


def command_lists(voice: Voice) -> list[Json]:
    """Every word the bot knows, said as `help` says it."""
    said = [{"title": word, "description": what} for word, what in _explained(voice)]
    lists = [said[at : at + LIST_LIMIT] for at in range(0, len(said), LIST_LIMIT)]
    group = [each for each in said if each["title"] in IN_A_GROUP]
    return [
        *({"scopes": ["personal"], "commands": each} for each in lists),
        {"scopes": ["team", "groupChat"], "commands": group},
    ]


def _explained(voice: Voice) -> list[tuple[str, str]]:
    rows = (row for b in standing.help_(voice).blocks if isinstance(b, Steps) for row in b.lines)
    said = [
        (word.text, what.text.removeprefix(" – "))
        for word, what in rows
        if isinstance(word, Strong) and isinstance(what, Plain)
    ]
    return said + [(word.value, what) for word, what in other_answers(voice).items()]


def package(app: App, voice: Voice) -> bytes:
    """The ZIP to upload. The same app gives the same bytes."""
    whole = io.BytesIO()
    folder = files("adapters.teams.app")
    parts = {
        "manifest.json": json.dumps(manifest(app, voice), ensure_ascii=False, indent=2).encode(),
        "color.png": (folder / "color.png").read_bytes(),
        "outline.png": (folder / "outline.png").read_bytes(),
    }
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
