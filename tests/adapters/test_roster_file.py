import gzip
import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from adapters.roster_file import open_rows
from bot.roster import Fault, RosterRefused, Row, header_rules

RULES = header_rules(default_timezone="UTC")
TEXT = "member_id,display_name\nM1,Zoë Jiménez\nM2,Łukasz Nowak\n"
NAMES = ["Zoë Jiménez", "Łukasz Nowak"]


def file(tmp_path: Path, content: bytes, name: str = "roster.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def names(path: Path, encoding: str = "") -> list[str]:
    rows = list(open_rows(path, RULES, encoding))
    assert not [row for row in rows if isinstance(row, Fault)]
    return [row.cells["display_name"] for row in rows if isinstance(row, Row)]


def refusal(path: Path, encoding: str = "") -> str:
    with pytest.raises(RosterRefused) as refused:
        list(open_rows(path, RULES, encoding))
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250"])
def test_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, TEXT.encode(encoding, "replace"))
    if encoding == "cp1250":
        assert "not UTF-8" in refusal(path)
    else:
        assert names(path) == NAMES


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_is_read_with_its_mark_in_either_order_or_by_name(
    tmp_path: Path, order: str
) -> None:
    codec = f"utf-16-{order}"
    assert names(file(tmp_path, f"\ufeff{TEXT}".encode(codec))) == NAMES
    bare = file(tmp_path, TEXT.encode(codec))
    assert names(bare, codec) == NAMES
    assert "looks like UTF-16 without its mark" in refusal(bare)
    assert f"utf-16-{order}" in refusal(bare)


@pytest.mark.parametrize("encoding", ["cp1252", "windows-1252", "latin-1", "ISO-8859-1"])
def test_an_older_encoding_is_read_when_it_is_named(tmp_path: Path, encoding: str) -> None:
    path = file(tmp_path, "member_id,display_name\nM1,Zoë Jiménez\n".encode("cp1252"))
    assert names(path, encoding) == ["Zoë Jiménez"]


def test_a_byte_that_is_not_utf_8_is_named_by_place_with_what_to_do(tmp_path: Path) -> None:
    filler = "".join(f"M{n},Ana Ruiz\n" for n in range(20_000)).encode()
    head = b"member_id,display_name\n" + filler + b"X1,Zo"
    path = file(tmp_path, head + b"\xeb Bell\nX2,Bo Li\n")
    said = refusal(path)
    assert f"line 20002: byte {len(head):,} (0xEB, counted from 0) is not UTF-8" in said
    assert "In Windows-1252 it is “ë”" in said
    assert "--encoding cp1252" in said
    assert "CSV UTF-8" in said


def test_the_place_of_a_bad_byte_counts_the_mark_and_unpacked_bytes(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbfmember_id,display_name\nM1,Zo\xeb\n"
    at = content.index(b"\xeb", 3)
    assert f"line 2: byte {at} (0xEB" in refusal(file(tmp_path, content))
    assert f"line 2: byte {at} (0xEB" in refusal(file(tmp_path, gzip.compress(content)))


def test_a_byte_cut_off_at_the_end_of_the_file_is_found(tmp_path: Path) -> None:
    path = file(tmp_path, TEXT.encode() + b"M3,Zo\xc3")
    assert f"byte {len(TEXT.encode()) + 5} (0xC3" in refusal(path)


def test_an_unknown_encoding_is_refused_with_those_there_are(tmp_path: Path) -> None:
    for encoding in ("klingon", "rot13", "utf-7", "base64"):
        said = refusal(file(tmp_path, TEXT.encode()), encoding)
        assert f"“{encoding}” is not an encoding the import knows" in said
        assert "cp1252" in said


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    path = file(tmp_path, TEXT.encode() + b"M3,Bo\0Li\n")
    assert "line 4: the file has a NUL byte" in refusal(path)


def workbook() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (workbook(), "is an Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is an old Excel workbook"),
        (b"%PDF-1.7\n", "is a PDF"),
        (gzip.compress(workbook()), "is an Excel workbook"),
    ],
    ids=["workbook", "old workbook", "page", "packed workbook"],
)
def test_what_is_no_csv_is_called_by_its_name(tmp_path: Path, content: bytes, what: str) -> None:
    said = refusal(file(tmp_path, content))
    assert what in said
    assert "Save as" in said


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"\xef\xbb\xbf", gzip.compress(b"")],
    ids=["nothing", "empty lines", "only a mark", "packed nothing"],
)
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "the file is empty" in refusal(file(tmp_path, content))


