"""What a device with a printer of its own needs from us: the badge's face, and the measures of its paper."""

from django.http import Http404, HttpResponse

from checkin.domain.formats import PAPERS
from checkin.domain.sheets import draw_front
from checkin.models import Badge, Device
from checkin.states import BadgeFormat

PAPER_CSS = "@page{size:%(page)s;margin:0}@media print{.k-face{width:%(wide)gmm;height:%(high)gmm}}"


def badge_svg(device: Device, badge: Badge | None) -> HttpResponse:
    """The front of the badge, as it stands on sheets. 404: none to print, or no printer."""
    if badge is None or not device.paper:
        raise Http404
    return HttpResponse(draw_front(badge, paper=BadgeFormat(device.paper)), content_type="image/svg+xml")


def paper_css(device: Device) -> HttpResponse:
    """The measures of the paper, as a style sheet: pages hold no styles. 404: no printer."""
    if not device.paper:
        raise Http404
    page = PAPERS[BadgeFormat(device.paper)].page
    measures = {"page": "{:g}mm {:g}mm".format(*page), "wide": page[0], "high": page[1]}
    return HttpResponse(PAPER_CSS % measures, content_type="text/css; charset=utf-8")
