from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models.attendee import Attendee


class AttendeeDetails(models.Model):
    """What an attendee tells by their own link: seen by organizers, by no coordinator, in no journal and no webhook.

    `may_list`, `may_photograph` and `may_show_access` are None until they have answered. Under 18: entered by
    organizers alone, with the consent of a guardian, and never listed.
    """

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="details")
    pronunciation = models.CharField(_("how the name is said"), max_length=120, blank=True)
    access_needs = models.TextField(_("access"), blank=True)
    diet = models.TextField(_("diet"), blank=True)
    mobile = models.CharField(_("mobile number"), max_length=40, blank=True)
    educator_id = models.CharField(_("educator id"), max_length=40, blank=True)
    may_list = models.BooleanField(_("may be listed"), null=True)
    may_photograph = models.BooleanField(_("may be photographed"), null=True)
    may_show_access = models.BooleanField(_("access sign on the badge"), null=True)
    is_minor = models.BooleanField(_("under 18"), default=False)
    guardian_name = models.CharField(_("guardian"), max_length=200, blank=True)
    guardian_consent_on = models.DateField(_("day of the guardian’s consent"), null=True)
    guardian_entered_by = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_minor=False)
                | (~models.Q(guardian_name="") & models.Q(guardian_consent_on__isnull=False)),
                name="registration_details_minor_has_consent",
            ),
            models.CheckConstraint(
                condition=models.Q(is_minor=False) | ~models.Q(may_list=True) | models.Q(may_list__isnull=True),
                name="registration_details_minor_unlisted",
            ),
        ]

    def __str__(self) -> str:
        return str(self.attendee_id)

    @property
    def no_photo(self) -> bool:
        """Whether the badge says so: they said no, or are under 18 and nobody has said yes."""
        return self.may_photograph is False or (self.is_minor and self.may_photograph is None)
