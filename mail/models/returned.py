from django.db import models

from mail.models.message import Message
from mail.states import ReturnKind


class Returned(models.Model):
    """What a provider told about a message that it had taken: it came back, or its reader complained. Once each."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="returns")
    attempt = models.PositiveIntegerField()  # of the message: what is sent anew may come back anew
    kind = models.CharField(max_length=12, choices=ReturnKind)
    said = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField()  # by the provider's clock
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "attempt", "kind"], name="mail_returned_once"),
            models.CheckConstraint(condition=models.Q(kind__in=ReturnKind.values), name="mail_returned_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.kind}"
