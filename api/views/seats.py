from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.filters import SeatFilter, WaitFilter
from api.scopes import Scope
from api.serializers.jobs import JobSerializer
from api.serializers.proposals import ApplyingSerializer
from api.serializers.seats import (
    OpeningSerializer,
    OwnSeatsSerializer,
    SeatContradictionSerializer,
    SeatDraftSerializer,
    SeatProposalSerializer,
    SeatRuleKeySerializer,
    SeatSearchSerializer,
    SeatSerializer,
    WaitSerializer,
)
from api.views.base import ListView, RowView, TokenView
from breakouts.domain import seats_opening
from breakouts.domain.seat_proposals import PROPOSAL, ask_seating
from breakouts.domain.seat_releasing import SeatClash, clash_of, release_seat_rule
from breakouts.domain.seat_sheet import programme_row
from breakouts.domain.seat_waitlists import stop_waiting
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.models import Seat, Session, WaitlistEntry
from jobs.domain import proposals
from jobs.models import Proposal
from registration.models import Attendee


@extend_schema_view(get=extend_schema(summary="Seats", description="Who sits in which session."))
class SeatsView(ListView):
    scopes = {"GET": Scope.SEATS_READ}
    serializer_class = SeatSerializer
    filterset_class = SeatFilter

    def rows(self) -> "QuerySet[Seat]":
        found: QuerySet[Seat] = Seat.objects.filter(session__convening=self.convening)
        return found.order_by("pk")


@extend_schema_view(get=extend_schema(summary="Waits for seats", description="By session; a lower number moves first."))
class WaitsView(ListView):
    scopes = {"GET": Scope.SEATS_READ}
    serializer_class = WaitSerializer
    filterset_class = WaitFilter

    def rows(self) -> "QuerySet[WaitlistEntry]":
        return WaitlistEntry.objects.filter(session__convening=self.convening).order_by("session", "number")


class OwnSeatsView(TokenView):
    """What concerns one attendee's seats; answered with all of them as they are then."""

    scopes = {"GET": Scope.SEATS_READ, "POST": Scope.SEATS_WRITE, "DELETE": Scope.SEATS_WRITE}

    def attendee(self, pk: int) -> Attendee:
        return get_object_or_404(Attendee.objects.select_related("convening"), pk=pk, convening=self.convening)

    def session(self, pk: int) -> Session:
        return get_object_or_404(Session.objects.select_related("convening"), pk=pk, convening=self.convening)

    def answer(self, attendee: Attendee) -> Response:
        seats = Seat.objects.filter(attendee=attendee).order_by("slot__starts_at", "pk")
        waits = WaitlistEntry.objects.filter(attendee=attendee).order_by("number")
        return Response(OwnSeatsSerializer({"attendee": attendee.pk, "seats": seats, "waits": waits}).data)


class AttendeeSeatsView(OwnSeatsView):
    @extend_schema(summary="Seats of an attendee", responses=OwnSeatsSerializer, description="And for what they wait.")
    def get(self, request: Request, pk: int) -> Response:
        return self.answer(self.attendee(pk))

    @extend_schema(
        summary="Seat an attendee", request=SeatDraftSerializer, responses=OwnSeatsSerializer,
        description="Frees their seat of that round, to whoever waits for it. Sending the same again is harmless."
        " Refusals: session_full, attendee_not_placed, session_without_seats, presents_then.",
    )
    def post(self, request: Request, pk: int) -> Response:
        attendee, asked = self.attendee(pk), self.read(SeatDraftSerializer)
        take_seat(
            attendee=attendee, session=self.session(asked["session"]), or_wait=asked["or_wait"],
            pinned=asked["pinned"], by=self.token.actor, at=self.now,
        )
        return self.answer(attendee)


class AttendeeSeatView(OwnSeatsView):
    scopes = {"DELETE": Scope.SEATS_WRITE}

    @extend_schema(
        summary="Take a seat away", responses=OwnSeatsSerializer, request=None,
        description="Whoever waits for it moves up. Again is harmless.",
    )
    def delete(self, request: Request, pk: int, session: int) -> Response:
        attendee = self.attendee(pk)
        drop_seat(attendee=attendee, session=self.session(session), by=self.token.actor, at=self.now)
        return self.answer(attendee)


class AttendeeWaitView(OwnSeatsView):
    scopes = {"DELETE": Scope.SEATS_WRITE}

    @extend_schema(
        summary="End a wait for a seat", responses=OwnSeatsSerializer, request=None, description="Again is harmless."
    )
    def delete(self, request: Request, pk: int, session: int) -> Response:
        attendee = self.attendee(pk)
        stop_waiting(attendee=attendee, session=self.session(session), by=self.token.actor, at=self.now)
        return self.answer(attendee)


