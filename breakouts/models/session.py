from django.db import models
from django.utils.translation import gettext_lazy as _

from breakouts.models.room import Room
from breakouts.models.slot import TimeSlot
from breakouts.states import SessionKind, SetUp
from convenings.models import Convening, Element
from registration.models import Attendee


class SessionQuerySet(models.QuerySet["Session"]):
    def unplaced(self) -> "SessionQuerySet":
        """Sessions that have no room and time yet."""
        return self.filter(slot=None)

    def spelt_out(self) -> "SessionQuerySet":
        """With who presents them and what they are about, as lists: `spelt_presentations` and `element_names`. Two
        statements more."""
        speakers = Presentation.objects.select_related("presenter__person").order_by("pk")
        names = speakers.only("session", "presenter__person__name")
        return self.prefetch_related(
            models.Prefetch("presentations", names, to_attr="spelt_presentations"),
            models.Prefetch("elements", to_attr="spelt_elements"),
        )


class Session(models.Model):
    """A breakout, plenary, meal or gathering; placed when it has a room and a slot.

    `version` counts placements; `placed_by` and `placed_at` say who made the newest, and when. `audience`: for which
    sides it is, for all where it is empty. Sessions of one `topic` are repeats of each other. `demand`: how many are
    expected. A pinned session stays where it is. `may_move`: a proposal may move it though it is public where it is.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(_("kind"), max_length=10, choices=SessionKind, default=SessionKind.BREAKOUT)
    title = models.CharField(_("title"), max_length=200)
    abstract = models.TextField(_("what it is about"), blank=True)
    elements = models.ManyToManyField(Element, blank=True, related_name="sessions")
    needs = models.JSONField(_("needs"), default=list, blank=True)  # values of Feature
    set_up = models.CharField(_("set-up"), max_length=8, choices=SetUp, blank=True)
    audience = models.JSONField(_("for"), default=list, blank=True)  # values of Side
    track = models.CharField(_("track"), max_length=60, blank=True)
    topic = models.CharField(_("topic, if it is held more than once"), max_length=100, blank=True)
    demand = models.PositiveIntegerField(_("people expected"), null=True, blank=True)
    least = models.PositiveIntegerField(_("people at least"), null=True, blank=True)
    most = models.PositiveIntegerField(_("people at most"), null=True, blank=True)
    comes_after = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("comes after")
    )
    room = models.ForeignKey(Room, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    slot = models.ForeignKey(TimeSlot, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    is_pinned = models.BooleanField(_("pinned"), default=False)
    may_move = models.BooleanField(_("may move though it is public"), default=False)
    version = models.PositiveIntegerField(default=0)
    placed_by = models.CharField(max_length=60, blank=True)
    placed_at = models.DateTimeField(null=True)

    objects = SessionQuerySet.as_manager()
    spelt_elements: list[Element]

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
            models.CheckConstraint(
                condition=models.Q(set_up__in=["", *SetUp.values]), name="breakouts_session_set_up_known"
            ),
            models.CheckConstraint(
                condition=models.Q(least=None) | models.Q(most=None) | models.Q(most__gte=models.F("least")),
                name="breakouts_session_most_from_least",
            ),
            models.CheckConstraint(
                condition=models.Q(most=None) | models.Q(most__gte=1), name="breakouts_session_most_from_one"
            ),
            models.CheckConstraint(
                condition=models.Q(is_pinned=False) | models.Q(slot__isnull=False), name="breakouts_session_pin_placed"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def element_names(self) -> list[str]:
        """What it is about, of sessions that are spelt out."""
        return [element.name for element in self.spelt_elements]


class Presentation(models.Model):
    """Who presents a session. `slot` repeats the session's, so that nobody can present twice in one slot; a trigger
    lets it follow (breakouts/presenters_follow.py)."""

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
