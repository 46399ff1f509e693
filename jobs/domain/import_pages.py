"""What an organizer sees of an import before it is applied."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jobs.domain.imports import Plan, kind_of
from jobs.models import ImportUpload

RECENT = 10


@dataclass(frozen=True)
class Part:
    """One part of the report; `rows` are what the page lists of it."""

    code: str
    words: str | Promise
    rows: Sequence[Any]


def parts_of(plan: Plan) -> list[Part]:
    """The parts of a plan, in the order in which they want to be looked at."""
    return [
        Part("bad", _("Bad rows"), plan.bad),
        Part("changed", _("Changed"), plan.changed),
        Part("new", _("New"), plan.new),
        Part("gone", _("Not in the file"), plan.gone),
    ]


def part_named(plan: Plan, code: str) -> Part:
    """The part of this name, else the first that has rows."""
    parts = parts_of(plan)
    named = next((part for part in parts if part.code == code), None)
    return named or next((part for part in parts if part.rows), parts[0])


def told_rows(upload: ImportUpload, part: Part, rows: Sequence[Any]) -> list[Any]:
    """These rows of the part with their fields in words: changes as (row, fields), others as they are."""
    kind = kind_of(upload)
    if part.code in {"new", "changed"}:
        return [(change, change.told(kind)) for change in rows]
    return list(rows)


def uploads_of(convening_id: int, kind: str) -> list[ImportUpload]:
    """The newest files of this kind that were sent from the convening's pages."""
    found = ImportUpload.objects.filter(convening_id=convening_id, kind=kind).select_related("job")
    return list(found.order_by("-pk")[:RECENT])
