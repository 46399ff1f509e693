"""Places of teams: offers, holds, the line, deadlines, and a team that does not come. All answer with the team."""

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.places import (
    DeadlineSerializer,
    HoldAskedSerializer,
    HoldSerializer,
    OfferAnswerSerializer,
    OfferSerializer,
    ReasonSerializer,
    WaitingSerializer,
)
from api.serializers.teams import TeamSerializer
from api.views.base import ListView, TeamStepView
from registration.domain import holds, offers, teams
from registration.models import Team
from registration.states import PlaceState

ANSWERS = {"accept": offers.accept_offer, "decline": offers.decline_offer}


@extend_schema_view(get=extend_schema(summary="Offers", description="Places that wait for a team’s answer."))
class OffersView(ListView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = OfferSerializer

    def rows(self) -> "QuerySet[Team]":
        offered = Team.objects.filter(convening=self.convening, place=PlaceState.OFFERED)
        return offered.with_people().order_by("place_held_until_at", "completion")


@extend_schema_view(get=extend_schema(summary="Held places", description="Places that are kept to a date."))
class HoldsView(ListView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = HoldSerializer

    def rows(self) -> "QuerySet[Team]":
        held = Team.objects.filter(convening=self.convening, place=PlaceState.HELD)
        return held.with_people().order_by("place_held_until_at", "pk")


@extend_schema_view(
    get=extend_schema(summary="The line", description="Whole teams that wait for a place, the first in line first.")
)
class WaitlistView(ListView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = WaitingSerializer

    def rows(self) -> "QuerySet[Team]":
        position = Window(RowNumber(), order_by="completion")
        return Team.objects.in_line(self.convening).with_people().annotate(position=position)


class OfferView(TeamStepView):
    scopes = {"POST": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Answer an offer for a team", request=OfferAnswerSerializer, responses=TeamSerializer,
        description="Accepts the place for the team, or takes the offer back: the place goes to the next in line, and"
        " the team’s leaders are told. Refusals: no_offer, offer_expired.",
    )
    def post(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(OfferAnswerSerializer)
        return self.stepped(ANSWERS[asked["answer"]](team=team, by=self.token.actor, at=self.now))


class HoldView(TeamStepView):
    scopes = {"PUT": Scope.TEAMS_WRITE, "DELETE": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Put a team on hold", request=HoldAskedSerializer, responses=TeamSerializer,
        description="Keeps its place to a date, whatever is withdrawn meanwhile. Refusals: nothing_to_hold,"
        " hold_until.",
    )
    def put(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(HoldAskedSerializer)
        return self.stepped(holds.hold_team(team=team, **asked, by=self.token.actor, at=self.now))

    @extend_schema(
        summary="End a hold", request=None, responses=TeamSerializer,
        description="A complete team has its place as before; one that lacks a promise gives it up. Refusal:"
        " not_on_hold.",
    )
    def delete(self, request: Request, pk: int) -> Response:
        return self.stepped(holds.end_hold(team=self.team(pk), by=self.token.actor, at=self.now))


class LineView(TeamStepView):
    scopes = {"POST": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Put a team in line again", request=None, responses=TeamSerializer,
        description="A complete team that let its place go stands in line as the last. Refusal: not_waiting.",
    )
    def post(self, request: Request, pk: int) -> Response:
        return self.stepped(offers.queue_again(team=self.team(pk), by=self.token.actor, at=self.now))


class DeadlineView(TeamStepView):
    scopes = {"PUT": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Change a team’s deadline", request=DeadlineSerializer, responses=TeamSerializer,
        description="Its own last day for promises, or the convening’s again. Refusal: registration_refused.",
    )
    def put(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(DeadlineSerializer)
        return self.stepped(teams.extend_deadline(team=team, **asked, by=self.token.actor, at=self.now))


class WithdrawalView(TeamStepView):
    scopes = {"POST": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Withdraw a team", request=ReasonSerializer, responses=TeamSerializer,
        description="It does not come: its place and its booth are free, and waiting teams move up. Refusal:"
        " team_state.",
    )
    def post(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(ReasonSerializer)
        return self.stepped(teams.withdraw_team(team=team, **asked, by=self.token.actor, at=self.now))
