from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


TRANSITIONS: dict[JobState, frozenset[JobState]] = {
    JobState.WAITING: frozenset({JobState.RUNNING, JobState.CANCELLED}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.WAITING}),
    JobState.DONE: frozenset(),
    JobState.FAILED: frozenset(),  # ask again: another job
    JobState.CANCELLED: frozenset(),
}


class ProposalState(models.TextChoices):
    PROPOSED = "proposed", _("changes nothing yet")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("discarded")
    OUTDATED = "outdated", _("outdated")


PROPOSAL_TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.PROPOSED: frozenset({ProposalState.APPLIED, ProposalState.REFUSED, ProposalState.OUTDATED}),
    ProposalState.APPLIED: frozenset({ProposalState.UNDONE}),
    ProposalState.UNDONE: frozenset(),  # ask for another one
    ProposalState.REFUSED: frozenset(),
    ProposalState.OUTDATED: frozenset(),
}
