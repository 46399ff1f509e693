"""A team's name and place, and who comes, read by id and corrected."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.attendees import AttendeeSerializer
from api.serializers.correcting import CorrectedAttendeeSerializer, TeamNameSerializer
from api.serializers.teams import TeamSerializer
from api.views.base import RowView, TeamStepView
from registration.domain import correcting, naming
from registration.domain.drafts import MemberDraft
from registration.models import Attendee

if TYPE_CHECKING:
    from django.db.models import QuerySet


class TeamNameView(TeamStepView):
    scopes = {"PUT": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Correct a team’s name and place", request=TeamNameSerializer, responses=TeamSerializer,
        description="What they were stays in the journal and in the team’s history; for quite another place the entry"
        " of the directory is let go. Refusals: team_state, convening_over, registration_refused, name_unprintable,"
        " name_is_address.",
    )
    def put(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(TeamNameSerializer)
        return self.stepped(naming.rename_team(team=team, **asked, by=self.token.actor, at=self.now))


@extend_schema_view(get=extend_schema(summary="One attendee", description="A person who comes."))
class AttendeeView(RowView):
    scopes = {"GET": Scope.ATTENDEES_READ, "PATCH": Scope.TEAMS_WRITE}
    serializer_class = AttendeeSerializer

    def rows(self) -> "QuerySet[Attendee]":
        return Attendee.objects.filter(convening=self.convening).select_related("person", "team", "details")

    @extend_schema(
        summary="Correct who comes", request=CorrectedAttendeeSerializer, responses=AttendeeSerializer,
        description="What is left out stays. Links to the old address die, it is told, and the new one gets its own."
        " Who holds an office is corrected there. Refusals: holds_office, comes_no_more, team_left, already_comes,"
        " address_unusable, name_missing, name_too_long, name_unprintable, name_is_address.",
    )
    def patch(self, request: Request, pk: int) -> Response:
        found, asked = get_object_or_404(self.rows(), pk=pk), self.read(CorrectedAttendeeSerializer)
        stands = {
            "name": found.person.name, "email": found.person.email, "job": found.job, "side": found.side,
            "organization": found.organization,
        }  # fmt: skip
        draft = MemberDraft(**{**stands, **asked})
        correcting.correct_attendee(attendee=found, draft=draft, by=self.token.actor, at=self.now)
        return Response(AttendeeSerializer(self.rows().get(pk=pk)).data)
