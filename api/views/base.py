"""What every address of the API shares: the token's convening, its scopes, its measure."""

from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from api.authentication import BearerToken
from api.models import ApiToken
from api.pagination import Pages
from api.permissions import HasScope
from api.scopes import Scope
from api.serializers.teams import TeamSerializer
from api.throttling import PerToken
from console.domain.team_rows import team_rows
from convenings.models import Convening
from registration.models import Team


class TokenView(APIView):
    """An address that a token opens. `scopes` names the scope that each method needs."""

    authentication_classes = (BearerToken,)
    permission_classes = (IsAuthenticated, HasScope)
    throttle_classes: tuple[type[BaseThrottle], ...] = (PerToken,)
    scopes: ClassVar[dict[str, Scope]] = {}
    request: Request

    @property
    def token(self) -> ApiToken:
        assert isinstance(self.request.auth, ApiToken)
        return self.request.auth

    @property
    def convening(self) -> Convening:
        return self.token.convening

    @property
    def now(self) -> datetime:
        return timezone.now()

    def read(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """What was sent, checked for its shape; 400 when it does not fit."""
        given = serializer(data=self.request.data)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)

    def read_query(self, serializer: type[Serializer[Any]]) -> dict[str, Any]:
        """The same, of what stands behind the question mark."""
        given = serializer(data=self.request.query_params)
        given.is_valid(raise_exception=True)
        return dict(given.validated_data)


class RowsView(TokenView, GenericAPIView[Any]):
    """Rows of the token's convening: `rows()` says which, and everything that one answer needs of them."""

    pagination_class = Pages

    def rows(self) -> "QuerySet[Any]":
        raise NotImplementedError

    def get_queryset(self) -> "QuerySet[Any]":
        if getattr(self, "swagger_fake_view", False):  # the schema is drawn without a token
            return self.serializer_class.Meta.model.objects.none()  # type: ignore[union-attr, no-any-return]
        return self.rows()


class ListView(ListModelMixin, RowsView):
    """A list, in pages."""

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)


class RowView(RetrieveModelMixin, RowsView):
    """One row; the address ends in its id."""

    pagination_class = None  # type: ignore[assignment]
    filter_backends = ()

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.retrieve(request, *args, **kwargs)


class TeamStepView(TokenView):
    """A step of one team of the token's convening; answered with the team as it is then."""

    def team(self, pk: int) -> Team:
        return get_object_or_404(Team, pk=pk, convening=self.convening)

    def stepped(self, team: Team) -> Response:
        return Response(TeamSerializer(team_rows(self.convening).get(pk=team.pk)).data)
