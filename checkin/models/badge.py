from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.states import BadgeState
from convenings.models import Convening
from registration.models import Attendee

_AT_THE_DOOR = (
    "code", "state",
    *(f"attendee__{name}" for name in ("convening", "kind", "side", "office", "job", "cancelled_at")),
    "attendee__person__name",
    *(f"attendee__team__{name}" for name in ("name", "place", "agreement")),
)  # fmt: skip


class QrImage(models.Model):
    """The QR code of one badge code, rendered ahead by a worker: PNG bytes."""

    code = models.CharField(max_length=20, unique=True)
    png = models.BinaryField()
    rendered_at = models.DateTimeField()


class BadgeQuerySet(models.QuerySet["Badge"]):
    def active(self) -> "BadgeQuerySet":
        return self.filter(state=BadgeState.ACTIVE)

    def of(self, convening: Convening) -> "BadgeQuerySet":
        return self.filter(attendee__convening=convening)

    def expected(self, convening: Convening) -> "BadgeQuerySet":
        """The active ones of those who come for certain; somebody who stayed home keeps theirs, and needs no paper."""
        return self.active().filter(attendee__in=Attendee.objects.placed().filter(convening=convening))

    def without_qr(self) -> "BadgeQuerySet":
        rendered = QrImage.objects.filter(code=models.OuterRef("code"))
        return self.active().filter(~models.Exists(rendered))

    def with_people(self) -> "BadgeQuerySet":
        return self.select_related(
            "attendee__person", "attendee__team__placement__booth", "attendee__convening", "attendee__details"
        )

    def for_scans(self) -> "BadgeQuerySet":
        """With as much of their people as a door asks for: more of them costs a query each."""
        return self.select_related("attendee__person", "attendee__team").only(*_AT_THE_DOOR)

    def for_tables(self) -> "BadgeQuerySet":
        """In the order of the tables at the entrance: by team, those without one last, then by family name."""
        return self.order_by(
            models.F("attendee__team__folded_name").asc(nulls_last=True),
            "attendee__team_id",
            "attendee__person__family_name",
            "attendee__person__folded_name",
            "pk",
        )


class Badge(models.Model):
    """An attendee's badge: an opaque code in the QR alphanumeric alphabet, with a check character."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="badges", verbose_name=_("attendee"))
    code = models.CharField(_("code"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=BadgeState, default=BadgeState.ACTIVE)
    issued_at = models.DateTimeField(_("issued"))
    replaced_at = models.DateTimeField(_("replaced"), null=True)
    told_at = models.DateTimeField(_("released"), null=True)  # its person was told; None: it is not released yet
    printed_at = models.DateTimeField(_("printed"), null=True)

    objects = BadgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="checkin_badge_code_once"),
            models.UniqueConstraint(
                fields=["attendee"], condition=models.Q(state=BadgeState.ACTIVE), name="checkin_badge_one_active"
            ),
            models.CheckConstraint(
                condition=models.Q(state=BadgeState.ACTIVE, replaced_at__isnull=True)
                | models.Q(state=BadgeState.REPLACED, replaced_at__isnull=False),
                name="checkin_badge_state_known_and_dated",
            ),
        ]

    def __str__(self) -> str:
        return str(self.attendee)
