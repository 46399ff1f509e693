"""What waits for an organizer in a convening, one sentence for each kind, with where it is settled."""

from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agreements.models import Party
from convenings.models import Convening
from registration.domain.funnel import Funnel
from registration.domain.lists import REPORTED, answered_so
from registration.models import HeldRegistration
from registration.states import HeldState, TeamState


@dataclass(frozen=True)
class Turn:
    """One thing to do. `address`: where; `action`: the words of the way there."""

    words: str
    address: str
    action: str


def turns_of(convening: Convening, numbers: Funnel) -> list[Turn]:
    """All of them. Two statements."""
    held = HeldRegistration.objects.filter(convening=convening, state=HeldState.HELD).count()
    found = [_reported(convening), _held(convening, held), _in_check(convening, numbers.in_check)]
    return [turn for turn in found if turn is not None]


def reported_offices(convening: Convening) -> list[Party]:
    """Offices of which a coordinator says that there is none, or that the holder of another one holds them, too, and
    which wait for an organizer. One statement.
    """
    asking = Q(agreement__team__state__in=[TeamState.DRAFT, TeamState.COMMITTING])
    found = Party.objects.filter(answered_so(REPORTED), asking, agreement__team__convening=convening)
    since = Coalesce("reported_missing_at", "same_as_asked_at")
    return list(found.select_related("agreement__team", "same_as").order_by(since, "pk"))


def _reported(convening: Convening) -> Turn | None:
    parties = reported_offices(convening)
    if not parties:
        return None
    first, teams = parties[0], len({party.agreement_id for party in parties})
    said = {"team": first.agreement.team.name, "office": first.label, "other": first.same_as and first.same_as.label}
    words = (
        _("%(team)s says that one person is both “%(office)s” and “%(other)s”.")
        if first.same_as
        else _("%(team)s says that it has no “%(office)s”.")
    ) % said
    if teams == 1:
        address = reverse("console:team", args=[convening.slug, first.agreement.team.pk])
        return Turn(words, address, _("Read and answer"))
    more = ngettext("%(n)d more team says something like it.", "%(n)d more teams say something like it.", teams - 1)
    listed = f"{reverse('console:teams', args=[convening.slug])}?answers={REPORTED}"
    return Turn(f"{words} {more % {'n': teams - 1}}", listed, _("See these teams"))


def _held(convening: Convening, number: int) -> Turn | None:
    if not number:
        return None
    words = ngettext(
        "%(n)d second registration of a place waits for your decision.",
        "%(n)d second registrations of a place wait for your decision.", number,
    ) % {"n": number}  # fmt: skip
    return Turn(words, reverse("console:held", args=[convening.slug]), _("Look and decide"))


def _in_check(convening: Convening, number: int) -> Turn | None:
    if not number:
        return None
    words = ngettext(
        "%(n)d complete team has its place when you have checked who holds its offices.",
        "%(n)d complete teams have their places when you have checked who holds their offices.", number,
    ) % {"n": number}  # fmt: skip
    return Turn(words, reverse("console:holders", args=[convening.slug]), _("Check them"))
