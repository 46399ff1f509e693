"""Tables from outside are read with care; tables for outside run nothing."""

import csv
import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.domain import tables
from jobs.domain.tables import FileRefused, neutral, read_table, write_table

HEAD = "ID,NAME\n"


def read(data: bytes | str) -> tables.Table:
    return read_table(data.encode() if isinstance(data, str) else data, needed=("ID", "NAME"))


@pytest.mark.parametrize(
    "data",
    [
        "id,name\n1,Cañon City\n".encode(),
        "ID,NAME\r\n1,Cañon City\r\n".encode("utf-8-sig"),
        "ID,NAME\n1,Cañon City\n".encode("cp1252"),
        "ID;NAME\n1;Cañon City\n".encode("utf-16"),
        "\n\nID\tNAME\n1\tCañon City".encode(),
        'ID,"NAME"\n1,"Cañon City"\n'.encode(),
    ],
)
def test_what_spreadsheets_and_agencies_write_is_read(data: bytes) -> None:
    table = read(data)
    assert [row.cells for row in table.rows] == [{"ID": "1", "NAME": "Cañon City"}]
    assert table.misfits == ()


def test_a_row_knows_the_line_on_which_it_begins() -> None:
    table = read('ID,NAME\n1,"two\nlines"\n\n2,b\n')
    assert [row.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"ID,TITLE\n1,a\n", "Missing: NAME."),
        (b"ID,NAME,ID\n1,a,2\n", "twice: ID."),
        (b"PK\x03\x04 a workbook", "no CSV file"),
        (b"%PDF-1.7", "no CSV file"),
        (b"ID,NAME\n1,\0\n", "no text"),
        (b'ID,NAME\n1,"open\n', "quotation mark"),
        (b"ID,NAME\n1," + b"x" * 200_000, "cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read(data)


def test_too_large_a_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 10)
    with pytest.raises(FileRefused, match="larger"):
        read(HEAD + "1,abc\n")
    monkeypatch.setattr(tables, "MOST_BYTES", 10_000)
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    with pytest.raises(FileRefused, match="more than 2 rows"):
        read(HEAD + "1,a\n2,b\n3,c\n")


def test_lines_that_are_no_rows_are_told_by_line() -> None:
    table = read(HEAD + "1,a\n2\n3,c\x07\n4,d,e\n5,f\n")
    assert [misfit.line for misfit in table.misfits] == [3, 4, 5]
    assert [row.line for row in table.rows] == [2, 6]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize(("value", "cell"), [(None, ""), (-5, "-5"), ("Mesa-Verde", "Mesa-Verde"), ("", "")])
def test_the_rest_stays_as_it_is(value: Any, cell: str) -> None:
    assert neutral(value) == cell


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_no_written_cell_begins_a_formula(cells: list[str]) -> None:
    text = write_table(["A"] * len(cells), [cells]).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(text, newline="")))[1:]
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for row in found for cell in row)
