"""An import: planned without a word written, applied in parts, begun again to the same end."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest

from jobs import kinds, receivers
from jobs.domain import imports, work
from jobs.domain.imports import RowRefused, Values, apply_plan, keep_upload, plan_import, plan_of, report
from jobs.domain.tables import FileRefused, Row, Table, read_table
from jobs.models import ImportUpload, Job
from jobs.states import JobState
from journal.models import Entry
from tests.jobs.factories import AT

pytestmark = pytest.mark.django_db


class Towns:
    """A kind of import for these tests, which keeps its rows in a dictionary."""

    name = "towns"
    needed = ("ID", "NAME")

    def __init__(self) -> None:
        self.rows: dict[str, Values] = {}
        self.parts: list[int] = []

    def read(self, data: bytes) -> Table:
        """A CSV file."""
        return read_table(data, needed=self.needed)

    def parse(self, row: Row, options: Values) -> tuple[str, Values]:
        if not row.get("NAME"):
            raise RowRefused("A name is missing.", field="NAME")
        return row.get("ID"), {"name": row.get("NAME"), "source": options.get("source", "")}

    def standing(self) -> Mapping[str, Values]:
        return self.rows

    def unfit(self, changes: Mapping[str, Values], standing: Mapping[str, Values]) -> Mapping[str, RowRefused]:
        return {}

    def shown(self, field: str) -> Any:
        return field

    def write(self, rows: Mapping[str, Values], *, at: datetime) -> None:
        self.parts.append(len(rows))
        self.rows.update(rows)


@pytest.fixture
def towns() -> Iterator[Towns]:
    before, kind = dict(imports._kinds), Towns()
    imports.register(kind)
    kinds.register(imports.JOB, receivers.run_import)
    yield kind
    imports._kinds.clear()
    imports._kinds.update(before)


DATA = b"ID,NAME\n1,Akron\n2,Berea\n3,\n2,Again\n4,Dayton\n"


def upload(towns: Towns, data: bytes = DATA) -> ImportUpload:
    return keep_upload(
        kind=towns, data=data, name="towns.csv", options={"source": "S"}, convening_id=3, by="user:1", at=AT
    )


def test_a_plan_tells_new_changed_unchanged_gone_and_bad_by_line(towns: Towns) -> None:
    towns.rows = {"1": {"name": "Akron", "source": "S"}, "2": {"name": "Beria", "source": "S"}, "9": {"name": "Xenia"}}
    plan = plan_import(kind=towns, data=DATA, options={"source": "S"})
    assert plan.counts == {"new": 1, "changed": 1, "unchanged": 1, "gone": 1, "bad": 2}
    assert (plan.changed[0].line, plan.changed[0].told(towns)) == (3, [("name", "Beria", "Berea")])
    assert [(row.line, row.column) for row in plan.bad] == [(4, "NAME"), (5, "ID")]
    assert "line 3" in str(plan.bad[1].words)
    assert plan.gone == ("9",)
    assert towns.parts == []


def test_applied_in_parts_and_again_without_a_change(towns: Towns, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "CHUNK", 2)
    plan = plan_import(kind=towns, data=DATA, options={})
    told: list[tuple[int, int]] = []
    apply_plan(kind=towns, plan=plan, progress=lambda done, total: told.append((done, total)), at=AT)
    assert towns.parts == [2, 1]
    assert told == [(0, 3), (2, 3), (3, 3)]
    assert plan_import(kind=towns, data=DATA, options={}).changes == ()


def test_a_file_is_kept_and_a_worker_applies_it(towns: Towns) -> None:
    kept = upload(towns)
    assert kept.counts["new"] == 3
    assert plan_of(kept).counts == kept.counts
    job = imports.ask_to_apply(upload=kept, by="user:1", at=AT)
    assert imports.ask_to_apply(upload=kept, by="user:1", at=AT).pk == job.pk  # a double click
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE
    assert Job.objects.get().result["new"] == 3
    assert sorted(towns.rows) == ["1", "2", "4"]
    kinds_written = list(Entry.objects.values_list("kind", flat=True).order_by("pk"))
    assert kinds_written == ["import.uploaded", "job.asked", "import.applied"]


def test_cancelled_in_the_middle_what_was_written_stays_and_the_rest_follows_later(
    towns: Towns, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 1)
    monkeypatch.setattr(work, "TELL_EVERY", 0.0)
    kept = upload(towns)
    job = imports.ask_to_apply(upload=kept, by="user:1", at=AT)
    written = towns.write

    def cancel_after_one(rows: Mapping[str, Values], *, at: datetime) -> None:
        written(rows, at=at)
        work.cancel(job=job, by="user:1", at=AT)

    monkeypatch.setattr(towns, "write", cancel_after_one)
    assert work.run(job_id=job.pk, at=AT) == JobState.CANCELLED
    assert sorted(towns.rows) == ["1"]
    monkeypatch.setattr(towns, "write", written)
    again = imports.ask_to_apply(upload=kept, by="user:1", at=AT)
    assert again.pk != job.pk
    assert work.run(job_id=again.pk, at=AT) == JobState.DONE
    assert sorted(towns.rows) == ["1", "2", "4"]


def test_a_file_that_is_refused_is_not_kept(towns: Towns) -> None:
    with pytest.raises(FileRefused):
        upload(towns, b"%PDF-1.4")
    assert not ImportUpload.objects.exists()


def test_the_report_names_every_change_and_runs_nothing(towns: Towns) -> None:
    data = b"ID,NAME\n1,=HYPERLINK(1)\n2,\n"
    text = report(towns, plan_import(kind=towns, data=data, options={})).decode("utf-8-sig")
    assert text.splitlines()[1:3] == ["3,bad,,NAME,,A name is missing.", "2,new,1,name,,'=HYPERLINK(1)"]
