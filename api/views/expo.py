from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.expo import BoothSerializer, HallSerializer, OutcomeSerializer
from api.views.base import ListView, TokenView
from expo.domain.assignment import assign_booths
from expo.models import Booth, Hall


@extend_schema_view(get=extend_schema(summary="Halls", description="The halls of the expo."))
class HallsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = HallSerializer

    def rows(self) -> "QuerySet[Hall]":
        return Hall.objects.filter(convening=self.convening).order_by("pk")


@extend_schema_view(get=extend_schema(summary="Booths", description="Booths by number, and who stands at them."))
class BoothsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = BoothSerializer

    def rows(self) -> "QuerySet[Booth]":
        found = Booth.objects.filter(hall__convening=self.convening)
        return found.select_related("placement__team").order_by("hall_id", "number")


class AssignmentView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Assign the booths of a hall", request=None, responses=OutcomeSerializer,
        description="Gives every confirmed team a booth by its needs and the order of completion; pinned teams stay.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        outcome = assign_booths(hall=hall, by=self.token.actor, at=self.now)
        return Response(OutcomeSerializer(outcome).data)