class OpeningView(TokenView):
    scopes = {"GET": Scope.SEATS_READ, "PUT": Scope.SEATS_WRITE}

    @extend_schema(summary="Whether seats are open", responses=OpeningSerializer, description="To attendees.")
    def get(self, request: Request) -> Response:
        return Response({"are_open": seats_opening.are_open(programme_row(self.convening))})

    @extend_schema(
        summary="Open or hide seats", request=OpeningSerializer, responses=OpeningSerializer,
        description="Opened, each who has a seat is told by one mail. Refusals: still_choosing, nothing_to_open,"
        " seats_before_release.",
    )
    def put(self, request: Request) -> Response:
        turn = seats_opening.open_seats if self.read(OpeningSerializer)["are_open"] else seats_opening.close_seats
        turn(convening=self.convening, by=self.token.actor, at=self.now)
        return self.get(request)


def _proposals(convening_id: int) -> "QuerySet[Proposal]":
    return Proposal.objects.filter(convening_id=convening_id, kind=PROPOSAL)


@extend_schema_view(get=extend_schema(summary="Proposals of seats", description="Newest first."))
class SeatProposalsView(ListView):
    scopes = {"GET": Scope.SEATS_READ, "POST": Scope.SEATS_WRITE}
    serializer_class = SeatProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return _proposals(self.convening.pk)

    @extend_schema(
        summary="Propose seats", request=SeatSearchSerializer, responses={202: JobSerializer},
        description="Lets a worker look for seats by what people chose. It ends in a proposal, whose id the job's"
        " result tells; where rules contradict each other, see those. Refusals: no_rounds, nobody_to_seat,"
        " too_few_seats, no_step_free_room, seats_on_the_move, seats_contradict.",
    )
    def post(self, request: Request) -> Response:
        mode = self.read(SeatSearchSerializer)["mode"]
        job = ask_seating(convening=self.convening, mode=mode, by=self.token.actor, at=self.now)
        return Response(JobSerializer(job).data, status=202)


class SeatContradictionView(TokenView):
    scopes = {"GET": Scope.SEATS_READ, "POST": Scope.SEATS_WRITE}

    @extend_schema(
        summary="Rules of seats in the way of each other", responses=SeatContradictionSerializer,
        description="The smallest set of them that cannot all hold, as seen at once or found by the newest search; none"
        " where nothing is in the way.",
    )
    def get(self, request: Request) -> Response:
        clash = clash_of(self.convening, at=self.now)
        return Response(SeatContradictionSerializer(clash or SeatClash((), "")).data)

    @extend_schema(
        summary="Release a rule of seats", request=SeatRuleKeySerializer, responses=SeatContradictionSerializer,
        description="One of those in the way, by its key; answered with what is in the way then. Refusal:"
        " rule_unknown.",
    )
    def post(self, request: Request) -> Response:
        key = self.read(SeatRuleKeySerializer)["key"]
        release_seat_rule(convening=self.convening, key=key, by=self.token.actor, at=self.now)
        return self.get(request)


@extend_schema_view(get=extend_schema(summary="A proposal of seats", description="Figures, and who would sit where."))
class SeatProposalView(RowView):
    scopes = {"GET": Scope.SEATS_READ}
    serializer_class = SeatProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return _proposals(self.convening.pk)


class SeatProposalStepView(TokenView):
    """A step of one proposal; answered with the proposal as it is then."""

    scopes = {"POST": Scope.SEATS_WRITE}

    def proposal(self, pk: int) -> Proposal:
        return get_object_or_404(_proposals(self.convening.pk), pk=pk)


class ApplySeatsView(SeatProposalStepView):
    @extend_schema(
        summary="Apply a proposal of seats", request=ApplyingSerializer, responses=SeatProposalSerializer,
        description="In one step, unless seats or programme have changed since; rows that are left out are pinned where"
        " the people sit. Refusals: seats_changed, rows_depend, nothing_accepted, proposal_decided.",
    )
    def post(self, request: Request, pk: int) -> Response:
        accepted = self.read(ApplyingSerializer).get("accepted")
        done = proposals.apply(
            proposal=self.proposal(pk), accepted=None if accepted is None else frozenset(accepted),
            by=self.token.actor, at=self.now,
        )
        return Response(SeatProposalSerializer(done).data)


class UndoSeatsView(SeatProposalStepView):
    @extend_schema(
        summary="Undo a proposal of seats", request=None, responses=SeatProposalSerializer,
        description="Everybody sits as before, unless one of the seats was changed since. Refusal: moved_since.",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.undo(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(SeatProposalSerializer(done).data)


class DiscardSeatsView(SeatProposalStepView):
    @extend_schema(
        summary="Discard a proposal of seats", request=None, responses=SeatProposalSerializer,
        description="Everybody sits as they sat.",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.discard(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(SeatProposalSerializer(done).data)
