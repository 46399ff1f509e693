"""What scanners did that organizers should look at, and marking it as seen."""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.looking import ScansToLookAtSerializer, SeenSerializer, SeeRefusedSerializer
from api.views.base import TokenView
from checkin.domain.looking import see_double, see_refused
from checkin.domain.refused_scans import Matter, matters
from checkin.domain.scan_list import Double, doubles
from checkin.models import Scan
from checkin.states import RefusedKind


class ScansToLookAtView(TokenView):
    scopes = {"GET": Scope.CHECKIN_READ}

    @extend_schema(
        summary="Scans to look at", responses=ScansToLookAtSerializer,
        description=(
            "What devices let through alone against the rules, and what let nobody in but should be known: codes that "
            "are no badge, an id sent again with another badge. What somebody has seen is left out."
        ),
    )
    def get(self, request: Request) -> Response:
        told = {
            "doubles": [_double(one) for one in doubles(self.convening)],
            "refused": [_refused(one) for one in matters(self.convening)],
        }
        return Response(ScansToLookAtSerializer(told).data)


class SeeScanView(TokenView):
    scopes = {"POST": Scope.CHECKIN_SCAN}

    @extend_schema(summary="Mark a scan as seen", request=None, responses=SeenSerializer)
    def post(self, request: Request, scan_id: UUID) -> Response:
        found = Scan.objects.judged_differently(self.convening).select_related("checkpoint")
        seen = see_double(scan=get_object_or_404(found, scan_id=scan_id), by=self.token.actor, at=self.now)
        return Response({"seen": int(seen)})


class SeeRefusedView(TokenView):
    scopes = {"POST": Scope.CHECKIN_SCAN}
    may_be_missing = True

    @extend_schema(summary="Mark refused scans as seen", request=SeeRefusedSerializer, responses=SeenSerializer)
    def post(self, request: Request) -> Response:
        asked = self.read(SeeRefusedSerializer)
        checkpoint = get_object_or_404(self.convening.checkpoints, pk=asked["checkpoint"])
        seen = see_refused(
            kind=RefusedKind(asked["kind"]), checkpoint=checkpoint, scanned_by=asked["scanned_by"],
            until=asked["until"], by=self.token.actor, at=self.now,
        )  # fmt: skip
        return Response({"seen": seen})


def _double(one: Double) -> dict[str, Any]:
    scan = one.scan
    return {
        "scan_id": scan.scan_id, "attendee": scan.attendee_id, "checkpoint": scan.checkpoint_id,
        "scanned_at": scan.scanned_at, "device_answer": scan.device_answer, "answer": scan.answer,
        "other_scan": one.other.scan_id if one.other else None,
    }  # fmt: skip


def _refused(one: Matter) -> dict[str, Any]:
    return {
        "kind": one.kind, "checkpoint": one.checkpoint_id, "scanned_by": one.by, "scans": one.scans,
        "first_at": one.first_at, "last_at": one.last_at, "until": one.newest, "words": str(one.kind.label),
        "to_do": one.to_do,
    }  # fmt: skip
