"""Lists on paper for the hour when everything else fails: asked for here, drawn by a worker, kept as a private file."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.domain.folding import fold
from breakouts.models import Session
from checkin.domain.roster_sheets import Roster, RosterGroup, RosterLine, draw_roster
from checkin.models import Checkpoint
from checkin.states import RosterOrder, RosterStyle
from convenings.models import Convening
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.models import Job
from journal.refusals import Refusal
from registration.models import Attendee
from registration.states import AttendeeKind

KIND = "checkin.roster"


class NobodyExpected(Refusal):
    code = "nobody_expected"
    words = gettext_lazy("Nobody is expected yet: a list has names on it once teams have places.")


class PlaceGone(Refusal):
    code = "place_gone"
    words = gettext_lazy("The gate or session of this list was deleted meanwhile. Choose another one.")


@dataclass(frozen=True)
class Where:
    """What a list is for: a gate, or a session in its room."""

    checkpoint: Checkpoint | None = None
    session: Session | None = None

    def __str__(self) -> str:
        return str(self.checkpoint or self.session)


def ask_roster(
    *, convening: Convening, where: Where, order: RosterOrder, style: RosterStyle, by: str, at: datetime
) -> Job:
    """Asks for the list of those who may come in there, in the language of who asks. Refusal: nobody_expected."""
    if not people_for(convening, where.session).exists():
        raise NobodyExpected
    args = {
        "checkpoint": where.checkpoint.pk if where.checkpoint else None,
        "session": where.session.pk if where.session else None,
        "order": str(order),
        "style": str(style),
        "for": str(where),
        "language": translation.get_language() or "en",
    }
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=convening.pk)


def make_roster(*, job: Job, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The worker's part. Run again it comes to the same file, while nobody joins or leaves. Refusal: place_gone."""
    assert job.convening_id is not None
    convening = Convening.objects.get(pk=job.convening_id)
    where = _where(convening, job)
    progress(0, 1)
    with translation.override(job.args["language"]):
        roster = roster_of(convening, where, order=RosterOrder(job.args["order"]), printed_at=job.asked_at)
        style = RosterStyle(job.args["style"])
        pdf, unprintable = draw_roster(roster, style=style, stamp=int(job.asked_at.timestamp()))
    name = keep_file(f"rosters/{convening.pk}/{convening.slug}-{style}-{job.pk}.pdf", pdf)
    return {"file": name, "people": roster.people, "unprintable": unprintable}


def people_for(convening: Convening, session: Session | None) -> "QuerySet[Attendee]":
    """Who may come in: everybody who comes for certain; where a session's seats are given, those who sit in it."""
    people = Attendee.objects.placed().filter(convening=convening)
    return people.filter(seats__session=session) if session and session.seats.exists() else people


def roster_of(convening: Convening, where: Where, *, order: RosterOrder, printed_at: datetime) -> Roster:
    """The list, in groups: by the first letter of the family name, or by team, who is on none last. One statement."""
    people = list(people_for(convening, where.session).select_related("person", "team"))
    key = _by_name if order == RosterOrder.NAME else _by_team
    heading = _initial if order == RosterOrder.NAME else _group
    people.sort(key=key)
    return Roster(
        convening=convening.name,
        title=str(where),
        about=_about(convening, where),
        printed=_moment(convening, printed_at),
        groups=tuple(
            RosterGroup(name, tuple(_line(one, by_team=order == RosterOrder.TEAM) for one in members))
            for name, members in groupby(people, key=heading)
        ),
        is_demo=convening.is_demo,
    )


def roster_file(job: Job) -> str:
    """The name of the finished list in the private storage, empty while there is none."""
    name = str(job.result.get("file", "")) if job.kind == KIND else ""
    return name if name and storages["private"].exists(name) else ""


def _where(convening: Convening, job: Job) -> Where:
    gates = convening.checkpoints.filter(pk=job.args["checkpoint"] or 0)
    sessions = Session.objects.filter(convening=convening, pk=job.args["session"] or 0)
    where = Where(checkpoint=gates.first(), session=sessions.select_related("room", "slot").first())
    if where.checkpoint is None and where.session is None:
        raise PlaceGone
    return where


def _about(convening: Convening, where: Where) -> str:
    session = where.session
    if session is None or session.slot is None or session.room is None:
        return ""
    return f"{session.room}, {_moment(convening, session.slot.starts_at)}"


def _moment(convening: Convening, at: datetime) -> str:
    return date_format(convening.local(at), pgettext("format of a day with its weekday, and a time", "l, F j, g:i a"))


def _names(attendee: Attendee) -> tuple[str, str]:
    """Family name, and the others; a name of one part is the family name."""
    person = attendee.person
    return (person.family_name, person.given_name) if person.family_name else (person.name, "")


def _by_name(attendee: Attendee) -> tuple[Any, ...]:
    family, given = _names(attendee)
    return (fold(family), fold(given), attendee.pk)


def _by_team(attendee: Attendee) -> tuple[Any, ...]:
    team = attendee.team
    return (team is None, team.folded_name if team else attendee.kind, attendee.team_id or 0, *_by_name(attendee))


def _initial(attendee: Attendee) -> str:
    return fold(_names(attendee)[0])[:1].upper()


def _group(attendee: Attendee) -> str:
    return attendee.team.name if attendee.team else _kind(attendee)


def _kind(attendee: Attendee) -> str:
    label = str(AttendeeKind(attendee.kind).label)
    return label[:1].upper() + label[1:]


def _line(attendee: Attendee, *, by_team: bool) -> RosterLine:
    family, given = _names(attendee)
    parts: Iterable[str] = (attendee.job, "" if by_team else _group(attendee))
    substitute = _("substitute") if attendee.substitute_for_id else ""
    return RosterLine(family, given, ", ".join(part for part in (*parts, substitute) if part))
