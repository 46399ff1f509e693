"""Ranks in words: {% load ranks %}."""

from django import template
from django.utils.translation import gettext_lazy

register = template.Library()
RANKS = (
    gettext_lazy("First choice"), gettext_lazy("Second choice"), gettext_lazy("Third choice"),
    gettext_lazy("Fourth choice"), gettext_lazy("Fifth choice"),
)  # fmt: skip


@register.filter
def spoken_rank(rank: int) -> str:
    """First choice"""
    return str(RANKS[rank - 1])
