"""Answers to calendar programs, which ask again and again: 304 while nothing has changed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response

from convenings.domain.calendars import MEDIA_TYPE, PUBLISH


def calendar_answer(request: HttpRequest, *, tag: str, name: str, write: Callable[[], bytes]) -> HttpResponseBase:
    """The calendar under its entity tag; written only where the program has an older one."""
    answer: HttpResponseBase | None = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(write(), content_type=f"{MEDIA_TYPE}; charset=utf-8; method={PUBLISH}")
        answer["Content-Disposition"] = f'inline; filename="{name}"'
        answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
