from typing import Any

from rest_framework import serializers

from agreements.states import Side
from breakouts.domain.terms import MOST_PEOPLE, Terms
from breakouts.states import Feature, Level, SetUp, TimetableMode
from jobs.domain import proposals
from jobs.models import Proposal


class ScheduleProblemSerializer(serializers.Serializer[Any]):
    """What is wrong with the schedule: `words` say what to do, `code` is stable. `sessions` are those it is about."""

    code = serializers.CharField()
    level = serializers.ChoiceField(choices=Level.choices)
    words = serializers.CharField()
    sessions = serializers.ListField(child=serializers.IntegerField())
    room = serializers.IntegerField(allow_null=True)
    slot = serializers.IntegerField(allow_null=True)


class SessionSpotSerializer(serializers.Serializer[Any]):
    """A room and slot with what is wrong with a session there; nothing: it fits."""

    room = serializers.IntegerField()
    slot = serializers.IntegerField()
    problems = ScheduleProblemSerializer(many=True)


class TermsSerializer(serializers.Serializer[Any]):
    """What a session asks for; all of it is replaced. An empty `audience` means all sides; `comes_after` is the id of
    a session; sessions of one `topic` repeat each other."""

    needs = serializers.ListField(child=serializers.ChoiceField(choices=Feature.choices), default=list)
    set_up = serializers.ChoiceField(choices=SetUp.choices, allow_blank=True, default="")
    audience = serializers.ListField(child=serializers.ChoiceField(choices=Side.choices), default=list)
    track = serializers.CharField(max_length=60, allow_blank=True, default="")
    topic = serializers.CharField(max_length=100, allow_blank=True, default="")
    demand = serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE, allow_null=True, default=None)
    least = serializers.IntegerField(min_value=0, max_value=MOST_PEOPLE, allow_null=True, default=None)
    most = serializers.IntegerField(min_value=1, max_value=MOST_PEOPLE, allow_null=True, default=None)
    comes_after = serializers.IntegerField(min_value=1, max_value=2**63 - 1, allow_null=True, default=None)

    @staticmethod
    def terms(data: dict[str, Any]) -> Terms:
        """As the domain wants them."""
        return Terms(**{**data, "needs": tuple(data["needs"]), "audience": tuple(data["audience"])})


class TimetableAskingSerializer(serializers.Serializer[Any]):
    """`least` moves only what must move, or what many wish; `anew` any breakout that is not pinned. Breakouts that are
    public where they stand stay there, unless `frees_public`."""

    mode = serializers.ChoiceField(choices=TimetableMode.choices)
    frees_public = serializers.BooleanField(default=False)


class TimetableFigureSerializer(serializers.Serializer[Any]):
    """One figure: as it stands, and as proposed. `of`: how many it could be, 0 where nobody counts that."""

    key = serializers.CharField()
    of = serializers.IntegerField()
    stands = serializers.IntegerField()
    proposal = serializers.IntegerField()


class TimetableMoveSerializer(serializers.Serializer[Any]):
    """A session that changes its room or slot; from null where it has none. `why` is a code; `key` names the row."""

    key = serializers.CharField()
    session = serializers.IntegerField()
    from_room = serializers.IntegerField(allow_null=True)
    from_slot = serializers.IntegerField(allow_null=True)
    to_room = serializers.IntegerField()
    to_slot = serializers.IntegerField()
    why = serializers.CharField()


class TimetableProposalSerializer(serializers.ModelSerializer[Proposal]):
    """What a solver suggests. `is_outdated`: the schedule has changed since, and it cannot be applied."""

    mode = serializers.CharField(source="args.mode")
    figures = TimetableFigureSerializer(source="figures.lines", many=True)
    moves = TimetableMoveSerializer(source="rows", many=True)
    is_outdated = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = (
            "id", "state", "mode", "base_version", "is_outdated", "figures", "moves", "made_at", "applied_at",
            "ended_at",
        )  # fmt: skip

    def get_is_outdated(self, proposal: Proposal) -> bool:
        return proposal.state == "proposed" and proposals.is_outdated(proposal)


class TimetableRuleSerializer(serializers.Serializer[Any]):
    """A rule in words, and what follows where it is released."""

    key = serializers.CharField()
    kind = serializers.CharField()
    words = serializers.CharField(help_text="In the language of the request.")
    released = serializers.CharField()
    action = serializers.CharField(help_text="What releasing it means. Empty where it cannot be released.")
    session = serializers.IntegerField()
    presenter = serializers.IntegerField(allow_null=True)


class TimetableContradictionSerializer(serializers.Serializer[Any]):
    """Rules that cannot all hold. `words` without rules: rooms and times are too few, or the time was too short.
    `is_smallest`: without any one of them the others could hold; else the time was too short to make sure."""

    words = serializers.CharField(allow_blank=True)
    is_smallest = serializers.BooleanField()
    rules = TimetableRuleSerializer(many=True)


class TimetableRuleKeySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=200)


class TimetableApplyingSerializer(serializers.Serializer[Any]):
    """Which rows to apply, by their keys; without it all of them. Sessions of the others are pinned where they are."""

    accepted = serializers.ListField(child=serializers.CharField(), required=False, allow_empty=True)
