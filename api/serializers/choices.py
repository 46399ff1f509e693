"""Which breakouts an attendee wants."""

from typing import Any

from rest_framework import serializers

from breakouts.domain.choices import MOST_RANKED, Wish

MOST_ROUNDS, MOST_SESSIONS = 100, 200
RANKED = f"Sessions, the dearest first; {MOST_RANKED} at most."


def _ids(help_text: str) -> "serializers.ListField":
    one = serializers.IntegerField(min_value=1, max_value=2**62)
    return serializers.ListField(child=one, max_length=MOST_SESSIONS, default=list, help_text=help_text)


class WishSerializer(serializers.Serializer[Any]):
    """One round. `slot` is its time slot."""

    slot = serializers.IntegerField(min_value=1, max_value=2**62)
    ranked = _ids(RANKED)
    not_that_one = _ids("Sessions in which the attendee would rather not sit.")


class ChoicesDraftSerializer(serializers.Serializer[Any]):
    """All that the attendee wants from now on. A round that is left out has no choice any more."""

    rounds = WishSerializer(many=True, max_length=MOST_ROUNDS)  # type: ignore[call-arg]


class ChoicesSerializer(serializers.Serializer[Any]):
    """What is chosen by now, by slot; and when the attendee may choose: `until_at` is null where nobody is asked."""

    attendee = serializers.IntegerField()
    from_at = serializers.DateTimeField(allow_null=True)
    until_at = serializers.DateTimeField(allow_null=True)
    rounds = WishSerializer(many=True)


class CompanionDraftSerializer(serializers.Serializer[Any]):
    """An attendee of the same team; null for nobody."""

    mate = serializers.IntegerField(min_value=1, max_value=2**62, allow_null=True)


class CompanionSerializer(serializers.Serializer[Any]):
    """With whom the attendee wants to sit in every round. It holds where `is_mutual`: the mate wants it, too."""

    attendee = serializers.IntegerField()
    mate = serializers.IntegerField(allow_null=True)
    is_mutual = serializers.BooleanField()


def wishes_in(asked: dict[str, Any]) -> list[Wish]:
    """What was sent, as the domain takes it."""
    return [
        Wish(one["slot"], tuple(one["ranked"]), frozenset(one["not_that_one"])) for one in asked["rounds"]
    ]
