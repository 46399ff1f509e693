from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.expo import (
    BoothSerializer,
    HallSerializer,
    LateArrivalSerializer,
    OutcomeSerializer,
    ShiftSerializer,
    WaveSerializer,
)
from api.serializers.jobs import JobSerializer
from api.views.base import ListView, TokenView
from expo.domain.assignment import assign_booths
from expo.domain.crews import arrives_at
from expo.domain.late_arrivals import tell_arrival
from expo.domain.rota_planning import ask_rota
from expo.models import Booth, Hall, Shift, Wave
from registration.models import Attendee


@extend_schema_view(get=extend_schema(summary="Halls", description="The halls of the expo."))
class HallsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = HallSerializer

    def rows(self) -> "QuerySet[Hall]":
        return Hall.objects.filter(convening=self.convening).order_by("pk")


@extend_schema_view(get=extend_schema(summary="Booths", description="Booths by number, and who stands at them."))
class BoothsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = BoothSerializer

    def rows(self) -> "QuerySet[Booth]":
        found = Booth.objects.filter(hall__convening=self.convening)
        return found.select_related("placement__team").order_by("hall_id", "number")


class AssignmentView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Assign the booths of a hall", request=None, responses=OutcomeSerializer,
        description="Gives every confirmed team a booth by its needs and the order of completion; pinned teams stay.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        outcome = assign_booths(hall=hall, by=self.token.actor, at=self.now)
        return Response(OutcomeSerializer(outcome).data)


@extend_schema_view(get=extend_schema(summary="Waves", description="The waves of the rota, by hall and number."))
class WavesView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = WaveSerializer

    def rows(self) -> "QuerySet[Wave]":
        return Wave.objects.filter(hall__convening=self.convening).order_by("hall_id", "number")


@extend_schema_view(
    get=extend_schema(
        summary="Shifts",
        description="Who stands at the team's booth when; only shifts that count: of those who come, of a team with a "
        "booth there, and who present nowhere else meanwhile.",
    )
)
class ShiftsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = ShiftSerializer

    def rows(self) -> "QuerySet[Shift]":
        found = Shift.objects.standing().filter(wave__hall__convening=self.convening)
        return found.select_related("wave", "attendee__team__placement").order_by("wave__begins_at", "pk")


class RotaView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Plan the rota of a hall", request=None, responses={202: JobSerializer},
        description="Long work: look at the job until it is done. What stands is kept where it can be.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        job = ask_rota(hall=hall, by=self.token.actor, at=self.now)
        return Response(JobSerializer(job).data, status=202)


class LateArrivalView(TokenView):
    scopes = {"GET": Scope.EXPO_READ, "PUT": Scope.EXPO_WRITE}

    def attendee(self, pk: int) -> Attendee:
        """Somebody of a team who comes."""
        found = Attendee.objects.coming().filter(convening=self.convening, team__isnull=False)
        return get_object_or_404(found.select_related("team", "late_arrival"), pk=pk)

    @extend_schema(summary="From when an attendee is at the expo", responses=LateArrivalSerializer)
    def get(self, request: Request, pk: int) -> Response:
        return self.told(self.attendee(pk))

    @extend_schema(
        summary="Say from when an attendee is at the expo", request=LateArrivalSerializer,
        responses=LateArrivalSerializer,
        description="Nobody counts on them at the booth before: shifts in waves that begin earlier do not count, and "
        "a rota that is planned gives them none. Again is harmless.",
    )
    def put(self, request: Request, pk: int) -> Response:
        attendee = self.attendee(pk)
        assert attendee.team is not None
        given = self.read(LateArrivalSerializer)
        tell_arrival(team=attendee.team, attendee_id=pk, **given, by=self.token.actor, at=self.now)
        return self.told(self.attendee(pk))

    def told(self, attendee: Attendee) -> Response:
        return Response(LateArrivalSerializer({"from_at": arrives_at(attendee)}).data)
