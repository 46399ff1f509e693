from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from agreements.domain.rings import ring_of
from agreements.models import Party
from agreements.states import CommitmentState, Requirement, Side
from registration.domain import coordinators
from registration.models import Attendee, Team


class PromisesSerializer(serializers.Serializer[Any]):
    """How many of the required offices have promised."""

    signed = serializers.IntegerField()
    required = serializers.IntegerField()  # type: ignore[assignment]


class OfficeSerializer(serializers.Serializer[Any]):
    """One office of a team and its newest answer, as organizers see it; `answer` is null before it was invited."""

    office = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    organization = serializers.CharField()
    side = serializers.ChoiceField(choices=Side.choices)
    requirement = serializers.ChoiceField(choices=Requirement.choices)
    signatory = serializers.CharField(source="signatory.name", default=None, allow_null=True)
    accepted_missing_at = serializers.DateTimeField(allow_null=True)
    same_as = serializers.SerializerMethodField()
    same_as_asked_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.ChoiceField(
        choices=CommitmentState.choices, source="answer.state", default=None, allow_null=True
    )
    answered_at = serializers.DateTimeField(source="answer.at", default=None, allow_null=True)
    statement_version = serializers.IntegerField(source="answer.version.number", default=None, allow_null=True)
    reason = serializers.CharField(source="answer.reason", default="")
    deferred_until_on = serializers.DateField(source="answer.deferred_until_on", default=None, allow_null=True)

    def get_same_as(self, party: Party) -> str | None:
        """The office whose holder is said to hold this one, too, while that waits for an organizer."""
        offices: dict[int, str] = self.context["offices"]
        return offices.get(party.same_as_id or 0)


class TeamSerializer(serializers.ModelSerializer[Team]):
    """A team with its two states: how far it is with its promise (`state`), and whether it has a place (`place`)."""

    type = serializers.CharField(source="type.code")
    coordinator = serializers.CharField(source="coordinator.name")
    promises = serializers.SerializerMethodField()
    people = serializers.IntegerField()

    class Meta:
        model = Team
        fields: tuple[str, ...] = (
            "id", "name", "type", "place_name", "us_state", "state", "place", "completion", "promises", "people",
            "coordinator", "enrollment", "registered_at", "invited_at", "completed_at",
        )

    @extend_schema_field(PromisesSerializer)
    def get_promises(self, team: Team) -> dict[str, int]:
        if team.agreement is None:
            return {"signed": 0, "required": 0}
        ring = ring_of(list(team.agreement.parties.all()), sealed=True)
        return {"signed": ring.count, "required": ring.total}


class TeamCoordinatorSerializer(serializers.Serializer[Any]):
    """Who coordinates a side of a team; the lead does so for the whole team."""

    name = serializers.CharField(source="person.name")
    side = serializers.ChoiceField(choices=Side.choices)
    is_lead = serializers.BooleanField()


class MemberSerializer(serializers.ModelSerializer[Attendee]):
    name = serializers.CharField(source="person.name")

    class Meta:
        model = Attendee
        fields = ("id", "name", "job", "side", "office", "cancelled_at")


class TeamDetailSerializer(TeamSerializer):
    """The team with its profile, its offices and its members."""

    offices = serializers.SerializerMethodField()
    members = MemberSerializer(many=True)
    coordinators = serializers.SerializerMethodField()
    focus: "serializers.ManyRelatedField" = serializers.SlugRelatedField(  # type: ignore[assignment]
        slug_field="name", many=True, read_only=True)

    class Meta(TeamSerializer.Meta):
        fields = (
            *TeamSerializer.Meta.fields, "locale", "poverty_percent", "diversity_percent", "diversity_groups",
            "figures_source", "figures_year", "focus", "focus_text", "intention", "coordinators", "offices",
            "members",
        )

    @extend_schema_field(TeamCoordinatorSerializer(many=True))
    def get_coordinators(self, team: Team) -> Any:
        return TeamCoordinatorSerializer(coordinators.of_team(team), many=True).data

    @extend_schema_field(OfficeSerializer(many=True))
    def get_offices(self, team: Team) -> Any:
        parties = list(team.agreement.parties.all()) if team.agreement else []
        context = {"offices": {party.pk: party.office for party in parties}}
        return OfficeSerializer(parties, many=True, context=context).data


class AnswersSerializer(serializers.Serializer[Any]):
    """How the parties of one office have answered, over all teams."""

    office = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    side = serializers.ChoiceField(choices=Side.choices)
    not_invited = serializers.IntegerField()
    invited = serializers.IntegerField()
    deferred = serializers.IntegerField()
    signed = serializers.IntegerField()
    declined = serializers.IntegerField()
    withdrawn = serializers.IntegerField()
    superseded = serializers.IntegerField()
