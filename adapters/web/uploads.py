"""A posted form that carries a file, read as it comes and never written anywhere.

Text and files have limits of their own; a file that is too big is counted and
let go, so that the form can say so and everything typed is still there.
"""

from aiohttp import BodyPartReader, web
from multidict import MultiDict, MultiDictProxy

from adapters.web.fields import PREFIX
from adapters.web.guard import Sorry
from bot.events import File
from bot.ui import Form, Upload

TEXT_LIMIT = 128 * 1024
"""Bytes of all that is typed into one form."""

WHOLE_LIMIT = 64 * 1024 * 1024
"""Bytes of a request that are let pass by unread before the door is closed."""

PARTS = 100


KEPT = 8 * 1024 * 1024
"""Bytes of files held in memory while one form is answered."""

Sent = MultiDictProxy[str | bytes | bytearray | web.FileField]


def takes_files(form: Form) -> bool:
    """Whether the form asks for a file."""
    return any(isinstance(each, Upload) for each in form.fields)


async def posted(request: web.Request) -> tuple[Sent, tuple[File, ...]]:
    """What was typed, and the files. Raises `Sorry` for what is no form, or has no end."""
    typed: MultiDict[str | bytes | bytearray | web.FileField] = MultiDict()
    files: list[File] = []
    text = passed = 0
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or len(typed) + len(files) >= PARTS:
                raise _unreadable()
            is_file = part.filename is not None
            content, size = await _read(part, KEPT - passed if is_file else TEXT_LIMIT - text)
            passed += size
            if passed > WHOLE_LIMIT or (not is_file and size > TEXT_LIMIT - text):
                raise Sorry(413, "That was too much at once", "Nothing was changed.")
            if is_file:
                files.append(File(part.name or "", size, content))
            else:
                text += size
                typed.add(part.name or "", content.decode("utf-8"))
    except (ValueError, LookupError, AssertionError) as fault:
        raise _unreadable() from fault
    return MultiDictProxy(typed), tuple(files)


async def _read(part: BodyPartReader, most: int) -> tuple[bytes, int]:
    """A part's bytes, or none of them when there are more than `most`; and how many there were."""
    kept, size = bytearray(), 0
    while chunk := await part.read_chunk(64 * 1024):
        size += len(chunk)
        if size > WHOLE_LIMIT:
            break
        kept += chunk
        if size > most:
            kept.clear()
    return (bytes(kept) if size <= most else b""), size


def files_of(form: Form, sent: tuple[File, ...]) -> tuple[File, ...]:
    """The files given in the form's own fields, each within its field's limit or empty."""
    limits = {PREFIX + each.name: each for each in form.fields if isinstance(each, Upload)}
    return tuple(
        File(field.name, file.size, file.content if file.size <= field.limit else b"")
        for file in sent
        if (field := limits.get(file.name)) and file.size
    )


def _unreadable() -> Sorry:
    return Sorry(400, "That did not work", "The form could not be read.")
