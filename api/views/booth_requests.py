from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.booth_requests import BoothRequestDraftSerializer, BoothRequestSerializer
from api.views.base import ListView, RowView
from expo.domain.requests import write_request
from registration.models import Team
from registration.states import KEPT_PLACES


@extend_schema_view(
    get=extend_schema(summary="Requests for booths", description="What teams with a place ask of their booths.")
)
class BoothRequestsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = BoothRequestSerializer

    def rows(self) -> "QuerySet[Team]":
        teams = Team.objects.filter(convening=self.convening, place__in=KEPT_PLACES)
        return teams.select_related("booth_request").prefetch_related("neighbour_wishes").order_by("pk")


@extend_schema_view(get=extend_schema(summary="One team's requests for its booth"))
class BoothRequestView(RowView):
    scopes = {"GET": Scope.EXPO_READ, "PUT": Scope.EXPO_WRITE}
    serializer_class = BoothRequestSerializer

    def rows(self) -> "QuerySet[Team]":
        teams = Team.objects.filter(convening=self.convening, place__in=KEPT_PLACES)
        return teams.select_related("booth_request").prefetch_related("neighbour_wishes")

    @extend_schema(
        summary="Write what a team asks of its booth", request=BoothRequestDraftSerializer,
        responses=BoothRequestSerializer,
        description="As organizers know it, also after the teams' deadline. Again the same is harmless. Refused with "
        "zone_unknown, neighbour_unknown, neighbour_twice.",
    )
    def put(self, request: Request, pk: int) -> Response:
        team = get_object_or_404(self.rows(), pk=pk)
        draft = BoothRequestDraftSerializer.draft(self.read(BoothRequestDraftSerializer))
        write_request(team=team, draft=draft, by=self.token.actor, at=self.now)
        return Response(BoothRequestSerializer(self.rows().get(pk=pk)).data)
