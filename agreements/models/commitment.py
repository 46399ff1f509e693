from typing import ClassVar

from django.db import models
from django.utils.crypto import salted_hmac

from accounts.models import Person
from agreements.models.agreement import Party
from agreements.models.statement import StatementVersion
from agreements.states import Channel, CommitmentState
from journal.models import AppendOnlyModel, AppendOnlyQuerySet


class Commitment(AppendOnlyModel):
    """One office's answer, by one signatory, to one version of the statement.

    Never edited, never deleted: a change is a new row with the next `number`. The evidence fields
    are filled where `state` is signed.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField()
    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="commitments")
    signatory = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    state = models.CharField(max_length=10, choices=CommitmentState)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    reason = models.TextField(blank=True)  # of a decline or withdrawal: organizers only
    deferred_until_on = models.DateField(null=True)
    typed_name = models.CharField(max_length=200, blank=True)
    office_label = models.CharField(max_length=120, blank=True)
    organization = models.CharField(max_length=200, blank=True)  # as it was named when it was promised
    text_sha256 = models.CharField(max_length=64, blank=True)
    address = models.CharField(max_length=45, blank=True)  # network address of the signer
    user_agent = models.CharField(max_length=400, blank=True)
    link_sent_to = models.CharField(max_length=254, blank=True)  # the mail address that the link went to
    promises = models.JSONField(default=list)  # the numbers of the promises that were ticked, from 1
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.LINK)

    objects: ClassVar = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "number"], name="agreements_commitment_number_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=CommitmentState.values), name="agreements_commitment_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CommitmentState.SIGNED)
                | (models.Q(typed_name__gt="") & models.Q(text_sha256__gt="")),
                name="agreements_commitment_signed_has_evidence",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=CommitmentState.DEFERRED) | models.Q(deferred_until_on__isnull=False),
                name="agreements_commitment_deferred_has_date",
            ),
            models.CheckConstraint(
                condition=models.Q(channel__in=Channel.values), name="agreements_commitment_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id}, {self.number}: {self.state}"

    @property
    def mark(self) -> str:
        """How a page's form names it. The number would tell who takes an office over whether others had answered."""
        return salted_hmac("agreements.commitment", f"{self.party_id}:{self.number}").hexdigest()[:16]

    @property
    def is_confirmed(self) -> bool:
        """Whether the signatory confirmed what an organizer wrote down. A query unless read with `confirmation`."""
        return hasattr(self, "confirmation")

    @property
    def has_scan(self) -> bool:
        """Whether there is a sheet. A query unless read with `scan`."""
        return hasattr(self, "scan")
