from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.checkin import (
    ArrivalsSerializer,
    CheckpointSerializer,
    ScanResultSerializer,
    ScanSerializer,
)
from api.throttling import Scans
from api.views.base import ListView, TokenView
from checkin.domain.live import live_of, stamp
from checkin.domain.scanning import scan
from checkin.models import Checkpoint


@extend_schema_view(get=extend_schema(summary="Checkpoints", description="Where badges are scanned."))
class CheckpointsView(ListView):
    scopes = {"GET": Scope.CHECKIN_READ}
    serializer_class = CheckpointSerializer

    def rows(self) -> "QuerySet[Checkpoint]":
        return Checkpoint.objects.filter(convening=self.convening).order_by("name")


class ArrivalsView(TokenView):
    scopes = {"GET": Scope.CHECKIN_READ}

    @extend_schema(
        summary="Arrivals", responses=ArrivalsSerializer,
        description=(
            "Who is in by now: the curve, each checkpoint by the minute, each team. It bears an `ETag`; asked again "
            "with `If-None-Match` it is 304 while nothing has changed."
        ),
    )
    def get(self, request: Request) -> HttpResponseBase:
        now = self.now
        etag = f'"{stamp(self.convening, at=now)}"'
        unchanged: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
        seen = live_of(self.convening, at=now, phones=False)
        return Response(ArrivalsSerializer(seen.as_dict()).data, headers={"ETag": etag})


class ScansView(TokenView):
    scopes = {"POST": Scope.CHECKIN_SCAN}
    throttle_classes = (Scans,)

    @extend_schema(
        summary="Scan a badge", request=ScanSerializer, responses=ScanResultSerializer,
        description=(
            "Every reading is answered with 200 and a stable `answer`: welcome, already_in, replaced, unknown or "
            "no_place. Sending the same `scan_id` again gives the first answer again and changes nothing."
        ),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = self.read(ScanSerializer)
        checkpoint = get_object_or_404(self.convening.checkpoints, pk=pk)
        result = scan(
            checkpoint=checkpoint, code=asked["code"], scan_id=asked["scan_id"], scanned_at=asked["scanned_at"],
            by=self.token.actor, at=self.now,
        )
        return Response(result.as_dict())
