from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.convening import ConveningSerializer, FunnelSerializer, PlacesSerializer, QuestionsSerializer
from api.views.base import TokenView
from console.domain.overview import funnel_of
from convenings.domain.convenings import change_convening
from registration.domain.admission import places_shown


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
        """How many places are open, in teams and in people, as the public page says it."""
        convening, left = self.convening, places_shown(convening=self.convening)
        return Response(
            {
                "teams": {"open": left.teams, "capacity": convening.capacity_teams},
                "people": {"open": left.people, "capacity": convening.capacity_people},
            }
        )


class FunnelView(TokenView):
    """It counts promises of teams that are not complete yet: nothing for less than `teams:read`."""

    scopes = {"GET": Scope.TEAMS_READ}

    @extend_schema(summary="Funnel", responses=FunnelSerializer)
    def get(self, request: Request) -> Response:
        """How many teams started, have a first promise, are committed, are confirmed, have arrived."""
        return Response(FunnelSerializer(funnel_of(convening=self.convening)).data)


class QuestionsView(TokenView):
    scopes = {"GET": Scope.CONVENING_READ, "PUT": Scope.CONVENING_WRITE}

    @extend_schema(summary="Questions and answers", responses=QuestionsSerializer)
    def get(self, request: Request) -> Response:
        """Those of the public page."""
        return Response(QuestionsSerializer({"questions": self.convening.questions}).data)

    @extend_schema(
        summary="Write the questions and answers", request=QuestionsSerializer, responses=QuestionsSerializer,
        description="All of them, in their order: what is not sent is gone.",
    )
    def put(self, request: Request) -> Response:
        asked = self.read(QuestionsSerializer)
        questions = [dict(one) for one in asked["questions"]]
        changed = change_convening(
            convening=self.convening, changes={"questions": questions}, by=self.token.actor, at=self.now
        )
        return Response(QuestionsSerializer({"questions": changed.questions}).data)
