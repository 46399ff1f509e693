"""What teams ask of their booths: needs, zones, whom to stand near or apart from, what they show; until a deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.models import Convening
from expo.domain.needs import known_needs
from expo.models import Booth, Hall, NeighbourWish, Request, RequestDeadline
from expo.states import Nearness
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Team
from registration.states import KEPT_PLACES, PlaceState

MOST_NEIGHBOURS = 3  # of each kind


class RequestsClosed(Refusal):
    code = "booth_requests_closed"
    words = gettext_lazy("The time to write this is over. If something is missing, write to the organizers.")


class NoPlaceYet(Refusal):
    code = "booth_requests_no_place"
    words = gettext_lazy("Your team has no place yet. Once it has one, you can write here what it asks of its booth.")


class ZoneUnknown(Refusal):
    code = "zone_unknown"
    field = "zone_1"
    words = gettext_lazy("One of these zones does not exist any more. Choose again.")


class NeighbourUnknown(Refusal):
    code = "neighbour_unknown"
    field = "near_1"
    words = gettext_lazy("Only other teams of this convening that have a place can be named.")


class NeighbourTwice(Refusal):
    code = "neighbour_twice"
    field = "apart_1"


class TooManyNeighbours(Refusal):
    code = "too_many_neighbours"
    field = "near_1"


@dataclass(frozen=True)
class RequestDraft:
    """What a team asks; zones with the dearest first, teams by id."""

    needs: frozenset[str] = frozenset()
    zones: tuple[str, ...] = ()
    near: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()
    shows: str = ""


def zones_of(convening: Convening) -> list[str]:
    """The zones of the convening's halls, by name. One statement."""
    named = Booth.objects.filter(hall__convening=convening).exclude(zone="")
    return list(named.order_by("zone").values_list("zone", flat=True).distinct())


def others_of(team: Team) -> list[Team]:
    """The teams that this one may name, by name: whoever has a place, as everybody may see. One statement."""
    others = Team.objects.filter(convening_id=team.convening_id, place__in=KEPT_PLACES)
    return list(others.exclude(pk=team.pk).order_by("folded_name", "pk"))


def closes_at(convening: Convening) -> datetime | None:
    """Until when teams may write; None: nothing ends it yet. Two statements at most."""
    deadline = RequestDeadline.objects.filter(convening=convening).first()
    if deadline is not None:
        return deadline.until_at
    opens: datetime | None = Hall.objects.filter(convening=convening).aggregate(at=Min("opens_at"))["at"]
    return opens


def request_of(team: Team) -> RequestDraft:
    """What the team asks by now. Two statements."""
    request = Request.objects.filter(team=team).first() or Request(team=team)
    wishes = dict(NeighbourWish.objects.filter(team=team).values_list("other", "nearness"))
    return RequestDraft(
        frozenset(request.needs), tuple(request.zones),
        frozenset(other for other, how in wishes.items() if how == Nearness.NEAR),
        frozenset(other for other, how in wishes.items() if how == Nearness.APART),
        request.shows,
    )  # fmt: skip


@transaction.atomic
def tell_request(*, team: Team, draft: RequestDraft, by: str, at: datetime) -> Request:
    """The coordinator writes what the team asks. Refusals: closed, without a place, and those of write_request."""
    team = Team.objects.select_for_update(of=("self",), no_key=True).select_related("convening").get(pk=team.pk)
    if team.place not in KEPT_PLACES:
        raise NoPlaceYet
    until = closes_at(team.convening)
    if until is not None and at >= until:
        raise RequestsClosed
    return write_request(team=team, draft=draft, by=by, at=at)


