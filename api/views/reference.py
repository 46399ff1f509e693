"""The API described: as OpenAPI for machines, and as a plain page made from the same."""

from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from api.domain.reference import Endpoint, endpoints


@lru_cache(maxsize=1)
def described() -> dict[str, Any]:
    """The schema; drawn once in the life of a process, in English."""
    with translation.override("en"):
        found: dict[str, Any] = SchemaGenerator(urlconf="api.urls").get_schema(public=True)  # type: ignore[no-untyped-call]
    found["paths"] = {f"/api/v1{path}": methods for path, methods in found["paths"].items()}
    return found


@lru_cache(maxsize=1)
def listed() -> list[Endpoint]:
    """The same as a list for people."""
    return endpoints(described())


@login_not_required
@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """OpenAPI 3, as JSON."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Every address with what it takes and what it answers."""
    return render(request, "api/reference.html", {"endpoints": listed()})


@csrf_exempt
@login_not_required
def unknown(request: HttpRequest, rest: str) -> JsonResponse:
    """An address that the API does not have, told as a problem and not as a page."""
    words = str(_("The API has no such address. Every address ends with a slash; see /api/v1/."))
    body = {"type": "about:blank", "title": words, "status": 404, "code": "not_found", "detail": words}
    return JsonResponse(body, status=404, content_type="application/problem+json")
