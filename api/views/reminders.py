from datetime import date

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.reminders import ReminderRuleSerializer, ReminderSerializer, ReminderStepSerializer
from api.views.base import TokenView
from console.domain.reminder_pages import calendar_of, rule_rows
from convenings.domain.reminder_runs import STEPS

CODE = {"type": "string", "pattern": "^[a-z_]+$"}


class ReminderRulesView(TokenView):
    scopes = {"GET": Scope.REMINDERS_READ}

    @extend_schema(summary="Reminder rules", responses=ReminderRuleSerializer(many=True))
    def get(self, request: Request) -> Response:
        """Every occasion with its rule; one that is off with the rule that is suggested."""
        return Response(ReminderRuleSerializer(rule_rows(self.convening, at=self.now), many=True).data)


class RemindersView(TokenView):
    scopes = {"GET": Scope.TEAMS_READ}  # how many will be reminded says how many have not answered

    @extend_schema(summary="Planned reminders", responses=ReminderSerializer(many=True))
    def get(self, request: Request) -> Response:
        """What goes out in the next 30 days, by time."""
        return Response(ReminderSerializer(calendar_of(self.convening, at=self.now), many=True).data)


class ReminderStepView(TokenView):
    scopes = {"POST": Scope.REMINDERS_WRITE}

    @extend_schema(
        summary="Hold, let go, skip or send a reminder", request=None, responses=ReminderStepSerializer,
        parameters=[
            OpenApiParameter("occasion", CODE, OpenApiParameter.PATH),
            OpenApiParameter("on", OpenApiTypes.DATE, OpenApiParameter.PATH, description="The day of the reminder."),
            OpenApiParameter("step", OpenApiTypes.STR, OpenApiParameter.PATH, enum=list(STEPS)),
        ],
        description="Refusals: occasion_unknown, reminder_unknown, reminder_over.",
    )
    def post(self, request: Request, occasion: str, on: str, step: str) -> Response:
        if step not in STEPS:
            raise Http404
        try:
            day = date.fromisoformat(on)
        except ValueError:
            raise Http404 from None
        run = STEPS[step](convening=self.convening, occasion=occasion, on=day, by=self.token.actor, at=self.now)
        return Response(ReminderStepSerializer(run).data)