@transaction.atomic
def write_request(*, team: Team, draft: RequestDraft, by: str, at: datetime) -> Request:
    """Write down what a team asks, at any time; what it is stays out of the journal. Again the same is harmless.

    Refusals: need_unknown, zone_unknown, neighbour_unknown, neighbour_twice, too_many_neighbours.
    """
    team = Team.objects.select_for_update(of=("self",), no_key=True).select_related("convening").get(pk=team.pk)
    before = request_of(team)
    needs = known_needs(draft.needs)
    zones = list(dict.fromkeys(draft.zones))
    _check_zones(team, zones, before)
    _check_neighbours(team, draft, before)
    request, made = Request.objects.get_or_create(team=team)
    if not made and before == RequestDraft(frozenset(needs), tuple(zones), draft.near, draft.apart, draft.shows):
        return request
    request.needs, request.zones, request.shows = needs, zones, draft.shows
    request.save(update_fields=["needs", "zones", "shows"])
    NeighbourWish.objects.filter(team=team).delete()
    wishes = [(other, Nearness.NEAR) for other in draft.near] + [(other, Nearness.APART) for other in draft.apart]
    NeighbourWish.objects.bulk_create(
        NeighbourWish(team=team, other_id=other, nearness=how) for other, how in sorted(wishes)
    )
    record(kind="booth_request.changed", by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id)
    return request


def _check_zones(team: Team, zones: Iterable[str], before: RequestDraft) -> None:
    if set(zones) - {*zones_of(team.convening), *before.zones}:
        raise ZoneUnknown


def _check_neighbours(team: Team, draft: RequestDraft, before: RequestDraft) -> None:
    """Teams named before may stay, even where they have lost their place since."""
    both = draft.near & draft.apart
    if both:
        other = Team.objects.filter(pk__in=both).order_by("pk").first()
        raise NeighbourTwice(_("%(team)s cannot be near and apart at once. Take it from one list.") % {"team": other})
    if max(len(draft.near), len(draft.apart)) > MOST_NEIGHBOURS:
        raise TooManyNeighbours(_("Name at most %(n)s teams in each list.") % {"n": MOST_NEIGHBOURS})
    new = (draft.near | draft.apart) - before.near - before.apart
    known = Team.objects.filter(pk__in=new, convening_id=team.convening_id).exclude(pk=team.pk)
    if known.filter(place__in=KEPT_PLACES).count() < len(new):
        raise NeighbourUnknown


@transaction.atomic
def set_deadline(*, convening: Convening, until_at: datetime | None, by: str, at: datetime) -> None:
    """Until when teams may write what they ask; None: until the first hall opens. Again the same is harmless."""
    before = RequestDeadline.objects.filter(convening=convening).values_list("until_at", flat=True).first()
    if before == until_at:
        return
    if until_at is None:
        RequestDeadline.objects.filter(convening=convening).delete()
    else:
        RequestDeadline.objects.update_or_create(convening=convening, defaults={"until_at": until_at})
    subject = f"convening:{convening.pk}"
    record(kind="booth_requests.deadline_set", by=by, at=at, subject=subject, convening_id=convening.pk)


@dataclass(frozen=True)
class RequestRow:
    """A team with a place and what it asks, for organizers."""

    team: Team
    needs: frozenset[str]
    zones: tuple[str, ...]
    near: tuple[str, ...]
    apart: tuple[str, ...]
    shows: str

    @property
    def asks(self) -> bool:
        return bool(self.needs or self.zones or self.near or self.apart or self.shows)


def request_rows(convening: Convening) -> list[RequestRow]:
    """All teams with a place and what they ask, by name. Three statements."""
    teams = list(Team.objects.filter(convening=convening, place=PlaceState.CONFIRMED).order_by("folded_name", "pk"))
    requests = {request.team_id: request for request in Request.objects.filter(team__in=teams)}
    wishes: dict[tuple[int, str], list[str]] = {}
    for wish in NeighbourWish.objects.filter(team__in=teams).select_related("other").order_by("other__folded_name"):
        wishes.setdefault((wish.team_id, wish.nearness), []).append(wish.other.name)
    return [
        RequestRow(
            team, frozenset(asked.needs), tuple(asked.zones), tuple(wishes.get((team.pk, Nearness.NEAR), ())),
            tuple(wishes.get((team.pk, Nearness.APART), ())), asked.shows,
        )
        for team in teams
        for asked in [requests.get(team.pk) or Request(team=team)]
    ]  # fmt: skip
