"""A convening's own words for its mail, and what went out in them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import MessageFilter
from api.permissions import HasScope
from api.scopes import Scope
from api.serializers.templates import (
    MessageSerializer,
    RenderedSerializer,
    TemplateRowSerializer,
    TemplateSerializer,
    TriedSerializer,
    VersionSerializer,
    WordsSerializer,
)
from api.views.base import ListView, TokenView
from console.domain.mail_rows import messages_of
from console.domain.template_page import TemplatePage, preview, template_page, template_rows
from mail.domain import templates
from mail.models import Message
from mail.occasions import Source
from registration.models import Team

WHICH = [
    OpenApiParameter("occasion", str, OpenApiParameter.PATH),
    OpenApiParameter("language", {"type": "string", "pattern": "^[a-z]+$"}, OpenApiParameter.PATH),
]


class TemplatesView(TokenView):
    scopes = {"GET": Scope.MAIL_READ}

    @extend_schema(summary="Words of mail", responses=TemplateRowSerializer(many=True))
    def get(self, request: Request) -> Response:
        """All mail that goes out by itself, and whose words it has in each language."""
        return Response(TemplateRowSerializer(template_rows(self.convening), many=True).data)


class _OneTemplate(TokenView):
    may_be_missing = True

    def page(self, occasion: str, language: str) -> TemplatePage:
        return template_page(self.convening, occasion=occasion, language=language)

    def answer(self, occasion: str, language: str) -> Response:
        return Response(TemplateSerializer(self.page(occasion, language)).data)


class TemplateView(_OneTemplate):
    scopes = {"GET": Scope.MAIL_READ, "PUT": Scope.MAIL_WRITE}

    @extend_schema(summary="The words of one mail", responses=TemplateSerializer, parameters=WHICH)
    def get(self, request: Request, occasion: str, language: str) -> Response:
        """What is in force, what the default is, and what may be filled in."""
        return self.answer(occasion, language)

    @extend_schema(
        summary="Write the words of one mail", request=WordsSerializer, responses=TemplateSerializer, parameters=WHICH,
        description="They are in force at once; those that equal the default are the default. Refusals:"
        " template_changed_meanwhile, template_unknown_variable and others that begin with template_.",
    )
    def put(self, request: Request, occasion: str, language: str) -> Response:
        asked = self.read(WordsSerializer)
        templates.save_template(
            convening_id=self.convening.pk, occasion=occasion, language=language,
            source=Source(asked["subject"], asked["body"]), version=asked["version"], by=self.token.actor, at=self.now,
        )  # fmt: skip
        return self.answer(occasion, language)


class PreviewView(_OneTemplate):
    scopes = {"POST": Scope.MAIL_READ}

    @extend_schema(
        summary="Look at the words of one mail", request=TriedSerializer, responses=RenderedSerializer,
        parameters=WHICH,
        description="As a team would read them, which needs teams:read; or with samples. Writes and sends nothing."
        " Refusals as of writing them.",
    )
    def post(self, request: Request, occasion: str, language: str) -> Response:
        asked, page = self.read(TriedSerializer), self.page(occasion, language)
        source = Source(asked["subject"], asked["body"])
        team = self.team(asked["team"]) if "team" in asked else None
        seen = preview(source=source, occasion=page.occasion, language=language, team=team, at=self.now)
        return Response(RenderedSerializer(seen).data)

    def team(self, pk: int) -> Team:
        if Scope.TEAMS_READ not in self.token.scopes:
            raise PermissionDenied(HasScope.message, HasScope.code)
        found = Team.objects.select_related("convening__venue", "coordinator", "agreement")
        return get_object_or_404(found, pk=pk, convening=self.convening)


class ResetView(_OneTemplate):
    scopes = {"POST": Scope.MAIL_WRITE}

    @extend_schema(
        summary="Reset the words of one mail", request=VersionSerializer, responses=TemplateSerializer,
        parameters=WHICH,
        description="The default words are in force again. Refusal: template_changed_meanwhile.",
    )
    def post(self, request: Request, occasion: str, language: str) -> Response:
        version = self.read(VersionSerializer)["version"]
        templates.reset_template(
            convening_id=self.convening.pk, occasion=occasion, language=language, version=version,
            by=self.token.actor, at=self.now,
        )  # fmt: skip
        return self.answer(occasion, language)


@extend_schema_view(
    get=extend_schema(
        summary="Outbox", description="What is owed, was sent, failed or came back, the newest first, without texts."
    )
)
class MessagesView(ListView):
    scopes = {"GET": Scope.MESSAGES_READ}
    serializer_class = MessageSerializer
    filterset_class = MessageFilter

    def rows(self) -> "QuerySet[Message]":
        return messages_of(self.convening)
