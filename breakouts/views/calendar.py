"""The programme that everybody may subscribe to."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from breakouts.domain.calendar_feeds import calendar_tag, programme_calendar
from breakouts.kept_files import kept_file
from convenings.calendar_answers import calendar_answer
from convenings.models import Convening


@login_not_required
@require_safe
def programme_feed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The convening and its sessions as a calendar; answered 304 from two statements when nothing has changed."""
    convening = get_object_or_404(Convening.objects.public(), slug=slug)
    tag = calendar_tag(convening, get_language())
    write = lambda: kept_file(f"programme-calendar:{tag}", lambda: programme_calendar(convening))  # noqa: E731
    return calendar_answer(request, tag=tag, name=f"{convening.slug}.ics", write=write)
