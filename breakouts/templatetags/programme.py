"""A session wherever the programme lists it: {% load programme %}, {{ session|card:page.cards }}."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

from breakouts.domain.programme import SessionLine

register = template.Library()


@register.filter
def card(session: SessionLine, cards: Mapping[int, SafeString]) -> SafeString:
    """Its card, of those that were made once for the grid and the list."""
    return cards[session.id]
