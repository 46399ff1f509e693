"""The expo's day for other systems: the guide, visits, highlights."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.day import (
    DecisionSerializer,
    GuideSerializer,
    HighlightSerializer,
    VisitBatchSerializer,
    VisitOutcomesSerializer,
    VisitSerializer,
)
from api.views.base import ListView, TokenView
from expo.domain.highlights import decide_highlight
from expo.domain.visits import Outcome, VisitDraft, leave_visits
from expo.models import Highlight, Placement, Visit
from expo.states import HighlightState
from registration.models import Attendee


@extend_schema_view(
    get=extend_schema(summary="Expo guide", description="Every team with a booth, by hall and number.")
)
class GuideView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = GuideSerializer

    def rows(self) -> "QuerySet[Placement]":
        found = Placement.objects.standing().filter(booth__hall__convening=self.convening)
        found = found.select_related("team__type", "booth").prefetch_related("team__focus")
        return found.order_by("booth__hall_id", "booth__number")


@extend_schema_view(get=extend_schema(summary="Visits", description="Who was at whose booth, in the order of arrival."))
class VisitsView(ListView):
    scopes = {"GET": Scope.EXPO_READ, "POST": Scope.VISITS_WRITE}
    serializer_class = VisitSerializer

    def rows(self) -> "QuerySet[Visit]":
        return Visit.objects.of(self.convening).select_related("attendee").order_by("pk")

    @extend_schema(
        summary="Send visits", request=VisitBatchSerializer, responses=VisitOutcomesSerializer,
        description="Visits that attendees made, 50 at most: each is kept or refused by itself, and sending it again is"
        " harmless. Codes: kept, attendee_unknown, not_yourself, booth_unknown, nobody_stands_there, own_booth,"
        " expo_not_open, visit_id_reused.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(VisitBatchSerializer)["visits"]
        ids = {one["attendee"] for one in asked}
        coming = Attendee.objects.placed().filter(convening=self.convening, pk__in=ids)
        known = {attendee.pk: attendee for attendee in coming}
        outcomes = [outcome for one in asked for outcome in self._leave(one, known.get(one["attendee"]))]
        results = [{"visit_id": one.visit_id, "code": one.code, "words": one.words} for one in outcomes]
        return Response(VisitOutcomesSerializer({"results": results}).data)

    def _leave(self, one: dict[str, object], attendee: Attendee | None) -> list[Outcome]:
        draft = VisitDraft(**{name: value for name, value in one.items() if name != "attendee"})  # type: ignore[arg-type]
        if attendee is None:
            return [Outcome(draft.visit_id, "attendee_unknown")]
        return leave_visits(attendee=attendee, drafts=[draft], by=self.token.actor, at=self.now)


@extend_schema_view(
    get=extend_schema(summary="Highlights", description="All of them, also those that the wall does not show.")
)
class HighlightsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = HighlightSerializer

    def rows(self) -> "QuerySet[Highlight]":
        return Highlight.objects.filter(convening=self.convening).with_author().order_by("pk")


class DecisionView(TokenView):
    scopes = {"POST": Scope.HIGHLIGHTS_WRITE}

    @extend_schema(
        summary="Decide about a highlight", request=DecisionSerializer, responses=HighlightSerializer,
        description="Show, hold or reject it. Refusals: highlight_changed, highlight_taken_back.",
    )
    def post(self, request: Request, pk: int) -> Response:
        found = get_object_or_404(Highlight, pk=pk, convening=self.convening)
        asked = self.read(DecisionSerializer)
        to = HighlightState(asked["to"])
        decide_highlight(highlight=found, to=to, seen=asked["seen"], by=self.token.actor, at=self.now)
        return Response(HighlightSerializer(Highlight.objects.with_author().get(pk=pk)).data)
