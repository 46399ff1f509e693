"""What every page may need, without models: {% load accord %}."""

from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.template.context import RequestContext
from django.urls import reverse

register = template.Library()

# How far a team is, as the frame of its chip: dashed nothing yet, thin on the way, ink counts, solid confirmed,
# green here.
CHIP_FRAMES = {
    "draft": "off",
    "none": "off",
    "lapsed": "off",
    "withdrawn": "off",
    "released": "off",
    "committing": "half",
    "reopened": "half",
    "waitlisted": "half",
    "offered": "half",
    "held": "half",
    "in_check": "half",
    "partly_here": "half",
    "committed": "",
    "selected": "",
    "confirmed": "full",
    "arrived": "ok",
    "declined": "stop",
    "turn": "turn",
}


@register.inclusion_tag("components/demonstration.html", takes_context=True)
def demonstration(context: RequestContext) -> dict[str, bool]:
    """The banner on every page of a demonstration: the convening's, or the whole installation's."""
    shown = getattr(settings, "ACCORD_DEMO", False) or getattr(context.get("convening"), "is_demo", False)
    return {"demonstration": bool(shown)}


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: RequestContext, url: str, words: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """One item of a nav or of tabs, marked when it is this page. url: a URL name, or an address with / or #."""
    address = url if url.startswith(("/", "#")) else reverse(url, args=args or None, kwargs=kwargs or None)
    request = context.get("request")
    return {"address": address, "words": words, "here": request is not None and request.path == address}


@register.inclusion_tag("components/chip.html")
def team_chip(state: str, words: str, ring: Any = None) -> dict[str, Any]:
    """A team's state in words, framed by how far it is; with a small ring before the words if one is given."""
    return {"frame": CHIP_FRAMES[state], "words": words, "ring": ring}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Page) -> dict[str, Any]:
    """Earlier and later pages of a list; keeps the rest of the query."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    return {"page": page, "query": query.urlencode()}
