"""The roster's file: opened, unpacked and decoded as a stream, and refused when it is no text.

Knows nothing of what a roster says. Memory stays flat whatever the file's size.
"""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.roster import LONGEST_RECORD, Fault, HeaderRules, Row, nearest, read_rows, refused

ENCODINGS = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "iso-8859-1", "iso-8859-15")
"""What `--encoding` may be; cp1252 is Windows-1252, iso-8859-1 is Latin-1."""

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_NOT_TEXT = {
    b"PK\x03\x04": "is an Excel workbook or a zip archive",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook",
    b"%PDF": "is a PDF",
}
_GZIP = b"\x1f\x8b"
_SAVE_AS = "In the spreadsheet choose “Save as”, “CSV UTF-8”, and import that."


def open_rows(path: Path, rules: HeaderRules, encoding: str = "") -> Iterator[Row | Fault]:
    """The rows of a CSV file, plain or gzip, and the faults of records that are broken.

    UTF-8 with or without a mark and UTF-16 with one are recognised; `encoding`
    (of `ENCODINGS`) is for what has no mark. Raises `RosterRefused`, on the first
    row or wherever the trouble is, for a file that cannot be read.
    """
    codec = _codec(encoding)
    with _opened(path) as file:
        yield from read_rows(_lines(file, codec), rules)


def _codec(encoding: str) -> str:
    """Python's name for the encoding asked for; UTF-8 for none."""
    try:
        name = codecs.lookup(encoding or "utf-8").name.replace("iso8859", "iso-8859")
    except LookupError:
        name = ""
    if name not in ENCODINGS:
        do = f"Give one of {', '.join(ENCODINGS)}."
        raise refused(f"“{encoding[:40]}” is not an encoding the import knows", do)
    return "utf-8-sig" if name == "utf-8" else name


class _Counted(io.BufferedReader):
    """Bytes on their way, counted, so that a bad one can be pointed at."""

    handed_on = 0

    def read1(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        data = super().read1(size)
        self.handed_on += len(data)
        return data


@contextmanager
def _opened(path: Path) -> Iterator[_Counted]:
    """The file's bytes, unpacked if it is gzip. Raises `RosterRefused` with what to do."""
    try:
        with path.open("rb") as file:
            packed = file.peek(2)[:2] == _GZIP
            with _Counted(gzip.GzipFile(fileobj=file) if packed else file) as counted:
                yield counted
    except FileNotFoundError:
        raise refused(f"there is no file {path}", _other_file(path)) from None
    except IsADirectoryError:
        raise refused(f"{path} is a folder", "Name the CSV file in it.") from None
    except PermissionError:
        do = "Ask its owner to let you read it, or copy it to a place of your own."
        raise refused(f"{path} may not be read by you", do) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        do = "Unpack it by hand to see how far it goes, or copy it again."
        raise refused(f"{path} is gzip, and damaged or cut short", do) from None
    except OSError as trouble:
        do = "Copy it to another place and try again."
        raise refused(f"{path} cannot be read: {trouble.strerror}", do) from None


def _other_file(path: Path) -> str:
    try:
        there = [each.name for each in path.parent.iterdir() if each.is_file()]
    except OSError:
        return f"There is no folder {path.parent} either."
    near = nearest(path.name, there)
    return f"Did you mean {path.parent / near}?" if near else "Check the name and the folder."


def _lines(file: _Counted, codec: str) -> Iterator[str]:
    """The text's lines with their ends; of an overlong one only the beginning."""
    start = _start(file)
    codec = next((name for mark, name in _MARKS.items() if start.startswith(mark)), codec)
    if codec == "utf-8-sig" and b"\0" in start[:2]:
        do = "Try --encoding utf-16-le or utf-16-be. " + _SAVE_AS
        raise refused("the file looks like UTF-16 without its mark, or is not text", do)
    text, number = io.TextIOWrapper(file, encoding=codec, newline=""), 0
    try:
        while line := text.readline(LONGEST_RECORD + 1):
            number += 1
            if "\0" in line:
                raise refused("the file has a NUL byte, so it is not text", _SAVE_AS, number)
            yield line
            while len(line) > LONGEST_RECORD and not line.endswith(("\n", "\r")):
                line = text.readline(LONGEST_RECORD + 1)
                if not line:
                    return
    except UnicodeDecodeError as bad:
        at = file.handed_on - len(bad.object) + bad.start
        raise refused(*_undecodable(bad, at), number + 1 + _line_ends(bad)) from None


def _start(file: _Counted) -> bytes:
    """The first bytes, left in place. Raises `RosterRefused` for what is certainly no CSV."""
    start = file.peek(8)[:8]
    for magic, what in _NOT_TEXT.items():
        if start.startswith(magic):
            raise refused(f"the file {what}, not a CSV", _SAVE_AS)
    return start


def _undecodable(bad: UnicodeDecodeError, at: int) -> tuple[str, str]:
    byte = bad.object[bad.start : bad.start + 1]
    name = "UTF-8" if bad.encoding.startswith("utf-8") else bad.encoding
    what = f"byte {at:,} (0x{byte.hex().upper()}, counted from 0) is not {name}"
    if name != "UTF-8":
        return what, _SAVE_AS
    try:
        read = byte.decode("cp1252")
    except UnicodeDecodeError:
        return what, _SAVE_AS
    return what, f"In Windows-1252 it is “{read}”: if that fits, add --encoding cp1252. {_SAVE_AS}"


def _line_ends(bad: UnicodeDecodeError) -> int:
    return bad.object[: bad.start].count(b"\n")
