import csv
import io
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.roster import Fault, RosterRefused, Row, header_rules, lines, read_rows
from bot.roster.lines import LONGEST_RECORD

RULES = header_rules(default_timezone="UTC")
HEADER = "member_id,display_name,site\n"


def read(text: str) -> list[Row | Fault]:
    return list(read_rows(text.splitlines(keepends=True), RULES))


def ids(rows: list[Row | Fault]) -> list[str | int]:
    """Each good row's id, and each fault's line."""
    return [row.line if isinstance(row, Fault) else row.cells["member_id"] for row in rows]


def faults(rows: list[Row | Fault]) -> list[str]:
    return [str(row) for row in rows if isinstance(row, Fault)]


def test_a_row_has_its_cells_by_column_and_the_line_it_starts_on() -> None:
    rows = read(HEADER + 'M1,"Ruiz, Ana","Hospital\nA"\n\nM2,Bo Li,\n')
    assert rows == [
        Row(2, {"member_id": "M1", "display_name": "Ruiz, Ana", "site": "Hospital\nA"}),
        Row(5, {"member_id": "M2", "display_name": "Bo Li", "site": ""}),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimiters_and_line_ends_are_recognised(delimiter: str, end: str) -> None:
    text = (HEADER + 'M1,"a,b;c",x\n').replace("\n", end)
    if delimiter != ",":
        text = text.replace('"a,b;c"', "@").replace(",", delimiter).replace("@", '"a,b;c\t"')
    rows = list(read_rows(text.splitlines(keepends=True), RULES))
    assert ids(rows) == ["M1"]


def test_ignored_columns_are_not_read() -> None:
    rules = header_rules(ignored=["secret"], default_timezone="UTC")
    [row] = read_rows(["member_id,secret,display_name\n", "M1,hush,Ana Ruiz"], rules)
    assert isinstance(row, Row)
    assert row.cells == {"member_id": "M1", "display_name": "Ana Ruiz"}


def test_the_header_may_follow_empty_lines_and_span_several() -> None:
    rows = read('\n\n"member_id","display_name","site\n"\nM1,Ana,x\n')
    assert rows == [Row(5, {"member_id": "M1", "display_name": "Ana", "site": "x"})]


def test_empty_columns_and_rows_a_spreadsheet_leaves_behind_are_nothing() -> None:
    rows = read("member_id,display_name,site,,\nM1,Ana,x,,\n,,,,\nM2,Bo,y,\n")
    assert ids(rows) == ["M1", "M2"]


def test_ragged_rows_are_reported_by_line_and_the_others_kept() -> None:
    rows = read(HEADER + "M1,Ana Ruiz,x\nM2,Bo\nM3,Ruiz, Ana,x\nM4,Di,y\n")
    assert ids(rows) == ["M1", 3, 4, "M4"]
    assert "line 3: has 2 cells where the header has 3" in faults(rows)[0]
    assert "line 4: has 4 cells where the header has 3" in faults(rows)[1]


def test_a_quote_never_closed_costs_its_own_line_only() -> None:
    rows = read(HEADER + 'M1,"Ana,x\nM2,Bo,y\nM3,Di,z\n')
    assert ids(rows) == [2, "M2", "M3"]
    assert "opens a quote that is not closed" in faults(rows)[0]


def test_a_quote_closed_by_the_next_rows_quote_costs_its_own_line_only() -> None:
    rows = read(HEADER + 'M1,"Ana,x\nM2,"Li, Bo",y\nM3,"Di ""D"" Ng",z\n')
    assert ids(rows) == [2, "M2", "M3"]
    assert "quote" in faults(rows)[0]


def test_a_record_of_several_lines_with_too_many_cells_costs_its_first_line() -> None:
    rows = read(HEADER + 'M1,"Ana\nM2,Bo,y\nM3,"\nM4,Di,z\n')
    assert ids(rows) == [2, "M2", 4, "M4"]


def test_a_quote_that_swallows_many_lines_is_given_up_and_read_again() -> None:
    many = "".join(f"M{n},Bo Li,Hospital A\n" for n in range(5_000))
    rows = read(f'{HEADER}X1,"Ana,x\n{many}')
    assert len(rows) == 5_001
    assert len(faults(rows)) == 1
    assert "line 2: opens a quote that is not closed" in faults(rows)[0]


def test_an_overlong_line_is_reported_and_the_next_one_read() -> None:
    rows = read(f"{HEADER}M1,Ana,{'x' * LONGEST_RECORD}\nM2,Bo,y\n")
    assert ids(rows) == [2, "M2"]
    assert "has more than 65,536 characters" in faults(rows)[0]


@pytest.mark.parametrize("text", ["", "\n\n", " , ,\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(RosterRefused, match="the file is empty"):
        read(text)


def test_a_file_without_a_header_is_refused_without_repeating_it() -> None:
    with pytest.raises(RosterRefused, match="names no column the import knows") as refused:
        read("M1,Ana Ruiz,Hospital A\nM2,Bo Li,Hospital B\n")
    assert "Ana" not in str(refused.value)


def test_a_broken_header_is_refused_where_it_is() -> None:
    with pytest.raises(RosterRefused, match="line 1: opens a quote that is not closed"):
        read('"member_id,display_name\nM1,Ana\n')


def test_a_header_alone_has_no_rows() -> None:
    assert read(HEADER) == []


def test_far_too_many_rows_are_refused_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MOST_ROWS", 3)

    def endless() -> Iterator[str]:
        yield HEADER
        while True:
            yield "M1,Ana,x\n"

    rows = read_rows(endless(), RULES)
    assert len([next(rows) for _ in range(3)]) == 3
    with pytest.raises(RosterRefused, match="line 5: the file has more than 3 rows"):
        next(rows)


def test_cells_are_not_shown_in_a_trace() -> None:
    assert "hush" not in repr(Row(2, {"interests_as_typed": "hush"}))


@given(st.text(alphabet='ab,;"\n\r\t M1', max_size=200))
def test_any_text_gives_rows_and_faults_in_the_order_of_their_lines(text: str) -> None:
    rows = read(HEADER + text)
    at = [row.line for row in rows]
    assert at == sorted(at)
    for row in rows:
        if isinstance(row, Row):
            assert set(row.cells) == {"member_id", "display_name", "site"}


@given(
    st.lists(
        st.tuples(
            st.from_regex(r"M[0-9]{1,4}", fullmatch=True),
            st.text(max_size=20),
            st.text(max_size=20),
        ),
        max_size=20,
    )
)
def test_whatever_a_csv_writer_writes_is_read_back(records: list[tuple[str, str, str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows([HEADER.strip().split(","), *records])
    rows = read_rows(io.StringIO(written.getvalue(), newline=""), RULES)
    assert [tuple(row.cells.values()) for row in rows if isinstance(row, Row)] == records
