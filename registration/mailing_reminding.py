"""Reminders that go by rule, beside that of a promise: a team's profile, one's own details, the convening begins."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.reminder_occasions import RUNNING
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Variable
from registration import mailing_values as _v
from registration.calendar_files import convening_file
from registration.domain.reminder_audiences import COMES, lacks_details, lacks_plan, lacks_profile
from registration.mailing import letter, private_link, team_button
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES

MISSING = Variable(
    "missing", gettext_lazy("what is missing (a list)"), (gettext_lazy("How many students you have"),), required=True
)
FOCUS, BRINGS = gettext_lazy("What you want to work on"), gettext_lazy("What you hope to bring home")
PLAN = Variable("missing", gettext_lazy("what is missing (a list)"), (FOCUS, BRINGS), required=True)
DUE = Variable(
    "due",
    gettext_lazy("when plans are due, with the time zone"),
    gettext_lazy("Fri, April 30, 2027, 5:00 p.m. Eastern Time"),
)
BEGINS = Variable(
    "begins",
    gettext_lazy("when it begins, with the time zone"),
    gettext_lazy("Wed, May 23, 2027, 8:00 a.m. Eastern Time"),
)


def compose_profile(message: Message, at: datetime) -> Letter | None:
    """To the coordinator of a team that comes: what its profile lacks, with the page where it is told."""
    teams = Team.objects.filter(lacks_profile(), state__in=COMES, convening__state__in=RUNNING)
    team = teams.select_related("convening__venue", "coordinator").filter(pk=message.refs["team"]).first()
    if team is None or team.coordinator_id != message.person_id:
        return None
    values = _v.of_whole_team(team) | {"name": team.coordinator.name, "missing": _missing(team)}
    return letter(team.convening, values, team_button(team, team.coordinator, at))


def compose_plan(message: Message, at: datetime) -> Letter | None:
    """To the coordinator of a team that has a place: what it has not told of its plan, with the page for it."""
    teams = Team.objects.filter(lacks_plan(), place__in=KEPT_PLACES, convening__state__in=RUNNING)
    team = teams.select_related("convening__venue", "coordinator").filter(pk=message.refs["team"]).first()
    if team is None or team.coordinator_id != message.person_id:
        return None
    lacks = {FOCUS: not team.focus_text and not team.focus.exists(), BRINGS: not team.intention}
    values = _v.of_whole_team(team) | {"name": team.coordinator.name}
    values |= {"due": _v.zoned(team.convening.plan_due_at, team.convening)}
    values |= {"missing": [str(words) for words, is_missing in lacks.items() if is_missing]}
    return letter(team.convening, values, team_button(team, team.coordinator, at))


def compose_details(message: Message, at: datetime) -> Letter | None:
    """To somebody who comes and has not told their needs and consents: the own page."""
    return _to_own_page(message, at, lacks=True)


def compose_begins(message: Message, at: datetime) -> Letter | None:
    """To everybody who comes: when, where, what to bring; the own page with the badge."""
    return _to_own_page(message, at, lacks=False)


def _to_own_page(message: Message, at: datetime, *, lacks: bool) -> Letter | None:
    coming = Attendee.objects.placed().filter(convening__state__in=RUNNING, convening__ends_at__gt=at)
    found = coming.filter(lacks_details()) if lacks else coming
    attendee = found.select_related("convening__venue", "person").filter(pk=message.refs["attendee"]).first()
    if attendee is None or attendee.person_id != message.person_id:
        return None
    convening = attendee.convening
    values = _v.of_convening(convening) | _v.dates(convening) | {"name": attendee.person.name}
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    if lacks:
        return letter(convening, values, Button(_("Tell us on your page"), url))
    values |= {"begins": _v.zoned(convening.starts_at, convening)}
    written = letter(convening, values, Button(_("Open your page with the badge"), url))
    return replace(written, attachments=[convening_file(convening)])


def _missing(team: Team) -> list[str]:
    lacks = {
        _("How many students you have"): team.enrollment is None,
        _("Where your figures come from, and of which year"): not team.figures_source,
        str(FOCUS): not team.focus_text and not team.focus.exists(),
    }
    return [words for words, is_missing in lacks.items() if is_missing]


_CONVENING = (*_v.CONVENING, *_v.DATES, _v.NAME)
OCCASIONS = (
    Occasion(
        "team.profile_reminder",
        compose_profile,
        gettext_lazy("reminder of a team's profile"),
        (*_v.WHOLE_TEAM, _v.NAME, MISSING),
        has_button=True,
    ),
    Occasion(
        "team.plan_reminder",
        compose_plan,
        gettext_lazy("reminder of a team's plan"),
        (*_v.WHOLE_TEAM, _v.NAME, PLAN, DUE),
        has_button=True,
    ),
    Occasion(
        "attendee.details_reminder",
        compose_details,
        gettext_lazy("reminder of one's own details"),
        _CONVENING,
        has_button=True,
    ),
    Occasion(
        "convening.begins",
        compose_begins,
        gettext_lazy("the convening begins, and what to bring"),
        (*_CONVENING, BEGINS),
        has_button=True,
    ),
)
