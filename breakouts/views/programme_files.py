"""The released programme as files: kept by release, and answered 304 where nothing of them has changed."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from breakouts.domain.programme_files import FILES, SHAPE, calendar_of, sessions_in_room, sessions_of_person
from breakouts.domain.public_programme import PublicProgramme, public_programme, public_stamp
from breakouts.kept_files import kept_file
from convenings.domain.calendars import MEDIA_TYPE, PUBLISH
from convenings.models import Convening

CALENDAR = f"{MEDIA_TYPE}; charset=utf-8; method={PUBLISH}"


def _public(slug: str) -> PublicProgramme:
    """Three statements. 404 before the first release."""
    public = public_programme(get_object_or_404(Convening.objects.public(), slug=slug))
    if public is None:
        raise Http404
    return public


def _answer(
    request: HttpRequest, public: PublicProgramme, *, name: str, media_type: str, write: Callable[[], bytes]
) -> HttpResponseBase:
    """The file under its entity tag; written once for all who ask for it."""
    convening = public.convening
    venue = sorted((key, str(value)) for key, value in vars(convening.venue).items() if key[0] != "_")
    also = (SHAPE, name, get_language(), venue, convening.calendar_sequence)
    stamp = public_stamp(convening, public, *also)
    answer: HttpResponseBase | None = get_conditional_response(request, etag=f'W/"{stamp}"')
    if answer is None:
        answer = HttpResponse(kept_file(f"programme-file:{stamp}", write), content_type=media_type)
        answer["Content-Disposition"] = f'inline; filename="{convening.slug}-{name}"'
        answer["ETag"] = f'W/"{stamp}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer


@login_not_required
@require_safe
def programme_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """The programme as CSV, XLSX, frab XML or frab JSON."""
    public, file = _public(slug), FILES[name]
    return _answer(request, public, name=name, media_type=file.media_type, write=lambda: file.write(public))


@login_not_required
@require_safe
def person_calendar(request: HttpRequest, slug: str, attendee: int) -> HttpResponseBase:
    """What one person presents, for calendar programs."""
    public = _public(slug)
    if attendee not in public.release.presenters:
        raise Http404

    def write() -> bytes:
        who = public.people.get(attendee)
        facts = {"convening": public.convening.name, "what": who.name if who else attendee}
        return calendar_of(public, sessions_of_person(public, attendee), title=_("%(convening)s, %(what)s") % facts)

    return _answer(request, public, name=f"person-{attendee}.ics", media_type=CALENDAR, write=write)


@login_not_required
@require_safe
def room_calendar(request: HttpRequest, slug: str, room: int) -> HttpResponseBase:
    """What is held in one room, for calendar programs."""
    public = _public(slug)

    def write() -> bytes:
        found = next((one for one in public.schedule.rooms if one.id == room), None)
        if found is None:
            raise Http404
        facts = {"convening": public.convening.name, "what": found.name}
        return calendar_of(public, sessions_in_room(public, room), title=_("%(convening)s, %(what)s") % facts)

    return _answer(request, public, name=f"room-{room}.ics", media_type=CALENDAR, write=write)
