import re
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from convenings.models import Convening
from jobs.models import Job
from mail.models import Message
from registration.states import Audience, BulkState


class BulkMailQuerySet(models.QuerySet["BulkMail"]):
    def locked(self, pk: int) -> "BulkMail":
        """The row as it stands now, under its lock."""
        return self.select_related("convening").select_for_update(of=("self",), no_key=True).get(pk=pk)


class BulkMail(models.Model):
    """What organizers write to a narrowed list. A draft's list is counted anew at each look; held, it is fixed.

    `convening_turn`: how often the convening had changed its state when the list was fixed.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="bulk_mails")
    audience = models.CharField(_("to"), max_length=20, choices=Audience)
    narrowed = models.JSONField(default=dict)  # as registration.domain.lists takes it: {"state": "committing"}
    subject = models.CharField(_("subject"), max_length=150)
    body = models.TextField(_("text"))
    with_link = models.BooleanField(_("with a button to the own page"), default=False)
    is_plain = models.BooleanField(default=False)  # of an urgent announcement: its words as they are, without markup
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.DRAFT)
    total = models.PositiveIntegerField(default=0)  # people on the list, once it is fixed
    convening_turn = models.PositiveIntegerField(default=0)
    written_by = models.CharField(max_length=60)
    written_at = models.DateTimeField()
    held_by = models.CharField(max_length=60, blank=True)
    held_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # sent; cancelled, once nothing of it waits
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = BulkMailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=BulkState.values), name="registration_bulk_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[BulkState.SENDING, BulkState.SENT])
                | models.Q(confirmed_at__isnull=False, held_at__isnull=False),
                name="registration_bulk_sent_was_confirmed",
            ),
        ]
        indexes = [models.Index(fields=["convening", "state"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def turn(self) -> str:
        """Another one each time that it is held: of what somebody looked at."""
        return self.held_at.isoformat() if self.held_at else ""

    @property
    def title(self) -> str:
        """The subject for lists and headings: an ellipsis where something is filled in for each reader."""
        return re.sub(r"\{\{.*?\}\}", "…", self.subject)


class BulkList(models.Model):
    """The fixed list as one row, however long it is: it is written and taken back in an instant.

    people: [[person's id, subject, [names of their teams]], …] in the order in which they are written to; each address
    once, whatever number of roles or people share it.
    """

    bulk = models.OneToOneField(BulkMail, on_delete=models.CASCADE, related_name="list", primary_key=True)
    people = models.JSONField()

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return f"list of {self.bulk_id}"


class BulkRecipient(models.Model):
    """Somebody on the fixed list who was owed their mail."""

    bulk = models.ForeignKey(BulkMail, on_delete=models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=254)  # folded
    subject = models.CharField(max_length=60)  # as what they are written to: "team:5", "party:9", "attendee:2"
    teams = models.JSONField(default=list)  # the names of their teams on the list
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "address"], name="registration_bulk_address_once"),
        ]

    def __str__(self) -> str:
        return self.address
