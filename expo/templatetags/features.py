"""Features of booths in words, for templates."""

from collections.abc import Iterable

from django import template

from expo.domain.needs import spoken

register = template.Library()


@register.filter
def spoken_features(features: Iterable[str]) -> str:
    """power and screen"""
    return spoken(features)
