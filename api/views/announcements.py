"""What is announced at once, and what organizers wrote to many."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.announcements import AnnouncementSerializer, AnnounceSerializer, BulkMailSerializer
from api.views.base import ListView, TokenView
from registration.domain import announcements
from registration.models import Announcement, BulkMail


@extend_schema_view(
    get=extend_schema(
        summary="Announcements", description="Newest first; the one without `ended_at`, before `ends_at`, stands."
    )
)
class AnnouncementsView(ListView):
    scopes = {"GET": Scope.CONVENING_READ, "POST": Scope.ANNOUNCEMENTS_WRITE}
    serializer_class = AnnouncementSerializer

    def rows(self) -> "QuerySet[Announcement]":
        return Announcement.objects.filter(convening=self.convening)

    @extend_schema(
        summary="Announce", request=AnnounceSerializer, responses={201: AnnouncementSerializer},
        description="Shows it on every page at once; what stands is replaced. Refusals: nothing_to_announce,"
        " ends_too_early, cannot_announce.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(AnnounceSerializer)
        made = announcements.announce(convening=self.convening, by=self.token.actor, at=self.now, **asked)
        return Response(AnnouncementSerializer(made).data, status=201)


class AnnouncementEndView(TokenView):
    scopes = {"POST": Scope.ANNOUNCEMENTS_WRITE}

    @extend_schema(
        summary="End an announcement", request=None, responses=AnnouncementSerializer,
        description="Takes it off the pages; mail that has not left does not leave. Refusal: announcement_over.",
    )
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(Announcement, pk=pk, convening=self.convening)
        ended = announcements.end(announcement=found, by=self.token.actor, at=self.now)
        return Response(AnnouncementSerializer(ended).data)


@extend_schema_view(
    get=extend_schema(
        summary="Bulk mail", description="What organizers wrote to many, newest first. It is sent by hand alone."
    )
)
class BulkMailsView(ListView):
    scopes = {"GET": Scope.MAIL_READ}
    serializer_class = BulkMailSerializer

    def rows(self) -> "QuerySet[BulkMail]":
        return BulkMail.objects.filter(convening=self.convening).order_by("-pk")
