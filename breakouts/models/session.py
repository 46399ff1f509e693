from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.models.room import Room
from breakouts.models.slot import TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening, Element
from registration.models import Attendee


class SessionQuerySet(models.QuerySet["Session"]):
    def unplaced(self) -> "SessionQuerySet":
        """Sessions that have no room and time yet."""
        return self.filter(slot=None)


class Session(models.Model):
    """A breakout, plenary, meal or gathering; placed when it has a room and a slot.

    `version` counts placements; `placed_by` and `placed_at` say who made the newest, and when.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=SessionKind, default=SessionKind.BREAKOUT)
    title = models.CharField(_("title"), max_length=200)
    abstract = models.TextField(_("what it is about"), blank=True)
    elements = models.ManyToManyField(Element, blank=True, related_name="sessions")
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    slot = models.ForeignKey(TimeSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    version = models.PositiveIntegerField(default=0)
    placed_by = models.CharField(max_length=60, blank=True)
    placed_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(fields=["room", "slot"], name="breakouts_session_room_slot_once"),
            models.CheckConstraint(
                condition=models.Q(room__isnull=True, slot__isnull=True)
                | models.Q(room__isnull=False, slot__isnull=False),
                name="breakouts_session_room_with_slot",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=SessionKind.values), name="breakouts_session_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Presentation(models.Model):
    """Who presents a session. `slot` repeats the session's, so that nobody can present twice in one slot."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presentations")
    presenter = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="presentations")
    slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "presenter"], name="breakouts_presentation_once"),
            models.UniqueConstraint(fields=["presenter", "slot"], name="breakouts_presenter_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.presenter}: {self.session}"
