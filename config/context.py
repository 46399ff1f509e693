"""What every template may ask of the house."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """`demo`: whether this is a demonstration; `accord_url`: the address people open."""
    return {"demo": settings.ACCORD_DEMO, "accord_url": settings.ACCORD_URL}
