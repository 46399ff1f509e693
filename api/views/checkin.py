from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.checkin import (
    AnnulledSerializer,
    AnnulSerializer,
    ArrivalsSerializer,
    CheckpointSerializer,
    ScanBatchSerializer,
    ScanResultSerializer,
    ScanSerializer,
    ScansToldSerializer,
)
from api.throttling import Scans
from api.views.base import ListView, TokenView
from checkin.domain.annulling import annul_scan
from checkin.domain.batches import MOST, BatchTooLarge, Kept, record_batch
from checkin.domain.live import live_of, stamp
from checkin.domain.scanning import Reading, scan
from checkin.models import Checkpoint, Scan


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
            "Every reading is answered with 200 and a stable `answer`. Whoever comes in: welcome, back, already_in; "
            "whoever goes out: left, already_out; whoever may not pass: replaced, unknown, no_place, not_listed, "
            "not_open, no_seat. Sending the same `scan_id` again gives the first answer again and changes nothing."
        ),
    )
    def post(self, request: Request, pk: int) -> Response:
        asked = self.read(ScanSerializer)
        checkpoint = get_object_or_404(self.convening.checkpoints, pk=pk)
        result = scan(
            checkpoint=checkpoint, code=asked["code"], scan_id=asked["scan_id"], scanned_at=asked["scanned_at"],
            direction=asked["direction"], by=self.token.actor, at=self.now,
        )
        return Response(result.as_dict())


class ScanBatchView(TokenView):
    scopes = {"POST": Scope.CHECKIN_SCAN}
    throttle_classes = (Scans,)

    @extend_schema(
        summary="Send scans that were kept", request=ScanBatchSerializer, responses=ScansToldSerializer,
        description=(
            "At most 500 at once, more are refused with 413. Each is answered by itself and recorded once, however "
            "often it is sent."
        ),
    )
    def post(self, request: Request, pk: int) -> Response:
        checkpoint = get_object_or_404(self.convening.checkpoints.select_related("convening"), pk=pk)
        rows = request.data.get("scans") if isinstance(request.data, dict) else None
        if isinstance(rows, list) and len(rows) > MOST:
            raise BatchTooLarge
        asked = self.read(ScanBatchSerializer)["scans"]
        kept = [
            Kept(Reading(
                checkpoint, one["scan_id"], one["scanned_at"], one["code"], direction=one["direction"],
                device_answer=one.get("device_answer", ""),
            ))
            for one in asked
        ]  # fmt: skip
        told = record_batch(kept=kept, by=self.token.actor, at=self.now)
        return Response({"results": [one.as_dict() for one in told]})


class AnnulScanView(TokenView):
    scopes = {"POST": Scope.CHECKIN_SCAN}

    @extend_schema(
        summary="Take a scan back", request=AnnulSerializer, responses=AnnulledSerializer,
        description="The scan stays on record as annulled, by whom and why, and the person may be let in anew.",
    )
    def post(self, request: Request, scan_id: UUID) -> Response:
        asked = self.read(AnnulSerializer)
        found = get_object_or_404(Scan, scan_id=scan_id, checkpoint__convening=self.convening)
        row = annul_scan(scan=found, reason=asked["reason"], by=self.token.actor, at=self.now)
        return Response({"scan_id": row.scan_id, "annulled_at": row.annulled_at})
