"""Who sits in which session, who waits, and what is proposed."""

from typing import Any

from rest_framework import serializers

from breakouts.domain.seat_reasons import reason_in_words
from breakouts.models import Seat, WaitlistEntry
from breakouts.states import SeatingMode
from jobs.domain import proposals
from jobs.models import Proposal

HIGHEST = 2**62


class SeatSerializer(serializers.ModelSerializer[Seat]):
    """One person's seat. `slot` is null while the session has no time. `why` says in words why it is this session."""

    attendee = serializers.IntegerField(source="attendee_id")
    session = serializers.IntegerField(source="session_id")
    slot = serializers.IntegerField(source="slot_id", allow_null=True)
    why = serializers.SerializerMethodField()

    class Meta:
        model = Seat
        fields = ("id", "attendee", "session", "slot", "is_pinned", "why", "given_at")

    def get_why(self, seat: Seat) -> str:
        """In words; empty where nothing is known."""
        return reason_in_words(seat.why)


class WaitSerializer(serializers.ModelSerializer[WaitlistEntry]):
    """Somebody who waits for a seat. A lower `number` moves up first."""

    attendee = serializers.IntegerField(source="attendee_id")
    session = serializers.IntegerField(source="session_id")

    class Meta:
        model = WaitlistEntry
        fields = ("id", "attendee", "session", "number", "asked_at")


class SeatDraftSerializer(serializers.Serializer[Any]):
    """Where the attendee shall sit. `or_wait`: where it is full, at the end of its waitlist. `pinned`: whether no
    proposal may move them; left out, it stays as it is."""

    session = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    or_wait = serializers.BooleanField(default=False)
    pinned = serializers.BooleanField(allow_null=True, default=None)


class OwnSeatsSerializer(serializers.Serializer[Any]):
    """All seats of an attendee, and for what they wait."""

    attendee = serializers.IntegerField()
    seats = SeatSerializer(many=True)
    waits = WaitSerializer(many=True)


class SeatSearchSerializer(serializers.Serializer[Any]):
    """`least`: who sits already moves as little as can be. `anew`: everybody is seated by what they chose."""

    mode = serializers.ChoiceField(choices=SeatingMode.choices)


class SeatMoveSerializer(serializers.Serializer[Any]):
    """One round of one person: ids of sessions, `from` null for no seat before; `why` in words."""

    slot = serializers.IntegerField()
    to = serializers.IntegerField()
    why = serializers.SerializerMethodField()

    def get_fields(self) -> dict[str, "serializers.Field[Any, Any, Any, Any]"]:
        return {**super().get_fields(), "from": serializers.IntegerField(allow_null=True)}

    def get_why(self, move: dict[str, Any]) -> str:
        """In words."""
        return reason_in_words(move["why"])


class SeatRowSerializer(serializers.Serializer[Any]):
    """One person who would sit elsewhere; `key` names the row when the proposal is applied."""

    key = serializers.CharField()
    attendee = serializers.IntegerField()
    moves = SeatMoveSerializer(many=True)


class SeatFigureSerializer(serializers.Serializer[Any]):
    """One figure: under first come, first served; as it stood; as proposed. `of`: how many it could be."""

    key = serializers.CharField()
    of = serializers.IntegerField()
    first = serializers.IntegerField()
    stands = serializers.IntegerField()
    proposal = serializers.IntegerField()


class SeatProposalSerializer(serializers.ModelSerializer[Proposal]):
    """Seats that a solver suggests. `is_outdated`: seats or programme have changed since; it cannot be applied."""

    mode = serializers.CharField(source="args.mode")
    figures = SeatFigureSerializer(source="figures.lines", many=True)
    rows = SeatRowSerializer(many=True)
    is_outdated = serializers.SerializerMethodField()

    class Meta:
        model = Proposal
        fields = (
            "id", "state", "mode", "base_version", "is_outdated", "figures", "rows", "made_at", "applied_at",
            "ended_at",
        )  # fmt: skip

    def get_is_outdated(self, proposal: Proposal) -> bool:
        return proposal.state == "proposed" and proposals.is_outdated(proposal)


class OpeningSerializer(serializers.Serializer[Any]):
    """Whether attendees see their seats and may change them."""

    are_open = serializers.BooleanField()


class SeatRuleSerializer(serializers.Serializer[Any]):
    """A rule in words, and what follows where it is released. `session` is null where it is about people alone."""

    key = serializers.CharField()
    words = serializers.CharField(help_text="In the language of the request.")
    released = serializers.CharField()
    session = serializers.IntegerField(source="session_id", allow_null=True)
    people = serializers.ListField(child=serializers.IntegerField())


class SeatContradictionSerializer(serializers.Serializer[Any]):
    """Rules that cannot all hold. `words` without rules: rooms and access alone leave too few seats. `is_smallest`:
    without any one of them the others could hold; else the time was too short to make sure."""

    words = serializers.CharField(allow_blank=True)
    is_smallest = serializers.BooleanField()
    rules = SeatRuleSerializer(many=True)


class SeatRuleKeySerializer(serializers.Serializer[Any]):
    key = serializers.CharField(max_length=200)
