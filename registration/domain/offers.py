"""A place that is offered to the first team in line: taken until they answer, or until the offer runs out."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from agreements.models import Party
from convenings.states import OVER
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission, coordinators, letters
from registration.models import Team
from registration.states import PlaceState, TeamState

SHORT_NOTICE = timedelta(hours=6)
NOTICE = timedelta(days=1)


class NoOffer(Refusal):
    code = "no_offer"
    words = _("No place is offered to this team now.")


class OfferExpired(Refusal):
    code = "offer_expired"
    words = _("The offer has run out, and the place goes to the next team in line.")


class NotYours(Refusal):
    code = "not_yours"
    status = 403
    words = _("The team’s coordinator or one of its leaders answers.")


class NotWaiting(Refusal):
    code = "not_waiting"
    words = _("Only a complete team that let its place go stands in line again.")


@transaction.atomic
def accept_offer(*, team: Team, by: str, at: datetime) -> Team:
    """The team takes the place. Refusals: not_yours, no_offer, offer_expired. Accepting twice is accepted once."""
    fresh = Team.objects.locked(team)
    _check_theirs(fresh, by)
    if fresh.place in (PlaceState.CONFIRMED, PlaceState.IN_CHECK):
        return fresh
    if fresh.place != PlaceState.OFFERED or fresh.place_held_until_at is None or fresh.convening.state in OVER:
        raise NoOffer
    if at >= fresh.place_held_until_at:
        raise OfferExpired
    _record("offer.accepted", fresh, by=by, at=at)
    admission.confirm(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline_offer(*, team: Team, by: str, at: datetime) -> Team:
    """The team does not take the place, which goes to the next in line. Refusals: not_yours, no_offer."""
    fresh = Team.objects.locked(team)
    _check_theirs(fresh, by)
    if fresh.place != PlaceState.OFFERED:
        raise NoOffer
    _record("offer.declined", fresh, by=by, at=at)
    _end(fresh, by=by, at=at)
    return fresh


@transaction.atomic
def queue_again(*, team: Team, by: str, at: datetime) -> Team:
    """A complete team that let its place go asks for one again: as the last in line, with a new number.

    Refusals: not_waiting.
    """
    fresh = Team.objects.locked(team)
    if fresh.state != TeamState.COMMITTED or fresh.place != PlaceState.RELEASED:
        raise NotWaiting
    fresh.completion = admission.next_completion(fresh.convening)
    fresh.save(update_fields=["completion"])
    _record("team.queued_again", fresh, by=by, at=at)
    return admission.admit(team=fresh, by=by, at=at)


def remind_of_offers(*, at: datetime) -> int:
    """Owes the reminder of the offers that soon run out, each once; how many teams were reminded.

    A day before; six hours before where a team has a day in all.
    """
    soon = _offered().filter(place_held_until_at__gt=at, place_held_until_at__lte=at + NOTICE)
    waiting = soon.exclude(lapse_told_for_at=F("place_held_until_at")).select_related("convening")
    return sum(_remind(team, at=at) for team in waiting if _is_soon(team, at=at))


def expire_offers(*, at: datetime) -> int:
    """Ends the offers that nobody accepted in time, and moves the next in line up; how many ended.

    One short transaction for each team. Idempotent.
    """
    return sum(_expire(team, at=at) for team in _offered().filter(place_held_until_at__lte=at))


def may_answer(team: Team, by: str) -> bool:
    """Whether this actor answers an offer: an organizer, a coordinator, or the holder of an office."""
    if is_organizer(by) or coordinators.side_of(team, by):
        return True
    holders = Party.objects.filter(agreement=team.agreement_id).values_list("signatory_id", flat=True)
    return by in {f"person:{pk}" for pk in holders if pk is not None}


def _offered() -> QuerySet[Team]:
    offered = Team.objects.filter(place=PlaceState.OFFERED, convening__state__in=admission.PROMISING_STATES)
    return offered.order_by("convening_id", "completion")


def _is_soon(team: Team, *, at: datetime) -> bool:
    assert team.place_held_until_at is not None
    notice = NOTICE if team.convening.offer_days > 1 else SHORT_NOTICE
    return at < team.place_held_until_at <= at + notice


@transaction.atomic
def _remind(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    until = fresh.place_held_until_at
    if fresh.place != PlaceState.OFFERED or fresh.lapse_told_for_at == until or not _is_soon(fresh, at=at):
        return False
    fresh.lapse_told_for_at = until
    fresh.save(update_fields=["lapse_told_for_at"])
    letters.owe_leaders("team.offer_reminder", fresh, mark=fresh.turn, at=at)
    return True


@transaction.atomic
def _expire(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    if fresh.place != PlaceState.OFFERED or fresh.place_held_until_at is None or at < fresh.place_held_until_at:
        return False  # answered since it was looked up
    _record("offer.expired", fresh, by="system", at=at)
    _end(fresh, by="system", at=at)
    return True


def _end(team: Team, *, by: str, at: datetime) -> None:
    admission.release(team=team, by=by, at=at)
    letters.owe_leaders("team.offer_ended", team, mark=team.turn, at=at)


def _check_theirs(team: Team, by: str) -> None:
    if not may_answer(team, by):
        raise NotYours


def _record(kind: str, team: Team, *, by: str, at: datetime) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id)
