from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.hours import HoursSerializer
from api.views.base import ListView
from checkin.domain.hours import hours_of, people_seen, sheet_of
from checkin.domain.hours_certificates import standing_certificates
from checkin.domain.hours_tables import hours_facts
from registration.models import Attendee


@extend_schema_view(
    get=extend_schema(
        summary="Hours",
        description=(
            "What everybody's sessions count who was scanned at the door of a room, and the certificate that stands. "
            "The educator id only where the convening certifies hours."
        ),
    )
)
class HoursView(ListView):
    scopes = {"GET": Scope.HOURS_READ}
    serializer_class = HoursSerializer
    filter_backends = ()

    def get_queryset(self) -> "QuerySet[Attendee]":
        """Nobody while the schema is drawn, which has no token."""
        if getattr(self, "swagger_fake_view", False):
            return Attendee.objects.none()
        return people_seen(self.convening)

    def get(self, request: Request, *args: object, **kwargs: object) -> Response:
        """A page of people, whose hours are counted for this answer."""
        sheet, certificates = sheet_of(self.convening), standing_certificates(self.convening)
        page = self.paginate_queryset(self.get_queryset())
        rows = [hours_facts(own, sheet, certificates.get(own.attendee.pk)) for own in hours_of(sheet, page or [])]
        return self.get_paginated_response(self.get_serializer(rows, many=True).data)
