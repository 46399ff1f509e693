from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.releases import (
    ReleasedProgrammeSerializer,
    ReleasePreviewSerializer,
    ReleaseSerializer,
    ReleasingSerializer,
    previewed,
    released_programme,
)
from api.views.base import ListView, TokenView
from breakouts.domain.releases import preview_of, release
from breakouts.domain.schedule_content import people_of, released_schedule, rows_of_people
from breakouts.models import Release


@extend_schema_view(get=extend_schema(summary="Releases", description="Versions of the programme, newest first."))
class ReleasesView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ, "POST": Scope.PROGRAMME_RELEASE}
    serializer_class = ReleaseSerializer

    def rows(self) -> "QuerySet[Release]":
        found: QuerySet[Release] = Release.objects.of(self.convening).defer("content", "presenters")
        return found

    @extend_schema(
        summary="Release the programme", request=ReleasingSerializer, responses={201: ReleaseSerializer},
        description="Makes the schedule public as it stands; a worker tells whom it touches. Refusals: release_name, "
        "changed_since_seen, release_blocked.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(ReleasingSerializer)
        made = release(
            convening=self.convening, name=asked["name"], version=asked["version"], answers=asked["answers"],
            by=self.token.actor, at=self.now,
        )
        return Response(ReleaseSerializer(made).data, status=201)


class ReleasePreviewView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ}

    @extend_schema(
        summary="What a release would change", responses=ReleasePreviewSerializer,
        description="The difference from the newest release in sentences, how many people will be told, what stops it.",
    )
    def get(self, request: Request) -> Response:
        return Response(previewed(preview_of(self.convening, at=self.now), self.convening))


class ReleaseView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ}

    @extend_schema(
        summary="One release", responses=ReleasedProgrammeSerializer,
        description="All its sessions with rooms, times and presenters, and where its files are.",
    )
    def get(self, request: Request, number: int) -> Response:
        made = get_object_or_404(Release, convening=self.convening, number=number)
        people = people_of(rows_of_people(made.presenters))
        schedule = released_schedule(made, self.convening, people)
        return Response(released_programme(made, schedule, self.convening))
