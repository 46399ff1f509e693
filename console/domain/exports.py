"""Tables to take along: at once while they are small, else as long work whose file is fetched later."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from checkin.domain.hours import people_seen
from checkin.domain.hours_tables import COLUMNS as HOURS_COLUMNS
from checkin.domain.hours_tables import hours_table
from console.domain.answer_table import answer_columns, answer_rows, answer_subjects
from console.domain.attendee_rows import ATTENDEE_COLUMNS, TEAM_COLUMNS, attendee_table, team_table
from console.domain.people_told import needs_columns, needs_rows, people_told
from convenings.models import Convening
from convenings.permissions import Permission
from expo.domain.visit_lists import VISIT_COLUMNS, visit_table
from expo.models import Visit
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.domain.tables import write_table
from jobs.models import Job
from registration.domain.lists import find_attendees, find_teams

AT_ONCE = 2_000  # rows; more are written away from the page
TOLD_EVERY = 200
Chosen = Mapping[str, str]
Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class Export:
    """A table: what it takes to see it, how long it is, its columns and rows."""

    name: str
    title: str | Promise
    needs: Permission
    count: Callable[[Convening, Chosen], int]
    columns: Callable[[Convening, Chosen], Sequence[object]]
    rows: Callable[[Convening, Chosen], Rows]

    @property
    def kind(self) -> str:
        """The kind of its work."""
        return f"export.{self.name}"

    def file_name(self, convening: Convening, chosen: Chosen) -> str:
        of = f"-{chosen['of']}" if "of" in chosen else ""
        return f"{convening.slug}-{self.name}{of}"


_P = Permission
EXPORTS = {
    export.name: export
    for export in (
        Export(
            "teams", _("Table of teams"), _P.VIEW_TEAMS, lambda where, chosen: find_teams(where, **chosen).count(),
            lambda where, chosen: TEAM_COLUMNS, lambda where, chosen: team_table(where, **chosen),
        ),
        Export(
            "attendees", _("Table of attendees"), _P.VIEW_TEAMS,
            lambda where, chosen: find_attendees(where, **chosen).count(),
            lambda where, chosen: ATTENDEE_COLUMNS, lambda where, chosen: attendee_table(where, **chosen),
        ),
        Export(
            "needs", _("Table of needs"), _P.CHANGE_TEAMS, lambda where, chosen: people_told(where).count(),
            lambda where, chosen: needs_columns(), lambda where, chosen: needs_rows(people_told(where)),
        ),
        Export(
            "answers", _("Table of answers"), _P.CHANGE_TEAMS,
            lambda where, chosen: answer_subjects(where, of=chosen["of"]).count(),
            lambda where, chosen: answer_columns(where, of=chosen["of"]),
            lambda where, chosen: answer_rows(where, of=chosen["of"]),
        ),
        Export(
            "visits", _("Table of visits"), _P.CHANGE_EXPO, lambda where, chosen: Visit.objects.of(where).count(),
            lambda where, chosen: VISIT_COLUMNS, lambda where, chosen: visit_table(where),
        ),
        Export(
            "hours", _("Table of hours"), _P.CERTIFY_HOURS, lambda where, chosen: people_seen(where).count(),
            lambda where, chosen: HOURS_COLUMNS, lambda where, chosen: hours_table(where),
        ),
    )
}  # fmt: skip


def is_small(export: Export, convening: Convening, chosen: Chosen) -> bool:
    """Whether the table can be written while somebody waits for it."""
    return export.count(convening, chosen) <= AT_ONCE


def written(export: Export, convening: Convening, chosen: Chosen) -> bytes:
    """The table as CSV."""
    return write_table(export.columns(convening, chosen), export.rows(convening, chosen))


def ask_export(export: Export, *, convening: Convening, chosen: Chosen, by: str, at: datetime) -> Job:
    """Let a worker write the table, in the language of who asks."""
    args = {"chosen": dict(chosen), "language": translation.get_language() or "en"}
    return work.ask(kind=export.kind, args=args, by=by, at=at, convening_id=convening.pk)


def run_export(job: Job, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The worker's part; begun again after its worker died, it writes the same file anew."""
    export, chosen = EXPORTS[job.kind.removeprefix("export.")], job.args["chosen"]
    assert job.convening_id is not None
    convening = Convening.objects.get(pk=job.convening_id)
    with translation.override(job.args["language"]):
        rows = _told(export.rows(convening, chosen), export.count(convening, chosen), progress)
        content = write_table(export.columns(convening, chosen), rows)
    name = f"exports/{convening.pk}/{export.file_name(convening, chosen)}-{job.pk}.csv"
    return {"file": keep_file(name, content)}


def _told(rows: Rows, total: int, progress: Callable[[int, int], None]) -> Iterator[Sequence[object]]:
    """The rows, with a word about each few hundred of them."""
    progress(0, total)
    for done, row in enumerate(rows, start=1):
        yield row
        if done % TOLD_EVERY == 0:
            progress(min(done, total), total)
