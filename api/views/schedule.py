from dataclasses import asdict

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.jobs import JobSerializer
from api.serializers.programme import MayMoveSerializer, SessionSerializer, SlotChangeSerializer, SlotSerializer
from api.serializers.schedule import (
    ScheduleProblemSerializer,
    SessionSpotSerializer,
    TermsSerializer,
    TimetableApplyingSerializer,
    TimetableAskingSerializer,
    TimetableContradictionSerializer,
    TimetableProposalSerializer,
    TimetableRuleKeySerializer,
)
from api.views.base import ListView, RowView, TokenView
from breakouts.domain.published import let_move
from breakouts.domain.resizing import change_slot
from breakouts.domain.schedule_checks import conflicts, problems_at
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.terms import set_terms
from breakouts.domain.timetable_planning import PROPOSAL, ask_timetable
from breakouts.domain.timetable_releasing import Clash, in_the_way, release_by_key
from breakouts.models import Session, TimeSlot
from jobs.domain import proposals
from jobs.models import Proposal


class ConflictsView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ}

    @extend_schema(
        summary="What is wrong with the schedule", responses=ScheduleProblemSerializer(many=True),
        description="The worst first. What is impossible is refused when a session is placed, with the same code.",
    )
    def get(self, request: Request) -> Response:
        found = [asdict(problem) for problem in conflicts(read_schedule(self.convening))]
        return Response(ScheduleProblemSerializer(found, many=True).data)


class SpotsView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ}

    @extend_schema(
        summary="Where a session may go", responses=SessionSpotSerializer(many=True),
        description="Every room and slot with what would be wrong with the session there.",
    )
    def get(self, request: Request, pk: int) -> Response:
        schedule = read_schedule(self.convening)
        if pk not in schedule.sessions:
            raise Http404
        spots = [
            {
                "room": room, "slot": slot,
                "problems": [asdict(one) for one in problems_at(schedule, session=pk, room=room, slot=slot)],
            }
            for slot in schedule.slots
            for room in schedule.rooms
        ]  # fmt: skip
        return Response(SessionSpotSerializer(spots, many=True).data)


class TermsView(TokenView):
    scopes = {"PUT": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Say what a session asks for", request=TermsSerializer, responses=SessionSerializer,
        description="Refusals: people_wrong, order_wrong.",
    )
    def put(self, request: Request, pk: int) -> Response:
        session = get_object_or_404(Session, pk=pk, convening=self.convening)
        terms = TermsSerializer.terms(self.read(TermsSerializer))
        set_terms(session=session, terms=terms, by=self.token.actor, at=self.now)
        return Response(SessionSerializer(Session.objects.spelt_out().get(pk=pk)).data)


class SlotView(TokenView):
    scopes = {"PUT": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Move a time, make it longer or shorter", request=SlotChangeSerializer, responses=SlotSerializer,
        description="All that is held then goes along, and nothing may become impossible by it. Refusals:"
        " changed_meanwhile, slot_ends_too_early, slot_too_long, slot_outside, slot_overlaps, presenter_away,"
        " room_shut, out_of_order.",
    )
    def put(self, request: Request, pk: int) -> Response:
        slot = get_object_or_404(TimeSlot, pk=pk, convening=self.convening)
        asked = self.read(SlotChangeSerializer)
        changed = change_slot(
            slot=slot, label=asked.get("label", slot.label), starts_at=asked["starts_at"], ends_at=asked["ends_at"],
            seen=(asked["seen_starts_at"], asked["seen_ends_at"]), by=self.token.actor, at=self.now,
        )
        return Response(SlotSerializer(changed).data)


class MayMoveView(TokenView):
    scopes = {"PUT": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Let proposals move a session", request=MayMoveSerializer, responses=SessionSerializer,
        description="A session that is public where it stands is left there by proposals, unless it may move. That"
        " holds until the next release.",
    )
    def put(self, request: Request, pk: int) -> Response:
        session = get_object_or_404(Session, pk=pk, convening=self.convening)
        let_move(session=session, **self.read(MayMoveSerializer), by=self.token.actor, at=self.now)
        return Response(SessionSerializer(Session.objects.spelt_out().get(pk=pk)).data)


