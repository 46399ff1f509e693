"""What stands around booths: aisles and places, neighbours, and partners by the day."""

from datetime import date

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.surroundings import (
    AreaDraftSerializer,
    AreaSerializer,
    NeighbourCorrectionSerializer,
    NeighbourSerializer,
    PartnerDraftSerializer,
    PartnerSerializer,
)
from api.views.base import ListView, TokenView
from expo.domain.areas import make_area, remove_area
from expo.domain.neighbourhood import correct_neighbours, neighbours_in
from expo.domain.partners import place_partner, remove_partner
from expo.models import Area, Booth, Hall, PartnerStand

DAY = OpenApiParameter("on", str, OpenApiParameter.PATH, description="A day of the convening, such as 2027-05-27.")


@extend_schema_view(get=extend_schema(summary="Areas", description="Aisles and places of the halls."))
class AreasView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = AreaSerializer

    def rows(self) -> "QuerySet[Area]":
        return Area.objects.filter(hall__convening=self.convening).order_by("hall_id", "pk")


class NewAreaView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Draw an aisle or a place", request=AreaDraftSerializer, responses={201: AreaSerializer},
        description="Booths with an aisle between them are no neighbours. Refused with place_unnamed, area_outside, "
        "area_on_booth.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        area = make_area(hall=hall, **self.read(AreaDraftSerializer), by=self.token.actor, at=self.now)
        return Response(AreaSerializer(area).data, status=201)


class AreaView(TokenView):
    scopes = {"DELETE": Scope.EXPO_WRITE}

    @extend_schema(summary="Remove an aisle or a place", responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        area = get_object_or_404(Area.objects.select_related("hall"), pk=pk, hall__convening=self.convening)
        remove_area(hall=area.hall, pk=area.pk, by=self.token.actor, at=self.now)
        return Response(status=204)


@extend_schema_view(
    get=extend_schema(summary="Partners", description="Partners of the resource marketplace, by day and booth.")
)
class PartnersView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = PartnerSerializer

    def rows(self) -> "QuerySet[PartnerStand]":
        found = PartnerStand.objects.filter(booth__hall__convening=self.convening)
        return found.select_related("booth").order_by("on", "booth__hall_id", "booth__number")


class BoothPartView(TokenView):
    """Something about one booth of the token's convening."""

    def booth(self, pk: int) -> Booth:
        return get_object_or_404(Booth.objects.select_related("hall"), pk=pk, hall__convening=self.convening)


class PartnerView(BoothPartView):
    scopes = {"PUT": Scope.EXPO_WRITE, "DELETE": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Give a booth to a partner for a day", request=PartnerDraftSerializer, responses=PartnerSerializer,
        parameters=[DAY], description="Again the same is harmless. Refused with partner_day_outside, "
        "partner_day_taken, booth_of_teams, booth_kept_free.",
    )
    def put(self, request: Request, pk: int, on: str) -> Response:
        booth, day = self.booth(pk), _day(on)
        draft = self.read(PartnerDraftSerializer)
        stand = place_partner(booth=booth, on=day, **draft, by=self.token.actor, at=self.now)
        return Response(PartnerSerializer(stand).data)

    @extend_schema(
        summary="Take a partner from a booth for a day", parameters=[DAY], responses={204: None},
        description="Again is harmless.",
    )
    def delete(self, request: Request, pk: int, on: str) -> Response:
        remove_partner(booth=self.booth(pk), on=_day(on), by=self.token.actor, at=self.now)
        return Response(status=204)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


class NeighboursView(BoothPartView):
    scopes = {"GET": Scope.EXPO_READ}

    @extend_schema(
        summary="Neighbours of a booth", responses=NeighbourSerializer(many=True),
        description="By the drawing and as organizers corrected it, the nearest first.",
    )
    def get(self, request: Request, pk: int) -> Response:
        booth = self.booth(pk)
        return Response(NeighbourSerializer(neighbours_in(booth.hall_id, booth.pk), many=True).data)


class NeighbourView(BoothPartView):
    scopes = {"PUT": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Say whether two booths are neighbours", request=NeighbourCorrectionSerializer,
        responses=NeighbourSerializer(many=True),
        description="`other` is the id of another booth of the hall. What the drawing says already is no correction. "
        "Answered with the neighbours then. Refused with neighbour_of_itself, and booth_unknown where it is in "
        "another hall.",
    )
    def put(self, request: Request, pk: int, other: int) -> Response:
        booth, second = self.booth(pk), self.booth(other)
        number = second.number if second.hall_id == booth.hall_id else 0
        correct_neighbours(
            booth=booth, other=number, **self.read(NeighbourCorrectionSerializer), by=self.token.actor, at=self.now
        )
        return Response(NeighbourSerializer(neighbours_in(booth.hall_id, booth.pk), many=True).data)
