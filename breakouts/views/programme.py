"""The public programme: a day, all days, and one session; answered 304 where nothing of it has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import held_links
from breakouts.domain.material_list import published_of
from breakouts.domain.own_programme import NOBODYS, OwnSessions, own_sessions, seats_known_to
from breakouts.domain.programme import Day, ProgrammeSheet, sheet_of
from breakouts.domain.programme_files import FILES
from breakouts.domain.programme_filter import narrowed, themes_of
from breakouts.domain.public_programme import PublicProgramme, public_programme, public_stamp
from breakouts.domain.slots import days_of
from convenings.models import Convening
from convenings.states import ConveningState
from registration.domain.announcements import brought, with_announcement
from registration.domain.reader import reader_of
from registration.models import Attendee

PAGE, SESSION_PAGE, WORKER = "breakouts/programme.html", "breakouts/session.html", "breakouts/programme_worker.js"
PARTS = ("breakouts/programme_list.html", "breakouts/shared_cell.html", "base.html", "base_document.html")
DRAWN = (PAGE, SESSION_PAGE, *PARTS)
LONGEST_FILTER = 120
KEPT_SECONDS = 600


@dataclass(frozen=True)
class Look:
    """Who looks at which convening's public programme; `sits`: the sessions in which the reader has a seat."""

    convening: Convening
    announcement: Any
    public: PublicProgramme | None
    reader: Attendee | None
    sits: frozenset[int]

    @property
    def own(self) -> OwnSessions:
        """What is the reader's own."""
        return own_sessions(self.reader, self.public, self.sits) if self.reader and self.public else NOBODYS

    def tag(self, *also: object) -> str:
        """The entity tag of what is shown: whoever has something of their own on it has a tag of their own."""
        said = self.announcement.id if self.announcement else 0
        reader = (self.reader.pk, sorted(self.sits)) if self.reader else None
        return f'W/"{public_stamp(self.convening, self.public, said, reader, get_language(), _drawn_by(), *also)}"'


@cache
def _drawn_by() -> str:
    """A digest of the templates, so that a new version of the house makes pages that were sent before stale."""
    sources = [get_template(name).template.source for name in (*DRAWN, "components/announcement.html")]  # type: ignore[attr-defined]
    return sha256("".join(sources).encode()).hexdigest()[:12]


def _look(request: HttpRequest, slug: str, *, at: datetime) -> Look:
    """Three statements; three more for who has opened an own link."""
    shown = with_announcement(Convening.objects.exclude(state=ConveningState.DRAFT), at=at)
    convening = get_object_or_404(shown, slug=slug)
    public = public_programme(convening)
    reader = reader_of(held_links.ids_of(request), convening, at=at)
    sits = seats_known_to(reader, at=at) if reader else frozenset()
    return Look(convening, brought(convening), public, reader, sits)


def _answer(request: HttpRequest, page: str, context: dict[str, Any], tag: str) -> HttpResponse:
    answer = render(request, page, context)
    answer["ETag"], answer["Cache-Control"] = tag, "private, no-cache"
    return answer


def _unchanged(request: HttpRequest, tag: str) -> HttpResponseBase | None:
    answer: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if answer is not None:
        answer["Cache-Control"] = "private, no-cache"
    return answer


def _chosen_day(convening: Convening, on: date | None, *, at: datetime) -> date:
    """The day asked for, else today, else the first."""
    days = days_of(convening)
    if on is not None and on not in days:
        raise Http404
    today = convening.local(at).date()
    return on or (today if today in days else days[0])


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str, on: date | None = None) -> HttpResponseBase:
    """One day of the newest release."""
    now = timezone.now()
    look = _look(request, slug, at=now)
    return _days(request, look, _chosen_day(look.convening, on, at=now))


@login_not_required
@require_safe
def all_days(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The whole programme as one list, to print and to take along."""
    return _days(request, _look(request, slug, at=timezone.now()), None)


def _days(request: HttpRequest, look: Look, on: date | None) -> HttpResponseBase:
    """on: the day that is shown; None for all."""
    about = request.GET.get("about", "")[:LONGEST_FILTER]
    tag = look.tag(on, about)
    unchanged = _unchanged(request, tag)
    if unchanged is not None:
        return unchanged
    page = SimpleLazyObject(lambda: _page(look, on, about))  # read where its part is not kept
    context = {
        "convening": look.convening, "on": on, "announcement": look.announcement, "own": look.own,
        "release": look.public and look.public.release, "page": page,
        "part": tag, "keep": 0 if look.reader or about else KEPT_SECONDS,
    }  # fmt: skip
    return _answer(request, PAGE, context, tag)


def _page(look: Look, on: date | None, about: str) -> dict[str, Any]:
    """What the page shows between its head and its foot: the same for all who have nothing of their own on it."""
    convening = look.convening
    elements, tracks = themes_of(look.public.schedule.sessions if look.public else ())
    about = about if about in (*elements, *tracks) else ""
    sheet = _sheet(look, about)
    shown = [day for day in sheet.days if on in (None, day.on)] if sheet else []
    base = f"{reverse('breakouts:programme', args=[convening.slug])}sessions/"
    return {
        "days": days_of(convening), "shown": shown, "base": base, "cards": _cards(shown, look.own, base),
        "elements": elements, "tracks": tracks, "about": about, "files": FILES.values(),
        "subscribe": f"webcal:{settings.ACCORD_URL.partition(':')[2]}/c/{convening.slug}/programme.ics",
    }  # fmt: skip


def _cards(shown: Iterable[Day], own: OwnSessions, base: str) -> dict[int, SafeString]:
    """By session, its title with the way to its page, who presents, and what it is to the reader; made once, since the
    page shows it in a grid and in a list. base: the address below which sessions have their pages."""
    words = dict.fromkeys(own.presents, _("You present")) | dict.fromkeys(own.sits, _("Your seat"))
    return {
        line.id: format_html(
            '<b><a href="{}{}/">{}</a></b><span class="by">{}</span>{}', base, line.id, line.title, line.by,
            format_html("<em>{}</em>", words[line.id]) if line.id in words else "",
        )
        for day in shown for column in day.columns for line in column.sessions
    }  # fmt: skip


def _sheet(look: Look, about: str) -> ProgrammeSheet | None:
    if look.public is None:
        return None
    schedule = look.public.schedule
    return sheet_of(schedule.rooms, schedule.slots, narrowed(schedule.sessions, about))


@login_not_required
@require_safe
def one_session(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """What one session is about, when and where it is held, and who presents it."""
    look, materials = _look(request, slug, at=timezone.now()), published_of(number)
    tag = look.tag("session", number, *(one.pk for one in materials))
    unchanged = _unchanged(request, tag)
    if unchanged is not None:
        return unchanged
    lines = look.public.schedule.sessions if look.public else ()
    line = next((line for line in lines if line.id == number), None)
    if line is None:
        raise Http404
    context = {
        "convening": look.convening, "announcement": look.announcement, "line": line, "own": look.own,
        "materials": materials, "themes": [name for name in (line.track, *line.elements) if name],
    }  # fmt: skip
    return _answer(request, SESSION_PAGE, context, tag)


@login_not_required
@require_safe
def service_worker(request: HttpRequest, slug: str) -> HttpResponse:
    """The service worker of one convening's programme, and of no other page."""
    convening = get_object_or_404(Convening.objects.public(), slug=slug)
    context = {"convening": convening, "days": days_of(convening)}
    answer = render(request, WORKER, context, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
