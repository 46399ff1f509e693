"""Badges: how far they are, what stands on them, and sheets of them as long work."""

from django.db.models import Count, Max, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import BadgeFilter
from api.scopes import Scope
from api.serializers.badges import BadgeSerializer, DesignSerializer, SheetSerializer
from api.serializers.jobs import JobSerializer
from api.views.base import ListView, RowView, TokenView
from checkin.domain.designs import designs_of
from checkin.domain.printing import KIND, ask_sheet
from checkin.models import Badge
from checkin.states import BadgeFormat
from jobs.models import Job


@extend_schema_view(get=extend_schema(summary="Badges", description="Which badges are issued, printed and replaced."))
class BadgesView(ListView):
    scopes = {"GET": Scope.BADGES_READ}
    serializer_class = BadgeSerializer
    filterset_class = BadgeFilter

    def rows(self) -> "QuerySet[Badge]":
        found = Badge.objects.filter(attendee__convening=self.convening).select_related("attendee__person")
        return found.annotate(times_printed=Count("prints"), last_printed_at=Max("prints__at")).order_by("pk")


class DesignsView(TokenView):
    scopes = {"GET": Scope.BADGES_READ}

    @extend_schema(
        summary="Designs of badges", responses=DesignSerializer(many=True),
        description="One for each kind of person, the usual one where the convening has not said otherwise.",
    )
    def get(self, request: Request) -> Response:
        return Response(DesignSerializer(list(designs_of(self.convening).values()), many=True).data)


class SheetsView(TokenView):
    scopes = {"POST": Scope.BADGES_PRINT}

    @extend_schema(
        summary="Print badges", request=SheetSerializer, responses={202: JobSerializer},
        description="Long work: look at the sheet until it is done; organizers fetch its PDF. Refusals: "
        "nothing_to_print, and printed_before, which says who printed the first and when, unless `again` is true.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(SheetSerializer)
        number = asked.pop("badge", None)
        badge = Badge.objects.of(self.convening).filter(pk=number).first()
        if number and badge is None:
            raise ValidationError({"badge": "There is no such badge."})
        asked["paper"] = BadgeFormat(asked["paper"])
        job = ask_sheet(convening=self.convening, badge=badge, by=self.token.actor, at=self.now, **asked)
        return Response(JobSerializer(job).data, status=202)


@extend_schema_view(get=extend_schema(summary="One sheet of badges", description="How far it is."))
class SheetView(RowView):
    scopes = {"GET": Scope.BADGES_READ}
    serializer_class = JobSerializer

    def rows(self) -> "QuerySet[Job]":
        return Job.objects.filter(convening_id=self.convening.pk, kind=KIND)
