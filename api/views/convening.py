from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.convening import ConveningSerializer, FunnelSerializer, PlacesSerializer
from api.views.base import TokenView
from console.domain.overview import funnel_of
from registration.domain.admission import places_left


class ConveningView(TokenView):
    scopes = {"GET": Scope.CONVENING_READ}

    @extend_schema(summary="The convening", responses=ConveningSerializer)
    def get(self, request: Request) -> Response:
        """The convening that the token is for, with its dates, capacities and state."""
        return Response(ConveningSerializer(self.convening).data)


class PlacesView(TokenView):
    scopes = {"GET": Scope.CONVENING_READ}

    @extend_schema(summary="Places", responses=PlacesSerializer)
    def get(self, request: Request) -> Response:
        """How many places are open, in teams and in people."""
        convening, left = self.convening, places_left(convening=self.convening)
        return Response(
            {
                "teams": {"open": left.teams, "capacity": convening.capacity_teams},
                "people": {"open": left.people, "capacity": convening.capacity_people},
            }
        )


class FunnelView(TokenView):
    scopes = {"GET": Scope.CONVENING_READ}

    @extend_schema(summary="Funnel", responses=FunnelSerializer)
    def get(self, request: Request) -> Response:
        """How many teams started, have a first promise, are committed, are confirmed, have arrived."""
        return Response(FunnelSerializer(funnel_of(convening=self.convening)).data)
