from typing import Any

from rest_framework import serializers

from expo.domain.requests import MOST_NEIGHBOURS, RequestDraft
from expo.models import Feature, Request
from expo.states import Nearness
from registration.models import Team


class BoothRequestSerializer(serializers.ModelSerializer[Team]):
    """What a team asks of its booth: needs must be met; zones are wishes, the dearest first; `near` and `apart` are ids
    of teams, which never learn of it.
    """

    team = serializers.IntegerField(source="pk")
    needs = serializers.SerializerMethodField()
    zones = serializers.SerializerMethodField()
    near = serializers.SerializerMethodField()
    apart = serializers.SerializerMethodField()
    shows = serializers.SerializerMethodField()

    class Meta:
        model = Team
        fields = ("team", "needs", "zones", "near", "apart", "shows")

    def get_needs(self, team: Team) -> list[str]:
        """What the booth must have."""
        return list(_asked(team).needs)

    def get_zones(self, team: Team) -> list[str]:
        """Names of zones, the dearest first."""
        return list(_asked(team).zones)

    def get_shows(self, team: Team) -> str:
        """In a line."""
        return _asked(team).shows

    def get_near(self, team: Team) -> list[int]:
        """Ids of teams."""
        return _others(team, Nearness.NEAR)

    def get_apart(self, team: Team) -> list[int]:
        """Ids of teams."""
        return _others(team, Nearness.APART)


def _id() -> serializers.IntegerField:
    """An id, within what a database can hold."""
    return serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class BoothRequestDraftSerializer(serializers.Serializer[Any]):
    """All that the team asks; what is left out is not asked any more."""

    needs = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices), default=list)
    zones = serializers.ListField(child=serializers.CharField(max_length=40), max_length=3, default=list)
    near = serializers.ListField(child=_id(), max_length=MOST_NEIGHBOURS, default=list)
    apart = serializers.ListField(child=_id(), max_length=MOST_NEIGHBOURS, default=list)
    shows = serializers.CharField(max_length=200, allow_blank=True, default="")

    @staticmethod
    def draft(data: dict[str, Any]) -> RequestDraft:
        """What the domain takes."""
        near, apart = frozenset(data["near"]), frozenset(data["apart"])
        return RequestDraft(frozenset(data["needs"]), tuple(data["zones"]), near, apart, data["shows"])


def _asked(team: Team) -> Request:
    """What the team has written, or an empty one, unsaved."""
    found: Request | None = getattr(team, "booth_request", None)
    return found or Request(team=team)


def _others(team: Team, nearness: Nearness) -> list[int]:
    return [wish.other_id for wish in team.neighbour_wishes.all() if wish.nearness == nearness]
