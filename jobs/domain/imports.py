"""Imports: a file is read, what it would change is shown, and then it is applied, in parts, by a worker.

What is imported is an ImportKind of a higher room, registered at start-up. Nothing is written before `apply_plan`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jobs.domain import work
from jobs.domain.tables import Row, Table, write_table
from jobs.models import ImportUpload, Job
from journal.domain.entries import record
from journal.refusals import Refusal

JOB = "import.apply"
CHUNK = 500
Values = Mapping[str, Any]


class RowRefused(Refusal):
    """A row that cannot be taken; `field` is its column."""

    code = "row_refused"
    status = 400


class NothingToApply(Refusal):
    code = "nothing_to_apply"
    words = _("Nothing would change: everything in the file stands already.")


class FileGone(Refusal):
    code = "import_file_gone"
    words = _("This file was kept for two weeks and is gone. Please send it again.")


class ImportKind(Protocol):
    """What is imported. Values are plain: texts, whole numbers, None."""

    name: str
    needed: Sequence[str]  # the columns without which the file is refused, in capitals

    def read(self, data: bytes) -> Table:
        """The rows of the file. Refusal: file_refused."""

    def parse(self, row: Row, options: Values) -> tuple[str, Values]:
        """The key of a row and its values by field. Raises RowRefused with the column."""

    def standing(self) -> Mapping[str, Values]:
        """What stands now, by key."""

    def unfit(self, changes: Mapping[str, Values], standing: Mapping[str, Values]) -> Mapping[str, RowRefused]:
        """Those of the changes that cannot be written beside the others and what stands, by key, with why."""

    def shown(self, field: str) -> Any:
        """A field in words."""

    def write(self, rows: Mapping[str, Values], *, at: datetime) -> None:
        """Write these rows, new or changed, in the caller's short transaction. Idempotent."""


@dataclass(frozen=True)
class Change:
    """A row that is new (`before` is None), or that differs from what stands."""

    line: int
    key: str
    before: Values | None
    after: Values

    @property
    def fields(self) -> list[str]:
        """Which fields differ."""
        before = self.before or {}
        return [name for name, value in self.after.items() if before.get(name) != value]

    def told(self, kind: "ImportKind") -> list[tuple[Any, Any, Any]]:
        """Field in words, what stands, what comes."""
        before = self.before or {}
        return [(kind.shown(name), before.get(name), self.after[name]) for name in self.fields]


@dataclass(frozen=True)
class BadRow:
    line: int
    column: str
    words: Any


