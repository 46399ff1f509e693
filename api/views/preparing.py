"""An assistant prepares a promise; nobody promises here."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.models import Party
from api.scopes import Scope
from api.serializers.preparing import AssistantAskedSerializer, PreparationSerializer
from api.views.offices import OfficeView
from registration.domain import preparing
from registration.domain.drafts import PersonDraft


class AssistantView(OfficeView):
    scopes = {"GET": Scope.TEAMS_READ, "PUT": Scope.TEAMS_WRITE, "DELETE": Scope.TEAMS_WRITE}

    @extend_schema(summary="Who prepares a promise", responses=PreparationSerializer)
    def get(self, request: Request, pk: int, office: str) -> Response:
        """The assistant of the office’s holder; not found where nobody prepares."""
        return Response(prepared_for(self.party(pk, office)))

    @extend_schema(
        summary="Let an assistant prepare a promise",
        request=AssistantAskedSerializer, responses=PreparationSerializer,
        description="They get a link by mail that opens no answer, and the holder is told who; the holder alone"
        " promises. Refusals: not_asked_yet, assistant_there, assistant_unfit, name_unprintable.",
    )
    def put(self, request: Request, pk: int, office: str) -> Response:
        party, draft = self.party(pk, office), PersonDraft(**self.read(AssistantAskedSerializer))
        preparing.let_prepare(party=party, assistant=draft, by=self.token.actor, at=self.now)
        return Response(prepared_for(party))

    @extend_schema(
        summary="Take the preparing back", request=None, responses={204: None},
        description="The assistant’s link dies. Harmless where nobody prepares.",
    )
    def delete(self, request: Request, pk: int, office: str) -> Response:
        preparing.revoke(party=self.party(pk, office), by=self.token.actor, at=self.now)
        return Response(status=204)


def prepared_for(party: Party) -> dict[str, Any]:
    """What stands for the office's holder now."""
    found = preparing.standing_for(party)
    if found is None:
        raise Http404
    return dict(PreparationSerializer(found).data)
