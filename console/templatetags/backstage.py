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

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.templatetags.times import clock, short_day
from registration.domain.questions import answers_of
from registration.models import Team

register = template.Library()


@dataclass(frozen=True)
class Section:
    """One tab: its address below the convening's own, and its name."""

    path: str
    words: str | Promise


SECTIONS = (
    Section("", _("Overview")),
    Section("teams/", _("Teams")),
    Section("attendees/", _("Attendees")),
    Section("programme/", _("Programme")),
    Section("expo/", _("Expo")),
    Section("check-in/", _("Check-in")),
    Section("mail/", _("Mail")),
    Section("jobs/", _("Jobs")),
    Section("journal/", _("Journal")),
    Section("statement/", _("Statement")),
    Section("access/", _("Access")),
    Section("api/", _("API")),
    Section("settings/", _("Settings")),
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
    """The sections that this organizer may open, with the one that the page belongs to."""
    request, convening = context.get("request"), context.get("convening")
    held: frozenset[Permission] = getattr(request, "permissions", frozenset())
    if request is None or not convening or not held:
        return {"tabs": []}
    root = f"/organize/{convening.slug}/"
    below = request.path.removeprefix(root)
    return {
        "tabs": [
            {
                "address": root + section.path,
                "words": section.words,
                "here": below.startswith(section.path) if section.path else not below,
                "exactly": below == section.path,
            }
            for section in SECTIONS
            if needed_for(section.path) in held
        ]
    }


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
