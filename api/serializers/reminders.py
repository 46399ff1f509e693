from typing import Any

from rest_framework import serializers

from console.domain.reminder_pages import RuleRow
from convenings.states import RunState


class ReminderRuleSerializer(serializers.Serializer[Any]):
    """The rule of one occasion: `days` before (or `after`) a date of the convening, at a time of day in its zone."""

    occasion = serializers.CharField(source="occasion.code")
    title = serializers.CharField(source="occasion.title")
    words = serializers.CharField()
    enabled = serializers.BooleanField(source="rule.enabled")
    who = serializers.CharField(source="rule.who")
    anchor = serializers.CharField(source="rule.anchor")
    days = serializers.ListField(source="rule.days", child=serializers.IntegerField())
    after = serializers.BooleanField(source="rule.after")
    late = serializers.BooleanField(source="rule.late")
    clock = serializers.SerializerMethodField()

    def get_clock(self, row: RuleRow) -> str:
        """Hours and minutes, 09:00: without a zone it is no time of JSON Schema."""
        return f"{row.rule.clock:%H:%M}"


class ReminderSerializer(serializers.Serializer[Any]):
    """A planned reminder of the next 30 days. `people`: how many would get it now. `steps`: what may be done to it."""

    occasion = serializers.CharField(source="occasion.code")
    on = serializers.DateField(source="due.due_on")
    goes_at = serializers.DateTimeField(source="due.goes_at")
    state = serializers.ChoiceField(choices=RunState.choices)
    people = serializers.IntegerField()
    steps = serializers.ListField(child=serializers.CharField())


class ReminderStepSerializer(serializers.Serializer[Any]):
    """How a planned reminder stands after a step."""

    occasion = serializers.CharField(source="rule.occasion")
    on = serializers.DateField(source="due_on")
    state = serializers.ChoiceField(choices=RunState.choices)
