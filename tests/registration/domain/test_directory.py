"""The federal district directory: read, written, found."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from convenings.domain import convenings
from convenings.models import Convening
from jobs.domain.imports import CHUNK, Plan, apply_plan, plan_import
from registration.domain.directory import DIRECTORY, DirectoryImport, Place, find_places, place_of
from registration.models import DirectoryEntry
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db

HEAD = "SURVYEAR,LEAID,LEA_NAME,LCITY,ST,MEMBER,PHONE\n"
FILE = (
    HEAD
    + "2023,0100005,Albertville City,Albertville,AL,5824,(256)891-1183\n"
    + "2023,802910,Montezuma-Cortez RE-1,Cortez,CO,2496,\n"
    + "2023,0803150,Cañon City RE-1,Cañon City,CO,-1,\n"
)


def put(text: str = FILE) -> None:
    plan = plan_import(kind=DIRECTORY, data=text.encode(), options={"source": "CCD"})
    apply_plan(kind=DIRECTORY, plan=plan, progress=lambda done, total: None, at=NOW)


def test_rows_are_written_as_the_file_says() -> None:
    put()
    rows = list(DirectoryEntry.objects.order_by("leaid").values_list("leaid", "name", "us_state", "enrollment", "year"))
    assert rows == [
        ("0100005", "Albertville City", "AL", 5824, 2023),
        ("0802910", "Montezuma-Cortez RE-1", "CO", 2496, 2023),  # its first zero was lost in a spreadsheet
        ("0803150", "Cañon City RE-1", "CO", None, 2023),
    ]


def test_next_year_changes_what_differs_and_takes_nothing_away() -> None:
    put()
    put(HEAD + "2024,0100005,Albertville City,Albertville,AL,5900,\n")
    assert DirectoryEntry.objects.count() == 3
    entry = DirectoryEntry.objects.get(leaid="0100005")
    assert (entry.enrollment, entry.year) == (5900, 2024)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2023,12345,A,B,AL,1,", "LEAID"),
        ("2023,١٢٣٤٥٦٧,A,B,AL,1,", "LEAID"),
        ("2023,0100005,,B,AL,1,", "LEA_NAME"),
        (f"2023,0100005,{'A' * 201},B,AL,1,", "LEA_NAME"),
        ("2023,0100005,A,B,XX,1,", "ST"),
        ("2023,0100005,A,B,AL,many,", "MEMBER"),
        ("2023,0100005,A,B,AL,-7,", "MEMBER"),
        ("2023,0100005,A,B,AL,999999999999,", "MEMBER"),
    ],
)
def test_a_bad_row_is_told_with_its_column(row: str, column: str) -> None:
    plan = plan_import(kind=DIRECTORY, data=(HEAD + row + "\n").encode(), options={})
    assert [(bad.line, bad.column) for bad in plan.bad] == [(2, column)]
    assert plan.changes == ()


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("ULOCALE", "11-City: Large", "city"),
        ("ULOCAL", "22", "suburb"),
        ("LOCALE", "33.0", "town"),
        ("ULOCALE", "41-Rural: Fringe", "rural"),
        ("ULOCALE", "M", ""),
        ("ULOCALE", "", ""),
    ],
)
def test_the_locale_is_kept_by_its_kind(column: str, typed: str, kept: str) -> None:
    put(f"LEAID,LEA_NAME,ST,MEMBER,{column}\n0100005,Albertville City,AL,5824,{typed}\n")
    assert DirectoryEntry.objects.get().locale == kept
    place = place_of("0100005")
    assert place is not None
    assert place.locale == kept


@pytest.mark.parametrize("typed", ["7", "51", "14", "Rural", "٤١"])
def test_a_locale_that_no_code_means_is_told_with_its_column(typed: str) -> None:
    data = f"LEAID,LEA_NAME,ST,MEMBER,ULOCALE\n0100005,Albertville City,AL,5824,{typed}\n"
    plan = plan_import(kind=DIRECTORY, data=data.encode(), options={})
    assert [(bad.line, bad.column) for bad in plan.bad] == [(2, "ULOCALE")]


@pytest.mark.parametrize("words", ["canon", "CAÑON co", "canon colorado", "re-1 cañon"])
def test_found_by_parts_of_name_town_and_state(words: str) -> None:
    put()
    assert [place.leaid for place in find_places(words)] == ["0803150"]


def test_one_letter_finds_nothing_and_many_are_bounded() -> None:
    put(HEAD + "".join(f"2023,09{n:05},Town {n},Town,CT,{n},\n" for n in range(20)))
    assert find_places("t") == []
    assert [place.enrollment for place in find_places("town")] == [19, 18, 17, 16, 15, 14, 13, 12]


def test_a_state_is_found_with_the_students_of_its_districts() -> None:
    put(FILE.replace("CO,-1", "CO,100"))
    state, *districts = find_places("colorado")
    assert (state.code, state.leaid, state.name, state.enrollment, state.year) == ("CO", "", "Colorado", 2596, 2023)
    assert state.source == "sum of its districts, CCD"
    assert [place.us_state for place in districts] == ["CO", "CO"]
    assert place_of("CO") == find_places("co")[0] == state
    assert place_of("WY") == Place("WY", "Wyoming", "Wyoming", "WY", None, "", "", None)
    assert place_of("0100005") is not None
    assert place_of("XX") is place_of("") is None


def test_the_command_shows_first_and_writes_when_told(tmp_path: Path) -> None:
    file, out = tmp_path / "lea.csv", StringIO()
    file.write_text(FILE + "2023,1,A,B,AL,1,\n", encoding="utf-8")
    call_command("import_directory", file, stdout=out)
    assert "line 5 LEAID" in out.getvalue()
    assert "new 3, changed 0" in out.getvalue()
    assert not DirectoryEntry.objects.exists()
    call_command("import_directory", file, "--apply", "--report", tmp_path / "report.csv", stdout=out)
    assert DirectoryEntry.objects.count() == 3
    assert "0803150" in (tmp_path / "report.csv").read_text(encoding="utf-8")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_directory", tmp_path / "none.csv")


def test_many_rows_are_one_statement() -> None:
    """How long 20,000 take is measured in bench/: it is by these few statements that they take no minute."""
    rows = 2 * CHUNK
    data = HEAD + "".join(f"2023,{n:07},District {n},Town {n % 500},OH,{n},\n" for n in range(100_000, 100_000 + rows))
    put(data)
    with CaptureQueriesContext(connection) as captured:
        put(data.replace(",OH,", ",IN,"))
    assert 0 < len(captured) <= rows / 50  # SQLite takes no more than 99 such rows in one
    assert DirectoryEntry.objects.filter(us_state="IN").count() == rows


@pytest.mark.parametrize("code", ["", "\0", "0100005\0", "x", "9" * 5000, "١٢٣٤٥٦٧"])
def test_what_is_no_code_is_no_place(code: str) -> None:
    put()
    assert place_of(code) is None


class TestWhoMayChangeIt:
    RENAMED = HEAD + "2024,0100005,Evil,Albertville,AL,1,\n2024,0802910,Montezuma-Cortez RE-1,Cortez,CO,2500,\n"

    @pytest.fixture
    def others(self) -> Convening:
        """Of other people, with a team from Albertville."""
        put()
        team = make_team(make_convening(), "committing")
        team.directory_entry = DirectoryEntry.objects.get(leaid="0100005")
        team.save()
        return team.convening

    def plan(self, convening: Convening | None) -> Plan:
        kind = DirectoryImport(convening.pk if convening else None)
        return plan_import(kind=kind, data=self.RENAMED.encode(), options={})

    def told(self, plan: Plan) -> tuple[list[str], list[tuple[int, str]]]:
        return [change.key for change in plan.changes], [(row.line, row.column) for row in plan.bad]

    def test_no_convening_renames_what_a_team_of_another_chose(self, others: Convening) -> None:
        plan = self.plan(make_convening())
        assert self.told(plan) == (["0802910"], [(2, "LEAID")])
        assert "A team of another convening" in str(plan.bad[0].words)

    def test_its_own_it_may_and_who_runs_the_house_all(self, others: Convening) -> None:
        for whose in (others, None):
            assert self.told(self.plan(whose)) == (["0100005", "0802910"], [])

    def test_what_is_over_holds_nothing(self, others: Convening) -> None:
        convenings.cancel(convening=others, reason="Flood", by=BY, at=NOW)
        assert self.told(self.plan(make_convening())) == (["0100005", "0802910"], [])

    def test_a_row_that_changes_nothing_is_not_bad(self, others: Convening) -> None:
        plan = plan_import(kind=DirectoryImport(make_convening().pk), data=FILE.encode(), options={"source": "CCD"})
        assert (plan.unchanged, plan.bad) == (3, ())
