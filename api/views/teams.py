from collections import Counter
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.models import Party
from agreements.states import CommitmentState
from api.filters import AttendeeFilter, TeamFilter
from api.scopes import Scope
from api.serializers.attendees import AttendeeSerializer
from api.serializers.teams import AnswersSerializer, TeamDetailSerializer, TeamSerializer
from api.views.base import ListView, RowView, TokenView
from console.domain.team_rows import team_rows, team_whole
from registration.models import Attendee, Team


@extend_schema_view(get=extend_schema(summary="Teams", description="Teams by name, with promise and place."))
class TeamsView(ListView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = TeamSerializer
    filterset_class = TeamFilter

    def rows(self) -> "QuerySet[Team]":
        return team_rows(self.convening)


@extend_schema_view(
    get=extend_schema(summary="One team", description="With its offices as organizers see them, and its members.")
)
class TeamView(RowView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = TeamDetailSerializer

    def rows(self) -> "QuerySet[Team]":
        return team_whole(self.convening)


class AnswersView(TokenView):
    scopes = {"GET": Scope.TEAMS_READ}

    @extend_schema(summary="Answers by office", responses=AnswersSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Of each office, how many have promised, declined, deferred or not answered."""
        found = Party.objects.filter(agreement__convening_id=self.convening.pk, agreement__team__isnull=False)
        counted: dict[tuple[str, str, str], Counter[str]] = {}
        for office, label, side, state in found.order_by("position", "office").values_list(
            "office", "label", "side", "answer__state"
        ):
            counted.setdefault((office, label, side), Counter())[state or "not_invited"] += 1
        return Response([answers_row(key, counts) for key, counts in counted.items()])


def answers_row(key: tuple[str, str, str], counts: Counter[str]) -> dict[str, Any]:
    """One office with a number for every state, zeros included."""
    office, label, side = key
    states = ["not_invited", *CommitmentState.values]
    return {"office": office, "label": label, "side": side, **{state: counts[state] for state in states}}


@extend_schema_view(get=extend_schema(summary="Attendees", description="The people who come, by name."))
class AttendeesView(ListView):
    scopes = {"GET": Scope.ATTENDEES_READ}
    serializer_class = AttendeeSerializer
    filterset_class = AttendeeFilter

    def rows(self) -> "QuerySet[Attendee]":
        found = Attendee.objects.filter(convening=self.convening)
        return found.select_related("person", "team", "details").order_by("person__folded_name", "pk")
