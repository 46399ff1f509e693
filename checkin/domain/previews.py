"""How a design looks before it is saved: a real person of that kind, and three names that are hard to print."""

from collections.abc import Sequence
from dataclasses import replace

from django.db.models.functions import Length
from django.utils.translation import gettext as _

from accounts.models import Person
from checkin.domain.agendas import agendas_of
from checkin.domain.faces import Face, breakable, face_of
from checkin.domain.formats import PAPERS, Paper
from checkin.domain.qr import draw_png
from checkin.domain.sheets import TEMPLATE, common_data, shown_face
from checkin.models import BadgeDesign
from checkin.states import BadgeFormat
from convenings.models import Convening
from registration.domain.typesetting import draw_pages
from registration.models import Attendee

CODE = "LOOKS0ONLY0NOW"  # as long as a real one, and none: those have no 0
HARD = (("Bartholomew", "Featherstonehaugh-Okonkwo"), ("王小明", ""), ("عمر", ""))
OFFERED = 8
GAP = 5.0  # millimetres between the badges of a preview
DOTS = 90.0


def preview_people(convening: Convening, kind: str) -> Sequence[Attendee]:
    """Real people of this kind to look at, the longest names first. One statement."""
    coming = Attendee.objects.placed().filter(convening=convening, kind=kind)
    found = coming.select_related("person", "team__placement__booth", "convening", "details")
    return list(found.order_by(Length("person__name").desc(), "pk")[:OFFERED])


def preview(design: BadgeDesign, *, person: Attendee | None, paper: BadgeFormat) -> list[bytes]:
    """Pictures of the fronts, and of the backs where they are printed. The design need not be saved."""
    convening = design.convening
    shown = person or Attendee(convening=convening, kind=design.kind, person=Person(name=_("June Abernathy")))
    each = PAPERS[paper]
    data = common_data(convening, _arranged(each), logos=design.shows_logos)
    agenda = None
    if design.shows_agenda and not each.plain:
        agendas = agendas_of(convening, [shown.pk] if shown.pk else [])
        data["days"], agenda = agendas.days, agendas.of(shown.pk or 0)
    real = face_of(shown, {design.kind: design})
    png = draw_png(CODE)
    data["badges"] = [
        shown_face(face, name=f"{face.first} {face.family}", code=CODE, png=png, plain=each.plain, agenda=agenda)
        for face in [real, *_hard(real)]
    ]
    return draw_pages(TEMPLATE, data, dots=DOTS)


def _hard(real: Face) -> list[Face]:
    return [replace(real, first=breakable(first), family=breakable(family)) for first, family in HARD]


def _arranged(paper: Paper) -> Paper:
    """Two badges beside each other, in two rows."""
    (wide, high), gap = paper.badge, GAP
    return Paper((2 * wide + 3 * gap, 2 * high + 3 * gap), paper.badge, 2, 2, gaps=(gap, gap), plain=paper.plain)
