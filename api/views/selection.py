from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.selection import SelectionSerializer, SelectSerializer
from api.views.base import TokenView
from console.domain.selection_page import selection_page
from registration.domain.selecting import apply_selection, undo_selection


class SelectionView(TokenView):
    """Nobody but organizers sees who is selected before the letters: `teams:read` shows it, less does not."""

    scopes = {"GET": Scope.TEAMS_READ, "POST": Scope.SELECTION_WRITE, "DELETE": Scope.SELECTION_WRITE}

    @extend_schema(summary="The selection", responses=SelectionSerializer)
    def get(self, request: Request) -> Response:
        """What the rule suggests now, with reasons and figures; once a selection stands, its record."""
        return self.answered()

    @extend_schema(
        summary="Select teams", request=SelectSerializer, responses=SelectionSerializer,
        description="Selects these teams; the letters to all go out at `letters_at`. Refusals: not_selecting,"
        " selection_stands, candidates_changed, no_room, letters_at.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(SelectSerializer)
        apply_selection(
            convening=self.convening, chosen=asked["teams"], letters_at=asked["letters_at"], by=self.token.actor,
            at=self.now,
        )
        return self.answered()

    @extend_schema(
        summary="Take the selection back", request=None, responses=SelectionSerializer,
        description="Before its letters; nobody is written to. Refusals: nothing_to_undo, letters_out.",
    )
    def delete(self, request: Request) -> Response:
        undo_selection(convening=self.convening, by=self.token.actor, at=self.now)
        return self.answered()

    def answered(self) -> Response:
        return Response(SelectionSerializer(selection_page(self.convening)).data)
