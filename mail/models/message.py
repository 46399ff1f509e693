from datetime import datetime
from typing import ClassVar

from django.db import models

from mail.models.template import MailTemplate
from mail.states import MessageState


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, at: datetime) -> "MessageQuerySet":
        """What may be sent now, the longest owed first."""
        return self.filter(state=MessageState.QUEUED, due_at__lte=at).order_by("due_at", "id")

    def knowing_own_words(self) -> "MessageQuerySet":
        """With `may_have_own_words` told for each, so that a round of many need not ask for every one."""
        of_it = {"convening_id": models.OuterRef("convening_id"), "occasion": models.OuterRef("occasion")}
        own = MailTemplate.objects.filter(**of_it)
        return self.annotate(may_have_own_words=models.Exists(own))

    def to_person(self, person_id: int) -> "MessageQuerySet":
        """What one person was and will be sent, newest first."""
        return self.filter(person_id=person_id).order_by("-id")


class Message(models.Model):
    """One mail to one person, owed in the same transaction as its cause.

    `key` is unique for the occasion, so nothing is owed twice. What was sent is kept with private links
    struck out; the links themselves are minted when the message is sent.
    """

    convening_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    occasion = models.CharField(max_length=60)  # "commitment.invited"; higher rooms register how it is composed
    key = models.CharField(max_length=200)  # "commitment.invited:party:12"
    refs = models.JSONField(default=dict)  # ids that the composer needs
    to_address = models.CharField(max_length=254)
    to_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    owed_at = models.DateTimeField()
    due_at = models.DateTimeField()  # not before; also the next try
    claimed_at = models.DateTimeField(null=True)
    first_tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)  # also tells one claim from the next
    last_error = models.TextField(blank=True)  # in words; of a cancelled message, why
    message_id = models.CharField(max_length=200, blank=True)  # the Message-ID header, fixed at the first try
    provider_id = models.CharField(max_length=200, blank=True)  # by which whoever took it knows it: what comes back
    doubtful_tries = models.PositiveSmallIntegerField(default=0)  # broke off without a word: each may have arrived
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list)  # [{"name": "convening.ics", "bytes": 1410}]

    may_have_own_words = True  # whether its convening wrote words for this mail; True also where nobody looked

    objects: ClassVar[MessageQuerySet] = MessageQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="mail_message_key_once"),
            models.CheckConstraint(condition=models.Q(state__in=MessageState.values), name="mail_message_state_known"),
        ]
        indexes = [
            models.Index(fields=["state", "due_at", "id"], name="mail_message_due"),  # many are due at one instant
            models.Index(fields=["provider_id"], condition=~models.Q(provider_id=""), name="mail_message_provider"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def may_have_come_twice(self) -> bool:
        """Whether it was sent after a try of which nobody knows whether it arrived."""
        return self.doubtful_tries > 0 and self.sent_at is not None
