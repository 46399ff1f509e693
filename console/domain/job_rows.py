"""Background work as organizers see it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.domain.actors import actor_names
from console.domain.exports import EXPORTS
from convenings.models import Convening
from convenings.permissions import Permission
from jobs.domain.keeping import KEPT_FOR
from jobs.models import Job
from jobs.states import JobState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet


@dataclass(frozen=True)
class KindOfWork:
    """How a kind is called, what it takes to see its result and to stop it, and what is said of the result."""

    title: str | Promise
    needs: Permission = Permission.VIEW_TEAMS
    said: Callable[[dict[str, Any]], str] | None = None  # its result in a sentence
    page: str = ""  # the address at which the result is seen


def _expo_said(result: dict[str, Any]) -> str:
    """What an assignment did, in sentences."""
    placed, moved, left = (int(result.get(name, 0)) for name in ("placed", "moved", "unplaced"))
    words = [ngettext("%(n)s team has a booth now.", "%(n)s teams have a booth now.", placed) % {"n": placed}]
    if moved:
        words.append(ngettext("%(n)s team moved.", "%(n)s teams moved.", moved) % {"n": moved})
    if left:
        words.append(ngettext("%(n)s has none; see why.", "%(n)s have none; see why.", left) % {"n": left})
    return " ".join(words)


def _rota_said(result: dict[str, Any]) -> str:
    """What the planning of a rota did, in sentences."""
    names = ("planned", "gaps", "changed", "contradict")
    planned, gaps, changed, contradict = (int(result.get(name, 0)) for name in names)
    words = [ngettext("%(n)s team has its rota now.", "%(n)s teams have their rota now.", planned) % {"n": planned}]
    words.append(ngettext("%(n)s gap is left.", "%(n)s gaps are left.", gaps) % {"n": gaps} if gaps else _("No gap."))
    if changed:
        words.append(
            ngettext(
                "%(n)s team changed meanwhile and was left alone: plan again.",
                "%(n)s teams changed meanwhile and were left alone: plan again.", changed,
            ) % {"n": changed}
        )  # fmt: skip
    if contradict:
        words.append(
            ngettext(
                "%(n)s team has pins that break the rules: release one.",
                "%(n)s teams have pins that break the rules: release some.", contradict,
            ) % {"n": contradict}
        )  # fmt: skip
    return " ".join(words)


def _signs_said(result: dict[str, Any]) -> str:
    """How many signs there are, and whether all names could be printed."""
    signs, hurt = int(result.get("signs", 0)), int(result.get("unprintable", 0))
    words = [ngettext("%(n)s sign, a Letter sheet.", "%(n)s signs, a Letter sheet each.", signs) % {"n": signs}]
    if hurt:
        words.append(
            ngettext(
                "%(n)s holds a letter that our type cannot print; it shows a question mark.",
                "%(n)s hold a letter that our type cannot print; they show a question mark.", hurt,
            ) % {"n": hurt}
        )  # fmt: skip
    return " ".join(words)


def _roster_said(result: dict[str, Any]) -> str:
    """How many people stand on a list."""
    people = int(result.get("people", 0))
    return ngettext("%(n)s name.", "%(n)s names.", people) % {"n": people}


def _arranged_said(result: dict[str, Any]) -> str:
    """What a search has found."""
    moved = int(result.get("moved", 0))
    if not moved:
        return _("Nothing better was found: every team stays where it is.")
    return ngettext("A proposal waits: %(n)s team moves.", "A proposal waits: %(n)s teams move.", moved) % {"n": moved}


def _timetable_said(result: dict[str, Any]) -> str:
    """What a search for a timetable has found."""
    moved = int(result.get("moved", 0))
    if not moved:
        return _("Nothing better was found: every session stays where it is.")
    return ngettext("A proposal waits: %(n)s session moves.", "A proposal waits: %(n)s sessions move.", moved) % {
        "n": moved
    }


def _seated_said(result: dict[str, Any]) -> str:
    """What a search for seats has found."""
    if result.get("clash"):
        return _("Some rules contradict each other.")
    moved = int(result.get("moved", 0))
    if not moved:
        return _("Nothing better was found: everybody keeps their seats.")
    return ngettext(
        "A proposal waits: %(n)s person gets another seat.", "A proposal waits: %(n)s people get other seats.", moved
    ) % {"n": moved}


def _import_said(result: dict[str, Any]) -> str:
    """What an import wrote, in figures."""
    return _("%(new)s new, %(changed)s changed, %(bad)s bad rows left out.") % {
        name: result.get(name, 0) for name in ("new", "changed", "bad")
    }


KINDS = {
    **{export.kind: KindOfWork(export.title, export.needs) for export in EXPORTS.values()},
    "expo.assign": KindOfWork(gettext_lazy("Assignment of booths"), Permission.CHANGE_EXPO, _expo_said, "expo:floor"),
    "expo.rota": KindOfWork(gettext_lazy("Rota of the expo"), Permission.CHANGE_EXPO, _rota_said, "expo:rota"),
    "expo.arrange": KindOfWork(
        gettext_lazy("Arrangement of a floor"), Permission.CHANGE_EXPO, _arranged_said, "expo:arrange"
    ),
    "breakouts.signs": KindOfWork(
        gettext_lazy("Room signs"), Permission.CHANGE_PROGRAMME, _signs_said, "breakouts:releases"
    ),
    "expo.signs": KindOfWork(gettext_lazy("Booth signs"), Permission.CHANGE_EXPO, _signs_said, "expo:day"),
    "breakouts.timetable": KindOfWork(
        gettext_lazy("Timetable"), Permission.CHANGE_PROGRAMME, _timetable_said, "breakouts:timetable"
    ),
    "breakouts.seat": KindOfWork(
        gettext_lazy("Seats in breakouts"), Permission.CHANGE_PROGRAMME, _seated_said, "breakouts:seats"
    ),
    "badges.sheet": KindOfWork(gettext_lazy("Badge sheet"), Permission.PRINT_BADGES),
    "checkin.roster": KindOfWork(
        gettext_lazy("List on paper"), Permission.PRINT_BADGES, _roster_said, "checkin:paper"
    ),
    "import.apply": KindOfWork(gettext_lazy("Import"), Permission.CHANGE_CONVENING, _import_said),
    "mail.bulk": KindOfWork(gettext_lazy("Bulk mail"), Permission.SEND_MAIL),
    "badges.render": KindOfWork(gettext_lazy("Codes of badges"), Permission.PRINT_BADGES),
}
ANNOUNCES = KindOfWork(gettext_lazy("Mail of an announcement"), Permission.SEND_MAIL)
OTHER = KindOfWork(gettext_lazy("Background work"))


@dataclass(frozen=True)
class JobRow:
    job: Job
    title: str | Promise
    is_on: bool
    may: bool  # see its result, stop it
    by: str
    has_file: bool
    was_swept: bool
    result: str
    page: str
    files_until: datetime | None

    @property
    def tag(self) -> str:
        """Equal as long as the row looks the same."""
        job = self.job
        return f'"{job.state}-{job.done}-{job.total}-{bool(job.cancel_asked_at)}-{job.result.get("swept", "")}"'

    @property
    def headers(self) -> str:
        """What htmx sends with its question, so that the same row is not drawn again."""
        return json.dumps({"If-None-Match": self.tag})

    @property
    def quarter(self) -> int:
        """How many quarters are done: what is read aloud, not every step."""
        return 4 * self.job.done // self.job.total if self.job.total else 0


def kind_of(job: Job) -> KindOfWork:
    return ANNOUNCES if job.args.get("announces") else KINDS.get(job.kind, OTHER)


def job_rows(jobs: "Iterable[Job]", held: frozenset[Permission]) -> list[JobRow]:
    """The jobs with their words, for whoever holds these permissions. One query for each kind of actor."""
    jobs = list(jobs)
    names = actor_names({job.started_by for job in jobs})
    return [_row(job, held, names) for job in jobs]


def _row(job: Job, held: frozenset[Permission], names: dict[str, str]) -> JobRow:
    kind, done = kind_of(job), job.state == JobState.DONE
    may, has_file = kind.needs in held, done and bool(job.result.get("file"))
    return JobRow(
        job=job, title=kind.title, is_on=job.state in {JobState.WAITING, JobState.RUNNING}, may=may,
        by=_("Accord") if job.started_by == "system" else names.get(job.started_by) or _("Somebody"),
        has_file=has_file and may, was_swept=bool(job.result.get("swept")),
        result=kind.said(job.result) if kind.said and done and may else "", page=kind.page if done and may else "",
        files_until=job.ended_at + KEPT_FOR if has_file and job.ended_at else None,
    )  # fmt: skip


def jobs_of(convening: Convening) -> "QuerySet[Job]":
    """The convening's work, newest first."""
    return Job.objects.filter(convening_id=convening.pk).order_by("-pk")
