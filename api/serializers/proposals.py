from typing import Any

from rest_framework import serializers

from expo.states import Emphasis, Mode, Reason
from jobs.domain import proposals
from jobs.models import Proposal


class MoveSerializer(serializers.Serializer[Any]):
    """A team that changes its booth: numbers of booths, `stood` null where it has none. `why` is a code, `other` the
    team that it is about; `key` names the row when a proposal is applied."""

    key = serializers.CharField()
    team = serializers.IntegerField()
    stood = serializers.IntegerField(allow_null=True)
    to = serializers.IntegerField()
    why = serializers.CharField()
    other = serializers.IntegerField(allow_null=True)


class FloorFigureSerializer(serializers.Serializer[Any]):
    """One figure: under first come, first served; as it stands; as proposed. `of`: how many it could be."""

    key = serializers.CharField()
    of = serializers.IntegerField()
    first = serializers.IntegerField(allow_null=True)
    stands = serializers.IntegerField()
    proposal = serializers.IntegerField()


class ProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What a solver suggests for a hall. `is_outdated`: the floor has changed since, and it cannot be applied."""

    hall = serializers.SerializerMethodField()
    mode = serializers.CharField(source="args.mode")
    figures = FloorFigureSerializer(source="figures.lines", many=True)
    moves = MoveSerializer(source="rows", many=True)
    is_outdated = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = (
            "id", "hall", "state", "mode", "base_version", "is_outdated", "figures", "moves", "made_at", "applied_at",
            "ended_at",
        )  # fmt: skip

    def get_hall(self, proposal: Proposal) -> int:
        """The hall's id."""
        return int(proposal.subject.removeprefix("hall:"))

    def get_is_outdated(self, proposal: Proposal) -> bool:
        return proposal.state == "proposed" and proposals.is_outdated(proposal)


class ApplyingSerializer(serializers.Serializer[Any]):
    """Which rows to apply, by their keys; without it all of them. Teams of the others are pinned where they stand."""

    accepted = serializers.ListField(child=serializers.CharField(), required=False, allow_empty=True)


class ArrangingSerializer(serializers.Serializer[Any]):
    """How to arrange: `least` moves only who must move. A weight for each reason; what is left out counts clearly."""

    mode = serializers.ChoiceField(choices=Mode.choices)
    leave_out = serializers.BooleanField(default=False)
    zones = serializers.ChoiceField(choices=Emphasis.choices, default=Emphasis.CLEARLY)
    requests = serializers.ChoiceField(choices=Emphasis.choices, default=Emphasis.CLEARLY)
    same_focus = serializers.ChoiceField(choices=Emphasis.choices, default=Emphasis.CLEARLY)
    same_state = serializers.ChoiceField(choices=Emphasis.choices, default=Emphasis.CLEARLY)

    @staticmethod
    def weights(data: dict[str, Any]) -> dict[str, str]:
        """A word for each reason."""
        return {reason.value: data[reason.value] for reason in Reason}
