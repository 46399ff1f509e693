from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.drawing import BoothChangeSerializer, BoothRemovalSerializer, GridSerializer
from api.serializers.expo import BoothSerializer
from api.views.base import TokenView
from expo.domain.booths import change_booth, remove_booth
from expo.domain.grids import make_booths
from expo.models import Booth, Hall


def _answer(booths: list[int]) -> list[dict[str, object]]:
    """Booths as the list of booths has them."""
    found = Booth.objects.filter(pk__in=booths).select_related("placement__team").order_by("number")
    return [dict(row) for row in BoothSerializer(found, many=True).data]


class BoothView(TokenView):
    scopes = {"PATCH": Scope.EXPO_WRITE, "DELETE": Scope.EXPO_WRITE}

    def booth(self, pk: int) -> Booth:
        return get_object_or_404(Booth.objects.select_related("hall"), pk=pk, hall__convening=self.convening)

    @extend_schema(
        summary="Change a booth", request=BoothChangeSerializer, responses=BoothSerializer,
        description="Moves, resizes, renumbers a booth, or changes what it offers and whom it is for. Refused with "
        "booth_changed where somebody has changed it since it was read.",
    )
    def patch(self, request: Request, pk: int) -> Response:
        booth, facts = self.booth(pk), self.read(BoothChangeSerializer)
        seen = facts.pop("version")
        change_booth(booth=booth, seen=seen, by=self.token.actor, at=self.now, **facts)
        return Response(_answer([pk])[0])

    @extend_schema(
        summary="Remove a booth", responses={204: None},
        parameters=[OpenApiParameter("version", int, required=True, description="The booth's when it was read.")],
        description="Refused with booth_in_use where somebody stands there.",
    )
    def delete(self, request: Request, pk: int) -> Response:
        booth, seen = self.booth(pk), self.read_query(BoothRemovalSerializer)["version"]
        remove_booth(booth=booth, seen=seen, by=self.token.actor, at=self.now)
        return Response(status=204)


class GridView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Add booths in a grid", request=GridSerializer, responses={201: BoothSerializer(many=True)},
        description="All or none; the ends of a row become corners.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        made = make_booths(hall=hall, **self.read(GridSerializer), by=self.token.actor, at=self.now)
        return Response(_answer([booth.pk for booth in made]), status=201)
