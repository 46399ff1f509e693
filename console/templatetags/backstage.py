"""What stands around every organizers' page: {% load backstage %}."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.states import Admission
from convenings.templatetags.times import clock, short_day
from registration.domain.questions import answers_of
from registration.models import Team

register = template.Library()


@dataclass(frozen=True)
class Section:
    """One tab: its address below the convening's own, its name, and the pages beside it on a second row."""

    path: str
    words: str | Promise
    parts: tuple["Section", ...] = ()


SECTIONS = (
    Section("", _("Overview")),
    Section(
        "teams/",
        _("Teams"),
        (
            Section("teams/", _("All teams")),
            Section("selection/", _("Selection")),
            Section("held/", _("Second registrations")),
            Section("teams/holders/", _("Office-holders")),
            Section("needs/", _("Needs and consents")),
        ),
    ),
    Section("attendees/", _("Attendees")),
    Section(
        "programme/",
        _("Programme"),
        (
            Section("programme/", _("Schedule")),
            Section("programme/releases/", _("Releases")),
            Section("programme/choices/", _("Choices")),
            Section("programme/seats/", pgettext_lazy("in sessions", "Seats")),
            Section("programme/call/", _("Call for sessions")),
            Section("programme/files/", _("Sessions by file")),
            Section("programme/materials/", _("Materials")),
            Section("programme/feedback/", _("Feedback")),
        ),
    ),
    Section(
        "expo/",
        _("Expo"),
        (
            Section("expo/", _("The floor")),
            Section("expo/requests/", _("What teams ask")),
            Section("expo/rota/", _("Rota")),
            Section("expo/day/", _("On the day")),
            Section("expo/wall/", _("Highlights")),
        ),
    ),
    Section(
        "check-in/",
        _("Check-in"),
        (
            Section("check-in/", _("Doors and scanners")),
            Section("check-in/live/", _("Live view")),
            Section("check-in/scans/", _("Scans")),
            Section("check-in/badges/", _("Badges")),
            Section("check-in/paper/", _("Paper")),
            Section("check-in/hours/", _("Hours")),
        ),
    ),
    Section(
        "mail/",
        _("Mail"),
        (
            Section("mail/", _("Outbox")),
            Section("mail/reminders/", _("Reminders")),
            Section("mail/bulk/", _("Bulk mail")),
            Section("mail/announcements/", _("Announcement")),
            Section("mail/words/", _("Words of mail")),
            Section("mail/digest/", _("Your digest")),
        ),
    ),
    Section("jobs/", _("Jobs")),
    Section("journal/", _("Journal")),
    Section("statement/", _("Statement")),
    Section("access/", _("Access")),
    Section("api/", _("API")),
    Section(
        "settings/",
        _("Settings"),
        (
            Section("settings/", _("The convening")),
            Section("admission/", _("Admission")),
            Section("questions/", _("Questions of your own")),
            Section("faq/", _("Questions and answers")),
            Section("directory/", _("Directory of districts")),
        ),
    ),
)


@lru_cache
def needed_for(path: str) -> Permission | None:
    """The permission that the page at this path asks for; None where there is no page."""
    try:
        return getattr(resolve(f"/organize/any/{path}").func, "permission", None)
    except Resolver404:
        return None


@register.inclusion_tag("components/backstage_tabs.html", takes_context=True)
def backstage_tabs(context: RequestContext) -> dict[str, Any]:
    """The sections that this organizer may open, and the pages of the section that this page belongs to."""
    request, convening = context.get("request"), context.get("convening")
    held: frozenset[Permission] = getattr(request, "permissions", frozenset())
    if request is None or not convening or not held:
        return {"tabs": [], "parts": []}
    below = request.path.removeprefix(f"/organize/{convening.slug}/")
    open_section = section_of(below)
    tabs = _tabs(SECTIONS, open_section, convening, held, below)
    if open_section is None or not open_section.parts:
        return {"tabs": tabs, "parts": []}
    return {
        "tabs": tabs,
        "parts": _tabs(open_section.parts, _nearest(open_section.parts, below), convening, held, below),
    }


def section_of(below: str) -> Section | None:
    """The section that the page at this path below the convening's own belongs to."""
    return next((one for one in SECTIONS if _nearest((one, *one.parts), below)), None)


def _nearest(among: tuple[Section, ...], below: str) -> Section | None:
    """Of those whose path the page's begins with, the one with the longest; the overview is no page's beginning."""
    found = [one for one in among if below == one.path or (one.path and below.startswith(one.path))]
    return max(found, key=lambda one: len(one.path), default=None)


def _tabs(
    among: tuple[Section, ...], here: Section | None, convening: Convening, held: frozenset[Permission], below: str
) -> list[dict[str, Any]]:
    """What a row of tabs shows: those that this organizer may open; selection only where teams are selected."""
    return [
        {
            "address": f"/organize/{convening.slug}/{path}",
            "words": one.words,
            "here": one is here,
            "exactly": below == one.path,
        }
        for one in among
        if (path := _first_open(one, held)) is not None
        and (one.path != "selection/" or convening.admission == Admission.SELECTION)
    ]


def _first_open(one: Section, held: frozenset[Permission]) -> str | None:
    """The section's own page, or else the first page of it that this organizer may open; None: none of them."""
    return next((part.path for part in (one, *one.parts) if needed_for(part.path) in held), None)


@register.filter
def short_moment(at: datetime, convening: Convening) -> str:
    """The day without its name and year, and the time, for rows of lists: Apr 2, 11:59 p.m."""
    return f"{short_day(at, convening)}, {clock(at, convening)}"


@register.inclusion_tag("components/backstage_who.html", takes_context=True)
def backstage_who(context: RequestContext) -> dict[str, Any]:
    """The hour where the convening is, and who is signed in."""
    user = getattr(context.get("request"), "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "convening": context.get("convening") or None,
        "at": timezone.now(),
        "name": str(user) if signed_in else "",
        "csrf_token": context.get("csrf_token", ""),
    }


@register.inclusion_tag("console/answers.html", takes_context=True)
def team_answers(context: RequestContext, team: Team) -> dict[str, Any]:
    """What the team answered to the organizers' own questions. One statement."""
    held: frozenset[Permission] = getattr(context.get("request"), "permissions", frozenset())
    slug = context["convening"].slug
    return {"answers": answers_of(team), "slug": slug, "may_read": Permission.CHANGE_TEAMS in held}
