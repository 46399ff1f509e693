from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.choices import (
    ChoicesDraftSerializer,
    ChoicesSerializer,
    CompanionDraftSerializer,
    CompanionSerializer,
    wishes_in,
)
from api.views.base import TokenView
from breakouts.domain.choices import choose, wishes_of
from breakouts.domain.choosing_time import choosing_time
from breakouts.domain.companions import choose_companion, companion_of
from registration.models import Attendee


class ChoicesView(TokenView):
    scopes = {"GET": Scope.CHOICES_READ, "PUT": Scope.CHOICES_WRITE}

    @extend_schema(
        summary="Breakouts that an attendee chose", responses=ChoicesSerializer,
        description="Ranked by round. A choice keeps no seat.",
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.chosen(self.attendee(pk))

    @extend_schema(
        summary="Choose breakouts for an attendee", request=ChoicesDraftSerializer, responses=ChoicesSerializer,
        description="In place of everything chosen before, in the time that organizers set. Sending the same again is"
        " harmless. Refusals: attendee_cancelled, choices_not_open, choices_closed, round_twice, too_many_ranked,"
        " session_twice, session_not_in_round, presents_then.",
    )
    def put(self, request: Request, pk: int) -> Response:
        attendee = self.attendee(pk)
        wishes = wishes_in(self.read(ChoicesDraftSerializer))
        choose(attendee=attendee, wishes=wishes, by=self.token.actor, at=self.now)
        return self.chosen(attendee)

    def attendee(self, pk: int) -> Attendee:
        return get_object_or_404(Attendee, pk=pk, convening=self.convening)

    def chosen(self, attendee: Attendee) -> Response:
        time = choosing_time(self.convening)
        rounds = [
            {"slot": wish.slot, "ranked": wish.ranked, "not_that_one": sorted(wish.not_that_one)}
            for _slot, wish in sorted(wishes_of(attendee).items())
        ]
        answer = {"attendee": attendee.pk, "from_at": time.from_at, "until_at": time.until_at, "rounds": rounds}
        return Response(ChoicesSerializer(answer).data)


class CompanionView(TokenView):
    scopes = {"GET": Scope.CHOICES_READ, "PUT": Scope.CHOICES_WRITE}

    @extend_schema(
        summary="With whom an attendee wants to sit", responses=CompanionSerializer,
        description="In every round. It holds where both want it.",
    )
    def get(self, request: Request, pk: int) -> Response:
        return self.chosen(self.attendee(pk))

    @extend_schema(
        summary="Choose with whom an attendee sits", request=CompanionDraftSerializer, responses=CompanionSerializer,
        description="Somebody of their team, in the time to choose. Refusals: attendee_cancelled, choices_not_open,"
        " choices_closed, no_team_mate.",
    )
    def put(self, request: Request, pk: int) -> Response:
        attendee, asked = self.attendee(pk), self.read(CompanionDraftSerializer)["mate"]
        mate = None if asked is None else self.attendee(asked)
        choose_companion(attendee=attendee, mate=mate, by=self.token.actor, at=self.now)
        return self.chosen(attendee)

    def attendee(self, pk: int) -> Attendee:
        return get_object_or_404(Attendee, pk=pk, convening=self.convening)

    def chosen(self, attendee: Attendee) -> Response:
        mate, is_mutual = companion_of(attendee) or (None, False)
        answer = {"attendee": attendee.pk, "mate": mate.pk if mate else None, "is_mutual": is_mutual}
        return Response(CompanionSerializer(answer).data)
