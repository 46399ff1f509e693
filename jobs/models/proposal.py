from django.db import models

from jobs.models.job import Job
from jobs.states import ProposalState


class Proposal(models.Model):
    """What a solver suggests, with its figures and its difference from what stands. It changes nothing by itself.

    `rows` is the difference: a list of objects, each with a "key"; the rest of them is the kind's affair.
    """

    convening_id = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=60)  # "expo.floor"
    subject = models.CharField(max_length=60)  # "hall:3"
    base_version = models.PositiveIntegerField()  # of the subject, when it was read
    args = models.JSONField(default=dict)  # what was asked
    figures = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    done = models.JSONField(default=dict)  # what applying it has changed: enough to undo it
    job = models.OneToOneField(Job, null=True, on_delete=models.SET_NULL, related_name="proposal")
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    applied_by = models.CharField(max_length=60, blank=True)
    applied_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)  # who undid or discarded it
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values), name="jobs_proposal_state_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=models.Q(state=ProposalState.PROPOSED),
                name="jobs_proposal_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
