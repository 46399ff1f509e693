"""Badges in pages: {% load badges %}."""

from django import template

from checkin.domain.badges import qr_png
from checkin.domain.codes import spaced
from checkin.domain.designs import COLOURS
from checkin.domain.qr import modules_of
from checkin.models import Badge, BadgeDesign
from checkin.states import RibbonColour
from registration.domain.qr_paths import modules_of_text, path_of

register = template.Library()


@register.inclusion_tag("checkin/qr.html")
def badge_qr(badge: Badge, label: str = "") -> dict[str, object]:
    """The badge's QR symbol as a drawing with its quiet zone. label: what it is, where no words stand beside it."""
    modules = modules_of(qr_png(badge))
    return {"path": path_of(modules), "units": len(modules) + 8, "label": label}


@register.inclusion_tag("checkin/qr.html")
def text_qr(text: str, label: str = "") -> dict[str, object]:
    """The QR symbol of any text, such as a scanner's link."""
    modules = modules_of_text(text)
    return {"path": path_of(modules), "units": len(modules) + 8, "label": label}


@register.filter
def code_spaced(badge: Badge) -> str:
    """The badge's code in groups, to be read aloud."""
    return spaced(badge.code)


@register.inclusion_tag("checkin/ribbon.html")
def ribbon(design: BadgeDesign) -> dict[str, object]:
    """The colour of a design as it is printed, and the words of its ribbon; without one the colour's name."""
    surface, _letters = COLOURS[RibbonColour(design.colour)]
    return {"surface": surface, "words": design.ribbon or design.get_colour_display()}
