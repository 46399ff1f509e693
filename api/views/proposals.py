from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from api.scopes import Scope
from api.serializers.jobs import JobSerializer
from api.serializers.proposals import ApplyingSerializer, ArrangingSerializer, ProposalSerializer
from api.views.base import ListView, RowView, TokenView
from expo.domain.arrangement import PROPOSAL, ask_arrangement
from expo.models import Hall
from jobs.domain import proposals
from jobs.models import Proposal


class ArrangementView(TokenView):
    scopes = {"POST": Scope.EXPO_WRITE}

    @extend_schema(
        summary="Arrange a hall", request=ArrangingSerializer, responses={202: JobSerializer},
        description="Lets a worker look for a better floor. It ends in a proposal, whose id the job's result tells.",
    )
    def post(self, request: Request, pk: int) -> Response:
        hall = get_object_or_404(Hall, pk=pk, convening=self.convening)
        data = self.read(ArrangingSerializer)
        job = ask_arrangement(
            hall=hall, mode=data["mode"], weights=ArrangingSerializer.weights(data), leave_out=data["leave_out"],
            by=self.token.actor, at=self.now,
        )
        return Response(JobSerializer(job).data, status=202)


@extend_schema_view(get=extend_schema(summary="Proposals", description="What is proposed for halls, newest first."))
class ProposalsView(ListView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = ProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return Proposal.objects.filter(convening_id=self.convening.pk, kind=PROPOSAL)


@extend_schema_view(get=extend_schema(summary="One proposal", description="Its figures, and who would move where."))
class ProposalView(RowView):
    scopes = {"GET": Scope.EXPO_READ}
    serializer_class = ProposalSerializer

    def rows(self) -> "QuerySet[Proposal]":
        return Proposal.objects.filter(convening_id=self.convening.pk, kind=PROPOSAL)


class ProposalStepView(TokenView):
    """A step of one proposal; answered with the proposal as it is then."""

    scopes = {"POST": Scope.EXPO_WRITE}

    def proposal(self, pk: int) -> Proposal:
        return get_object_or_404(Proposal, pk=pk, convening_id=self.convening.pk, kind=PROPOSAL)


class ApplyView(ProposalStepView):
    @extend_schema(
        summary="Apply a proposal", request=ApplyingSerializer, responses=ProposalSerializer,
        description="In one step, unless the floor has changed since. Teams are told ten minutes later.",
    )
    def post(self, request: Request, pk: int) -> Response:
        accepted = self.read(ApplyingSerializer).get("accepted")
        done = proposals.apply(
            proposal=self.proposal(pk), accepted=None if accepted is None else frozenset(accepted),
            by=self.token.actor, at=self.now,
        )
        return Response(ProposalSerializer(done).data)


class UndoView(ProposalStepView):
    @extend_schema(
        summary="Undo a proposal", request=None, responses=ProposalSerializer,
        description="Moves the teams back, unless one of them was moved since.",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.undo(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(ProposalSerializer(done).data)


class DiscardView(ProposalStepView):
    @extend_schema(
        summary="Discard a proposal", request=None, responses=ProposalSerializer,
        description="The floor stays as it is.",
    )
    def post(self, request: Request, pk: int) -> Response:
        done = proposals.discard(proposal=self.proposal(pk), by=self.token.actor, at=self.now)
        return Response(ProposalSerializer(done).data)
