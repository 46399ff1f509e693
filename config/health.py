"""Whether the house is well: /healthz for the web process, /readyz for everything behind it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from worker import heartbeat


def database_fault() -> str:
    """Why the database does not answer; empty when it does."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return f"The database does not answer: {type(error).__name__}. Look at DATABASE_URL and at the server."
    return ""


def queue_faults() -> dict[str, str]:
    """Why broker, worker or beat are not well, by part; an empty reason for each that is."""
    if not settings.REDIS_URL:
        unknown = "No broker is named. Set REDIS_URL, or start with make run."
        return {"broker": unknown, "worker": unknown, "beat": unknown}
    return heartbeat.faults()


def answer(faults: dict[str, str]) -> JsonResponse:
    """200 when no part has a fault, else 503, with the reasons."""
    parts = {part: reason or "ok" for part, reason in faults.items()}
    return JsonResponse({"ok": not any(faults.values()), **parts}, status=503 if any(faults.values()) else 200)


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the web process and the database work."""
    return answer({"database": database_fault()})


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when the queue, a worker and beat work as well."""
    return answer({"database": database_fault(), **queue_faults()})
