from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.programme import (
    PlaceSessionSerializer,
    RoomSerializer,
    SessionSerializer,
    SlotSerializer,
    VersionSerializer,
)
from api.views.base import ListView, TokenView
from breakouts.domain.sessions import place_session, unplace_session
from breakouts.models import Room, Session, TimeSlot


@extend_schema_view(get=extend_schema(summary="Rooms", description="The rooms in which sessions are held."))
class RoomsView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = RoomSerializer

    def rows(self) -> "QuerySet[Room]":
        return Room.objects.filter(convening=self.convening)


@extend_schema_view(get=extend_schema(summary="Time slots", description="Spans of time that never overlap."))
class SlotsView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = SlotSerializer

    def rows(self) -> "QuerySet[TimeSlot]":
        return TimeSlot.objects.filter(convening=self.convening)


@extend_schema_view(get=extend_schema(summary="Sessions", description="Breakouts, plenaries, meals and gatherings."))
class SessionsView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = SessionSerializer

    def rows(self) -> "QuerySet[Session]":
        return Session.objects.filter(convening=self.convening).spelt_out().order_by("title", "pk")


class SessionPlaceView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE, "DELETE": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Place a session", request=PlaceSessionSerializer, responses=SessionSerializer,
        description="Gives a session its room and slot. Refusals: room_taken, presenter_taken, changed_meanwhile.",
    )
    def post(self, request: Request, pk: int) -> Response:
        mine = {"convening": self.convening}
        session, asked = get_object_or_404(Session, pk=pk, **mine), self.read(PlaceSessionSerializer)
        place_session(
            session=session, room=get_object_or_404(Room, pk=asked["room"], **mine),
            slot=get_object_or_404(TimeSlot, pk=asked["slot"], **mine), version=asked["version"],
            by=self.token.actor, at=self.now,
        )
        return self.session(pk)

    @extend_schema(
        summary="Take a session off the schedule", responses=SessionSerializer, request=None,
        parameters=[VersionSerializer], description="The session keeps its presenters. Refusal: changed_meanwhile.",
    )
    def delete(self, request: Request, pk: int) -> Response:
        session, asked = get_object_or_404(Session, pk=pk, convening=self.convening), self.read_query(VersionSerializer)
        unplace_session(session=session, version=asked["version"], by=self.token.actor, at=self.now)
        return self.session(pk)

    def session(self, pk: int) -> Response:
        return Response(SessionSerializer(Session.objects.spelt_out().get(pk=pk)).data)