def test_gzip_is_recognised_whatever_the_name(tmp_path: Path) -> None:
    assert names(file(tmp_path, gzip.compress(TEXT.encode()))) == NAMES


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(TEXT.encode() * 50)[:-20],
        gzip.compress(os.urandom(200))[:12] + b"broken" * 9,
        gzip.compress(TEXT.encode())[:-8] + bytes(8),
        b"\x1f\x8b",
    ],
    ids=["cut short", "broken inside", "wrong sum", "only its mark"],
)
def test_damaged_gzip_is_refused(tmp_path: Path, content: bytes) -> None:
    assert "is gzip, and damaged or cut short" in refusal(file(tmp_path, content))


def test_a_missing_file_is_named_with_the_one_probably_meant(tmp_path: Path) -> None:
    there = file(tmp_path, TEXT.encode(), "roster_2026.csv")
    said = refusal(tmp_path / "roster_2062.csv")
    assert f"there is no file {tmp_path / 'roster_2062.csv'}" in said
    assert f"Did you mean {there}?" in said
    assert "Check the name" in refusal(tmp_path / "zzz")
    assert "There is no folder" in refusal(tmp_path / "none" / "roster.csv")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert f"{tmp_path} is a folder" in refusal(tmp_path)


def test_a_file_that_may_not_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, TEXT.encode())

    def closed(*_: object, **__: object) -> None:  # root may read what chmod forbids
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    assert "may not be read by you" in refusal(path)


def test_trouble_on_the_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file(tmp_path, TEXT.encode())

    def broken(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", broken)
    assert "cannot be read: Input/output error" in refusal(path)


def opened() -> set[str]:
    return {str(fd.readlink()) for fd in Path("/proc/self/fd").iterdir() if fd.is_symlink()}


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc to see open files")
def test_the_file_is_closed_when_reading_stops_early(tmp_path: Path) -> None:
    path = file(tmp_path, TEXT.encode())
    rows = open_rows(path, RULES)
    next(rows)
    assert str(path) in opened()
    del rows
    assert str(path) not in opened()


def test_lines_are_counted_over_an_overlong_one(tmp_path: Path) -> None:
    path = file(tmp_path, TEXT.encode() + b"M3," + b"x" * 300_000 + b"\nM4,Di Ng\n")
    rows = list(open_rows(path, RULES))
    assert [(type(row), row.line) for row in rows] == [(Row, 2), (Row, 3), (Fault, 4), (Row, 5)]


def peak(path: Path) -> int:
    """Bytes at most held at once while the file is read through."""
    tracemalloc.start()
    try:
        for _row in open_rows(path, RULES):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"M1,Ana Ruiz\n" * 4_000, id="many rows"),
        pytest.param(b"x" * 6_000_000, id="one line without an end"),
        pytest.param(b'M1,"Ana\n' + b"M2,Bo\n" * 10_000, id="a quote never closed"),
    ],
)
def test_memory_stays_flat_however_long_the_file(tmp_path: Path, body: bytes) -> None:
    head = b"member_id,display_name\n"
    small = peak(file(tmp_path, head + b"M1,Ana Ruiz\n", "small.csv"))
    large = peak(file(tmp_path, gzip.compress(head + body * 5), "large.csv.gz"))
    assert large - small < 3_000_000
