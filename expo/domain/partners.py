"""Partners of the resource marketplace at booths, by the day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.slots import days_of
from convenings.templatetags.times import plain_day
from expo.domain.drawing import BoothGone
from expo.domain.floors import count_change, hold_halls
from expo.models import Booth, PartnerStand
from expo.states import Use
from journal.domain.entries import record
from journal.refusals import Refusal


class PartnerUnnamed(Refusal):
    code = "partner_unnamed"
    words = gettext_lazy("Write the partner’s name.")
    field = "name"


class PartnerDayOutside(Refusal):
    code = "partner_day_outside"
    words = gettext_lazy("The convening does not meet on this day. Choose one of its days.")
    field = "on"


class PartnerDayTaken(Refusal):
    code = "partner_day_taken"
    field = "on"


class BoothOfTeams(Refusal):
    code = "booth_of_teams"
    field = "on"


class BoothKeptFree(Refusal):
    code = "booth_kept_free"


@transaction.atomic
def place_partner(*, booth: Booth, on: date, name: str, offers: str = "", by: str, at: datetime) -> PartnerStand:
    """Give a booth to a partner for a day; the booth of a team only on a day on which teams do not show. The same
    again is harmless, other words for the same name are kept.

    Refusals: partner_unnamed, partner_day_outside, partner_day_taken, booth_of_teams, booth_kept_free,
    booth_gone.
    """
    hold_halls(convening_id=booth.hall.convening_id)
    found = Booth.objects.select_related("hall__convening").filter(pk=booth.pk).first()
    if found is None:
        raise BoothGone
    return _place(found, on=on, name=name, offers=offers, by=by, at=at)


def _place(booth: Booth, *, on: date, name: str, offers: str, by: str, at: datetime) -> PartnerStand:
    """The caller holds the halls."""
    name, offers = " ".join(name.split()), " ".join(offers.split())
    if not name:
        raise PartnerUnnamed
    _check_day(booth, on)
    found = PartnerStand.objects.filter(booth=booth, on=on).first()
    if found is not None and found.name != name:
        raise PartnerDayTaken(
            _("%(partner)s has booth %(number)s on %(day)s. Take it away first, or choose another booth.")
            % {"partner": found, "number": booth, "day": plain_day(on)}
        )
    stand, __ = PartnerStand.objects.update_or_create(booth=booth, on=on, defaults={"name": name, "offers": offers})
    count_change(hall=booth.hall)
    data = {"on": on.isoformat()}
    subject, convening = f"booth:{booth.pk}", booth.hall.convening_id
    record(kind="booth.partner", by=by, at=at, subject=subject, convening_id=convening, data=data)
    return stand


def _check_day(booth: Booth, on: date) -> None:
    convening = booth.hall.convening
    if on not in days_of(convening):
        raise PartnerDayOutside
    if booth.use == Use.NOBODY:
        raise BoothKeptFree(_("Booth %(number)s is kept free. Choose another.") % {"number": booth})
    shown_on = convening.local(booth.hall.opens_at).date()
    if booth.use == Use.TEAMS and on == shown_on:
        raise BoothOfTeams(
            _("Booth %(number)s is a team’s on %(day)s. Choose another day, or a booth for partners.")
            % {"number": booth, "day": plain_day(on)}
        )


@transaction.atomic
def remove_partner(*, booth: Booth, on: date, by: str, at: datetime) -> None:
    """Take a partner from a booth for a day. Again is harmless."""
    hold_halls(convening_id=booth.hall.convening_id)
    if not PartnerStand.objects.filter(booth=booth.pk, on=on).delete()[0]:
        return
    booth = Booth.objects.select_related("hall").get(pk=booth.pk)
    count_change(hall=booth.hall)
    data = {"on": on.isoformat()}
    subject, convening = f"booth:{booth.pk}", booth.hall.convening_id
    record(kind="booth.partner_gone", by=by, at=at, subject=subject, convening_id=convening, data=data)