@dataclass(frozen=True)
class Plan:
    """What a file would change. `gone` are keys that stand and are not in the file: they stay."""

    new: tuple[Change, ...]
    changed: tuple[Change, ...]
    unchanged: int
    gone: tuple[str, ...]
    bad: tuple[BadRow, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.new + self.changed

    @property
    def counts(self) -> dict[str, int]:
        return {
            "new": len(self.new), "changed": len(self.changed), "unchanged": self.unchanged, "gone": len(self.gone),
            "bad": len(self.bad),
        }  # fmt: skip


Maker = Callable[[Values, str], ImportKind]  # of an upload's options and of who applies it, empty while it is looked at
_kinds: dict[str, Maker] = {}


def register(kind: ImportKind) -> None:
    """Tell what can be imported; called from AppConfig.ready. The last registration holds."""
    _kinds[kind.name] = lambda options, by: kind


def register_maker(name: str, maker: Maker) -> None:
    """The same for a kind that differs by upload, such as the booths of one hall."""
    _kinds[name] = maker


def kind_of(upload: ImportUpload, *, by: str = "") -> ImportKind:
    """The kind of an upload; KeyError where none is registered."""
    return _kinds[upload.kind](upload.options, by)


def plan_import(*, kind: ImportKind, data: bytes, options: Values) -> Plan:
    """What the file would change, row by row. Writes nothing. Refusal: file_refused, for the file as a whole."""
    table = kind.read(data)
    standing = kind.standing()
    new: list[Change] = []
    changed: list[Change] = []
    bad = [BadRow(misfit.line, "", misfit.words) for misfit in table.misfits]
    seen: dict[str, int] = {}
    unchanged = 0
    for row in table.rows:
        try:
            key, values = kind.parse(row, options)
            if key in seen:
                raise RowRefused(_("This stands in line %(line)d already.") % {"line": seen[key]}, field=kind.needed[0])
        except RowRefused as refusal:
            bad.append(BadRow(row.line, refusal.field or "", refusal.words))
            continue
        seen[key] = row.line
        before = standing.get(key)
        if before is None:
            new.append(Change(row.line, key, None, values))
        elif any(before.get(name) != value for name, value in values.items()):
            changed.append(Change(row.line, key, before, values))
        else:
            unchanged += 1
    gone = tuple(sorted(standing.keys() - seen.keys()))
    unfit = kind.unfit({change.key: change.after for change in (*new, *changed)}, standing)
    bad += [BadRow(seen[key], refusal.field or "", refusal.words) for key, refusal in unfit.items()]
    new, changed = ([change for change in part if change.key not in unfit] for part in (new, changed))
    return Plan(tuple(new), tuple(changed), unchanged, gone, tuple(sorted(bad, key=lambda one: one.line)))


def apply_plan(*, kind: ImportKind, plan: Plan, progress: Callable[[int, int], None], at: datetime) -> None:
    """Write the plan's changes, each part in a short transaction of its own. Stopped, what was written stays."""
    total = len(plan.changes)
    progress(0, total)
    for start in range(0, total, CHUNK):
        part = plan.changes[start : start + CHUNK]
        with transaction.atomic():
            kind.write({change.key: change.after for change in part}, at=at)
        progress(start + len(part), total)


def report(kind: ImportKind, plan: Plan) -> bytes:
    """The whole plan as a CSV file: a line for every field that changes, and for every bad row."""
    return write_table([_("Line"), _("What"), _("Key"), _("Field"), _("Stands"), _("Comes")], _told(kind, plan))


def _told(kind: ImportKind, plan: Plan) -> Iterator[list[object]]:
    for row in plan.bad:
        yield [row.line, str(_("bad")), "", row.column, "", str(row.words)]
    for what, changes in ((_("changed"), plan.changed), (_("new"), plan.new)):
        for change in changes:
            for field, before, after in change.told(kind):
                yield [change.line, str(what), change.key, str(field), before, after]
    for key in plan.gone:
        yield ["", str(_("not in the file, stays")), key, "", "", ""]


def keep_upload(
    *, kind: ImportKind, data: bytes, name: str, options: Values, convening_id: int, by: str, at: datetime
) -> ImportUpload:
    """Keep a file privately, to look at what it would change. Refusal: file_refused, before anything is kept.

    It is read before the transaction begins: two hundred thousand rows take seconds, in which others write.
    """
    plan = plan_import(kind=kind, data=data, options=options)
    return _keep(
        kind, plan, data, name=name, options=options, convening_id=convening_id, by=by, at=at
    )


@transaction.atomic
def _keep(
    kind: ImportKind, plan: Plan, data: bytes, *, name: str, options: Values, convening_id: int, by: str, at: datetime
) -> ImportUpload:
    digest = hashlib.sha256(data).hexdigest()
    stored = storages["private"].save(f"imports/{convening_id}/{digest[:16]}.csv", ContentFile(data))
    upload = ImportUpload.objects.create(
        kind=kind.name, file=stored, name=name[:200], sha256=digest, options=dict(options), counts=plan.counts,
        convening_id=convening_id, uploaded_by=by, uploaded_at=at,
    )  # fmt: skip
    facts = {"kind": kind.name, "sha256": digest, **plan.counts}
    record(kind="import.uploaded", by=by, at=at, subject=f"import:{upload.pk}", convening_id=convening_id, data=facts)
    return upload


def plan_of(upload: ImportUpload) -> Plan:
    """What a kept file would change now. Refusal: import_file_gone."""
    if not upload.file:
        raise FileGone
    with storages["private"].open(upload.file) as file:
        data = file.read()
    return plan_import(kind=kind_of(upload), data=data, options=upload.options)


@transaction.atomic
def ask_to_apply(*, upload: ImportUpload, by: str, at: datetime) -> Job:
    """Let a worker apply a kept file; once for each file while that work goes on. Refusal: import_file_gone."""
    locked = ImportUpload.objects.select_for_update(of=("self",), no_key=True).get(pk=upload.pk)
    if not locked.file:
        raise FileGone
    if locked.job is not None and locked.job.ended_at is None:
        return locked.job
    args = {"upload": locked.pk}
    locked.job = work.ask(kind=JOB, args=args, by=by, at=at, convening_id=locked.convening_id)
    locked.save(update_fields=["job"])
    return locked.job


def run_job(*, job: Job, progress: Callable[[int, int], None], at: datetime) -> dict[str, Any]:
    """The worker's part. Begun again after its worker died, it writes what is still missing."""
    upload = ImportUpload.objects.get(pk=job.args["upload"])
    plan, kind = plan_of(upload), kind_of(upload, by=job.started_by)
    apply_plan(kind=kind, plan=plan, progress=progress, at=at)
    note_applied(
        kind=kind, plan=plan, subject=f"import:{upload.pk}", convening_id=upload.convening_id,
        by=job.started_by, at=at,
    )  # fmt: skip
    return dict(plan.counts)


def note_applied(
    *, kind: ImportKind, plan: Plan, subject: str, convening_id: int | None, by: str, at: datetime
) -> None:
    """Journal what an import changed, in numbers."""
    data = {"kind": kind.name, **plan.counts}
    record(kind="import.applied", by=by, at=at, subject=subject, convening_id=convening_id, data=data)
