"""Everything that goes wrong, as problem+json (RFC 9457) with a stable `code`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from journal.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
CODES = {Http404: "not_found", PermissionDenied: "permission_denied"}


def problem(*, code: str, status: int, detail: str, field: str | None = None, errors: Any = None) -> Response:
    """One problem, as the client gets it."""
    body = {"type": "about:blank", "title": detail, "status": status, "code": code, "detail": detail}
    if field:
        body["field"] = field
    if errors is not None:
        body["errors"] = errors
    return Response(body, status=status, content_type=MEDIA_TYPE)


def refuse(refusal: Refusal) -> Response:
    """A rule's refusal, in the words that the page shows."""
    return problem(code=refusal.code, status=refusal.status, detail=str(refusal.words), field=refusal.field)


def sentence(detail: Any) -> str:
    """The first sentence within a validation error, whatever its shape."""
    while isinstance(detail, Mapping | list) and detail:
        detail = next(iter(detail.values())) if isinstance(detail, Mapping) else detail[0]
    return str(detail or _("This cannot be read."))


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of the API; None lets a bug crash loudly."""
    if isinstance(error, Refusal):
        return refuse(error)
    found = exception_handler(error, context)
    if found is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        made = problem(code="invalid", status=found.status_code, detail=sentence(error.detail), errors=found.data)
    else:
        code = CODES.get(type(error)) or getattr(getattr(error, "detail", None), "code", "") or "refused"
        made = problem(code=code, status=found.status_code, detail=sentence(found.data))
    for name, value in found.headers.items():
        if name in {"WWW-Authenticate", "Retry-After"}:
            made[name] = value
    return made