class TimetableView(TokenView):
    scopes = {"POST": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Ask for a timetable", request=TimetableAskingSerializer, responses={202: JobSerializer},
        description="Lets a worker look for a better timetable. It ends in a proposal, whose id the job's result tells,"
        " or in rules that contradict each other. Refusals: nothing_to_timetable, rules_contradict.",
    )
    def post(self, request: Request) -> Response:
        asked = self.read(TimetableAskingSerializer)
        job = ask_timetable(convening=self.convening, **asked, by=self.token.actor, at=self.now)
        return Response(JobSerializer(job).data, status=202)


class TimetableContradictionView(TokenView):
    scopes = {"GET": Scope.PROGRAMME_READ, "POST": Scope.PROGRAMME_WRITE}

    @extend_schema(
        summary="Rules of the timetable in the way of each other", responses=TimetableContradictionSerializer,
        description="The smallest set of them that cannot all hold, as seen at once or found by the newest search; none"
        " where nothing is in the way.",
    )
    def get(self, request: Request) -> Response:
        clash = in_the_way(self.convening, at=self.now)
        return Response(TimetableContradictionSerializer(clash or Clash((), "")).data)

    @extend_schema(
        summary="Release a rule of the timetable", request=TimetableRuleKeySerializer,
        responses=TimetableContradictionSerializer,
        description="One of those in the way, by its key; answered with what is in the way then. Refusal:"
        " rule_unknown.",
    )
    def post(self, request: Request) -> Response:
        key = self.read(TimetableRuleKeySerializer)["key"]
        release_by_key(convening=self.convening, key=key, by=self.token.actor, at=self.now)
        return self.get(request)


@extend_schema_view(get=extend_schema(summary="Proposed timetables", description="Newest first."))
class TimetableProposalsView(ListView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = TimetableProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return Proposal.objects.filter(convening_id=self.convening.pk, kind=PROPOSAL)


@extend_schema_view(
    get=extend_schema(summary="One proposed timetable", description="Its figures, and what would move where.")
)
class TimetableProposalView(RowView):
    scopes = {"GET": Scope.PROGRAMME_READ}
    serializer_class = TimetableProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return Proposal.objects.filter(convening_id=self.convening.pk, kind=PROPOSAL)


class TimetableStepView(TokenView):
    """A step of one proposal; answered with the proposal as it is then."""

    scopes = {"POST": Scope.PROGRAMME_WRITE}

    def proposal(self, pk: int) -> Proposal:
        return get_object_or_404(Proposal, pk=pk, convening_id=self.convening.pk, kind=PROPOSAL)


class TimetableApplyView(TimetableStepView):
    @extend_schema(
        summary="Apply a proposed timetable", request=TimetableApplyingSerializer,
        responses=TimetableProposalSerializer,
        description="In one step, unless the schedule has changed since. Refusals: schedule_changed, public_since,"
        " session_pinned, nothing_accepted, proposal_decided.",
    )
    def post(self, request: Request, pk: int) -> Response:
        accepted = self.read(TimetableApplyingSerializer).get("accepted")
        done = proposals.apply(
            proposal=self.proposal(pk), accepted=None if accepted is None else frozenset(accepted),
            by=self.token.actor, at=self.now,
        )
        return Response(TimetableProposalSerializer(done).data)


class TimetableUndoView(TimetableStepView):
    @extend_schema(
        summary="Undo an applied timetable", request=None, responses=TimetableProposalSerializer,
        description="Moves the sessions back, unless one of them was moved since (moved_since).",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.undo(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(TimetableProposalSerializer(done).data)


class TimetableDiscardView(TimetableStepView):
    @extend_schema(
        summary="Discard a proposed timetable", request=None, responses=TimetableProposalSerializer,
        description="The schedule stays as it is.",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.discard(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(TimetableProposalSerializer(done).data)
