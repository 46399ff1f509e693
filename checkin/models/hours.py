"""Contact hours: the rules by which a convening counts them, corrections by hand, and certificates that say them."""

from decimal import Decimal
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.models import Session
from convenings.models import Convening
from registration.models import Attendee


def usual_kinds() -> list[str]:
    """The kinds of session that count unless organizers say otherwise."""
    return ["breakout", "plenary"]


class HoursRule(models.Model):
    """How a convening counts the hours of those who were scanned in its rooms."""

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="hours_rule")
    kinds = models.JSONField(_("sessions that count"), default=usual_kinds)
    unit = models.CharField(_("what a credit is called"), max_length=40, default="contact hours")
    credit_per_hour = models.DecimalField(
        _("credit for an hour"), max_digits=4, decimal_places=2, default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(10))],
    )  # fmt: skip
    step_minutes = models.PositiveSmallIntegerField(
        _("counted in steps of so many minutes"), default=15,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )  # fmt: skip
    grace_minutes = models.PositiveSmallIntegerField(
        _("minutes that may be missed of a session"), default=10, validators=[MaxValueValidator(120)]
    )
    least_percent = models.PositiveSmallIntegerField(
        _("least share of a session, in percent"), default=75, validators=[MaxValueValidator(100)]
    )
    stays_unless_scanned_out = models.BooleanField(
        _("who was not scanned out has stayed to the end of the session"), default=True
    )
    needs_feedback = models.BooleanField(_("a session counts once its feedback was given"), default=False)
    signed_by = models.CharField(_("who signs the certificates"), max_length=200, blank=True)

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return str(self.convening)


class HoursCorrection(models.Model):
    """Minutes of one session that an organizer set by hand for somebody, and why. The newest counts; None takes the
    correction back."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="hours_corrections")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="hours_corrections")
    minutes = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["session", "attendee"])]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.session_id}"


class HoursCertificateQuerySet(models.QuerySet["HoursCertificate"]):
    def standing(self) -> Self:
        """The newest of each person, where it was not withdrawn."""
        newer = HoursCertificate.objects.filter(
            attendee=models.OuterRef("attendee"), number__gt=models.OuterRef("number")
        )
        return self.filter(~models.Exists(newer), withdrawn_at__isnull=True)

    def unopened(self) -> Self:
        """Of those who have opened none of theirs, an older one included."""
        opened = HoursCertificate.objects.filter(attendee=models.OuterRef("attendee"), opened_at__isnull=False)
        return self.filter(~models.Exists(opened))


class HoursCertificate(models.Model):
    """The hours of one person as they were certified. `number` counts a person's certificates: a newer one replaces the
    older. `code` is all that its public page is known by; `sessions` are [{"title", "starts_at", "minutes"}, …].
    """

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="hours_certificates")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32, unique=True)
    sessions = models.JSONField()
    minutes = models.PositiveIntegerField()
    credit = models.DecimalField(max_digits=7, decimal_places=2)
    unit = models.CharField(max_length=40)
    signed_by = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=60)
    opened_at = models.DateTimeField(null=True)  # read or downloaded first by whom it is for
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)
    withdrawn_because = models.CharField(max_length=300, blank=True)

    objects: ClassVar = HoursCertificateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attendee", "number"], name="checkin_hours_certificate_number_once"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True, withdrawn_because="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_because="")),
                name="checkin_hours_certificate_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}, {self.number}"
