from datetime import datetime
from typing import ClassVar

from django.db import models

from convenings.models.convening import Convening
from convenings.states import RunState


class ReminderRule(models.Model):
    """When one occasion of a convening is reminded of, and whom: `days` before (or after) a date, at a time of day.

    occasion, who: codes of convenings.reminder_occasions. anchor: the name of the convening's date. clock: in the
    convening's zone. since_at: what fell due before it, under another rule or none, is not made up for.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="reminder_rules")
    occasion = models.CharField(max_length=40)
    who = models.CharField(max_length=40)
    anchor = models.CharField(max_length=40)
    days = models.JSONField(default=list)  # whole numbers, the greatest first
    after = models.BooleanField(default=False)  # days after the date, instead of before it
    late = models.BooleanField(default=False)  # what could not go before the date may go after it
    clock = models.TimeField()
    enabled = models.BooleanField(default=True)
    since_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "occasion"], name="convenings_reminder_rule_once"),
        ]

    def __str__(self) -> str:
        return self.occasion

    @property
    def goes_late(self) -> bool:
        """Whether it may go out when its date has passed."""
        return self.after or self.late

    @property
    def anchor_at(self) -> datetime:
        """The convening's date that it counts from."""
        at: datetime = getattr(self.convening, self.anchor)
        return at


class ReminderRun(models.Model):
    """What was decided about one planned run of a rule, and what came of it. A run that nobody touched has no row.

    Once for each rule and day: two sweeps at once cannot both make it.
    """

    rule = models.ForeignKey(ReminderRule, on_delete=models.CASCADE, related_name="runs")
    due_on = models.DateField()  # in the convening's zone
    state = models.CharField(max_length=10, choices=RunState, default=RunState.PLANNED)
    decided_at = models.DateTimeField()
    decided_by = models.CharField(max_length=60)
    owed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)  # they had as many reminders as a week allows

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "due_on"], name="convenings_reminder_run_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=RunState.values), name="convenings_reminder_run_state_known"
            ),
        ]
