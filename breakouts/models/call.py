from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from convenings.models import Convening


class Call(models.Model):
    """A convening's call for sessions: proposals are taken from `opens_at` until `closes_at`."""

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="call")
    text = models.TextField(_("what is looked for"), blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="breakouts_call_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return str(self.convening)


class CallInvitation(models.Model):
    """Somebody on no team who was asked to propose, by a private link: a partner, or whoever organizers know."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    invited_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="breakouts_invitation_person_once")]

    def __str__(self) -> str:
        return str(self.person)
