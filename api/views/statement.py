"""The statement: read by everybody, changed with a look at whom it touches; and every answer with its evidence."""

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.models import Commitment, StatementVersion
from api.filters import CommitmentFilter
from api.scopes import Scope
from api.serializers.statement import (
    CommitmentSerializer,
    DraftSerializer,
    PreviewSerializer,
    PublishSerializer,
    StatementVersionSerializer,
)
from api.views.base import ListView, TokenView
from console.domain.statement_page import Draft, preview
from convenings.domain.statements import revise_statement


class StatementView(TokenView):
    scopes = {"GET": Scope.CONVENING_READ}
    may_be_missing = True

    @extend_schema(summary="The statement", responses={200: StatementVersionSerializer})
    def get(self, request: Request) -> Response:
        """The version in force; 404 before the first is published."""
        return Response(StatementVersionSerializer(self.current()).data)

    def current(self) -> StatementVersion:
        statement = self.convening.statement
        if statement is None or statement.current is None:
            raise Http404
        return statement.current


@extend_schema_view(
    get=extend_schema(summary="Versions of the statement", description="All that were published, the newest first.")
)
class VersionsView(ListView):
    scopes = {"GET": Scope.CONVENING_READ, "POST": Scope.STATEMENT_WRITE}
    serializer_class = StatementVersionSerializer

    def rows(self) -> "QuerySet[StatementVersion]":
        return StatementVersion.objects.filter(statement=self.convening.statement_id).order_by("-number")

    @extend_schema(
        summary="Publish a version", request=PublishSerializer, responses={201: StatementVersionSerializer},
        description="An editorial change lets promises stand, and who gave them is told by mail; after a material one"
        " those whom it touches are asked again, and read the note. Look at the preview first. Refusals:"
        " changed_meanwhile, nothing_changed, note_missing, not_editorial (more than ten words changed since somebody"
        " was last asked: material, or an owner’s to publish on the page), sides_unknown, statement_text_long.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(PublishSerializer)
        made = revise_statement(convening=self.convening, **asked, by=self.token.actor, at=self.now)
        return Response(StatementVersionSerializer(made).data, status=201)


class PreviewView(StatementView):
    scopes = {"POST": Scope.STATEMENT_WRITE}
    http_method_names = ["post", "options"]

    @extend_schema(
        summary="Look at a change of the statement", request=DraftSerializer, responses=PreviewSerializer,
        description="What publishing this text would change, and for how many. Writes nothing. Refusal:"
        " statement_text_long.",
    )
    def post(self, request: Request) -> Response:
        draft = Draft(**self.read(DraftSerializer))
        seen = preview(convening=self.convening, before=self.current(), draft=draft, at=self.now)
        return Response(PreviewSerializer(seen).data)


@extend_schema_view(
    get=extend_schema(summary="Answers with evidence", description="Every answer of every office, in their order.")
)
class CommitmentsView(ListView):
    scopes = {"GET": Scope.EVIDENCE_READ}
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter

    def rows(self) -> "QuerySet[Commitment]":
        found = Commitment.objects.filter(party__agreement__team__convening=self.convening)
        related = ("party__agreement__team", "signatory", "version", "confirmation")
        texts = ("version__text", "version__opening", "version__closing", "version__promises")
        return found.select_related(*related).defer(*texts).order_by("pk")
