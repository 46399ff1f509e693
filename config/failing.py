"""What a request is answered that we could not serve: the page for our own faults, or that the database is away."""

import sys
from typing import Any

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

# SQLite's codes: busy, locked, cannot write, disk faults, full, cannot open. Others, such as a missing table, are bugs.
SQLITE_AWAY = frozenset({5, 6, 8, 10, 13, 14})
RETRY_SECONDS = 30


def broken(request: HttpRequest) -> HttpResponse:
    """Django's handler of what no view caught: 503 while the database is away, else 500. Reads nothing of it."""
    away = is_away(sys.exc_info()[1])
    if "application/json" not in request.headers.get("Accept", ""):
        return _with_retry(HttpResponse(render_to_string("503.html" if away else "500.html")), away)
    words = _("We cannot save anything just now. Please try again in a minute.")
    if not away:
        words = _("Something broke on our side. It has been noted.")
    code, status = ("database_away", 503) if away else ("broken", 500)
    told = {"type": "about:blank", "title": words, "status": status, "code": code, "detail": words, "words": words}
    return _with_retry(JsonResponse(told), away)


def is_away(error: BaseException | None) -> bool:
    """Whether this says that the database cannot be reached or written to, and no statement of ours is wrong."""
    cause: Any = error.__cause__ if error is not None else None
    if isinstance(error, OperationalError | InternalError) and (code := getattr(cause, "sqlite_errorcode", None)):
        return code & 0xFF in SQLITE_AWAY
    if isinstance(error, InternalError):
        return getattr(cause, "sqlstate", "") == "25006"  # PostgreSQL: a transaction that may only read
    return isinstance(error, OperationalError | InterfaceError)


def _with_retry(response: HttpResponse, away: bool) -> HttpResponse:
    response.status_code = 503 if away else 500
    if away:
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
