"""An office of a team changes hands or is mended, and so does the team's coordination."""

from types import SimpleNamespace

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from agreements.models import Party
from api.scopes import Scope
from api.serializers.offices import (
    AddressSerializer,
    CheckedHolderSerializer,
    CoordinatorSerializer,
    HoldersAskedSerializer,
    HolderSourceSerializer,
    NewHolderSerializer,
    OfficeHolderSerializer,
    SharedSerializer,
    UncheckSerializer,
)
from api.serializers.teams import TeamSerializer
from api.views.base import ListView, TeamStepView
from registration.domain import checking, coordination, shared_offices, signatories, succession
from registration.domain.consequences import of_succession
from registration.domain.drafts import HolderDraft, PersonDraft


class OfficeView(TeamStepView):
    """One office of one team, by its code, such as superintendent."""

    def party(self, pk: int, office: str) -> Party:
        team = self.team(pk)
        return get_object_or_404(Party.objects.with_answers(), agreement_id=team.agreement_id, office=office)

    def held(self, pk: int, office: str) -> Response:
        party = self.party(pk, office)
        effect = of_succession(self.team(pk), party, at=self.now)
        return Response(OfficeHolderSerializer(SimpleNamespace(party=party, effect=effect)).data)


class HolderView(OfficeView):
    scopes = {"GET": Scope.TEAMS_READ, "PUT": Scope.TEAMS_WRITE, "PATCH": Scope.TEAMS_WRITE}

    @extend_schema(summary="Who holds an office", responses=OfficeHolderSerializer)
    def get(self, request: Request, pk: int, office: str) -> Response:
        """The holder, the source against which they were checked, and what a hand-over would do to the team."""
        return self.held(pk, office)

    @extend_schema(
        summary="Hand an office over", request=NewHolderSerializer, responses=OfficeHolderSerializer,
        description="Another person holds it and is asked by mail to promise anew; the team keeps its place for the"
        " grace period, and both holders stay on record. Refusals: nobody_holds, holds_it_already, convening_not_open,"
        " team_not_committing, name_unprintable.",
    )
    def put(self, request: Request, pk: int, office: str) -> Response:
        party, asked = self.party(pk, office), self.read(NewHolderSerializer)
        language = party.signatory.language if party.signatory else "en"
        succession.hand_over(
            party=party, holder=HolderDraft(**asked, language=language), by=self.token.actor, at=self.now
        )
        return self.held(pk, office)

    @extend_schema(
        summary="Mend a holder’s name or address", request=AddressSerializer, responses=OfficeHolderSerializer,
        description="The same person: links to the old address die, and it is told. Refusals: already_promised,"
        " own_address, same_address, holder_told_details, name_unprintable.",
    )
    def patch(self, request: Request, pk: int, office: str) -> Response:
        party, asked = self.party(pk, office), self.read(AddressSerializer)
        signatories.correct_holder(party=party, draft=PersonDraft(**asked), by=self.token.actor, at=self.now)
        return self.held(pk, office)


class CheckView(OfficeView):
    scopes = {"PUT": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Check who holds an office", request=HolderSourceSerializer, responses=OfficeHolderSerializer,
        description="Notes the source in which the holder was found. Refusals: nobody_holds, source_missing.",
    )
    def put(self, request: Request, pk: int, office: str) -> Response:
        party, asked = self.party(pk, office), self.read(HolderSourceSerializer)
        checking.check_holder(party=party, **asked, by=self.token.actor, at=self.now)
        return self.held(pk, office)


class CheckWithdrawalView(OfficeView):
    scopes = {"POST": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Take a check back", request=UncheckSerializer, responses=OfficeHolderSerializer,
        description="The office is to be checked anew. A place that waits for checks goes on waiting; one that was"
        " confirmed stays so. Refusals: not_checked, reason_missing.",
    )
    def post(self, request: Request, pk: int, office: str) -> Response:
        party, asked = self.party(pk, office), self.read(UncheckSerializer)
        checking.uncheck_holder(party=party, **asked, by=self.token.actor, at=self.now)
        return self.held(pk, office)


@extend_schema_view(
    get=extend_schema(
        summary="Office-holders", parameters=[HoldersAskedSerializer],
        description="The offices with a holder, of the teams that ask or have promised, and where they were found.",
    )
)
class OfficeHoldersView(ListView):
    scopes = {"GET": Scope.TEAMS_READ}
    serializer_class = CheckedHolderSerializer

    def rows(self) -> "QuerySet[Party]":
        asked = self.read_query(HoldersAskedSerializer)
        rows = checking.held_offices(self.convening)
        if "checked" in asked:
            rows = rows.filter(checked_at__isnull=not asked["checked"])
        return rows.select_related("signatory", "agreement__team").order_by("agreement__team", "position")


class SharedView(OfficeView):
    scopes = {"PUT": Scope.TEAMS_WRITE, "DELETE": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Accept that one person holds two offices", request=SharedSerializer, responses=OfficeHolderSerializer,
        description="As the team’s coordinator said (`same_as` of the team’s office). They are asked to promise for"
        " each office. Refusals: share_not_asked, share_outdated, share_refused.",
    )
    def put(self, request: Request, pk: int, office: str) -> Response:
        party, asked = self.party(pk, office), self.read(SharedSerializer)
        shared_offices.accept_shared(party=party, **asked, by=self.token.actor, at=self.now)
        return self.held(pk, office)

    @extend_schema(
        summary="Decline that one person holds two offices", request=None, responses=OfficeHolderSerializer,
        description="Who coordinates the office’s side is asked by mail to name somebody else. Refusal:"
        " share_not_asked.",
    )
    def delete(self, request: Request, pk: int, office: str) -> Response:
        shared_offices.decline_shared(party=self.party(pk, office), by=self.token.actor, at=self.now)
        return self.held(pk, office)


class CoordinatorView(TeamStepView):
    scopes = {"PUT": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Hand a team’s coordination over", request=CoordinatorSerializer, responses=TeamSerializer,
        description="The new coordinator gets a link by mail, the earlier links die, and both are written to."
        " Refusals: coordinates_already, name_unprintable.",
    )
    def put(self, request: Request, pk: int) -> Response:
        team, asked = self.team(pk), self.read(CoordinatorSerializer)
        return self.stepped(
            coordination.hand_over(team=team, person=PersonDraft(**asked), by=self.token.actor, at=self.now)
        )


class SideView(TeamStepView):
    scopes = {"PUT": Scope.TEAMS_WRITE, "DELETE": Scope.TEAMS_WRITE}

    @extend_schema(
        summary="Name who coordinates a side", request=CoordinatorSerializer, responses=TeamSerializer,
        description="Beside the coordinator who leads the team, in the place of whoever did. They get a link by mail,"
        " and the side’s leaders are told. Refusals: side_not_asked, coordinates_already, leads_other_side,"
        " name_unprintable.",
    )
    def put(self, request: Request, pk: int, side: str) -> Response:
        team, person = self.team(pk), PersonDraft(**self.read(CoordinatorSerializer))
        return self.stepped(
            coordination.put_side_coordinator(team=team, side=side, person=person, by=self.token.actor, at=self.now)
        )

    @extend_schema(
        summary="End a side’s coordinator", request=None, responses=TeamSerializer,
        description="The team’s lead looks after the side again. Refusal: no_side_coordinator.",
    )
    def delete(self, request: Request, pk: int, side: str) -> Response:
        team = self.team(pk)
        coordination.end_side_coordinator(team=team, side=side, by=self.token.actor, at=self.now)
        return self.stepped(team)
