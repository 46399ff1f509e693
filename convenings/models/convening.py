from datetime import datetime, time
from typing import ClassVar
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.models import Statement
from convenings.models.venue import Venue
from convenings.states import PUBLIC, Admission, ConveningState, Promotion


class ConveningQuerySet(models.QuerySet["Convening"]):
    def locked(self, pk: int) -> "Convening":
        """The convening under its lock, which every count against capacity takes first."""
        return self.for_lock().get(pk=pk)

    def for_lock(self) -> "ConveningQuerySet":
        """Under their own lock alone."""
        return self.select_for_update(of=("self",), no_key=True)

    def public(self) -> "ConveningQuerySet":
        """Those whose page anybody may read, with what the page needs."""
        return self.filter(state__in=PUBLIC).select_related("venue", "statement__current")


class Convening(models.Model):
    """The event. `completions` counts the teams that became complete: taken under this row's lock, it orders the
    waitlist. Instants are UTC and shown in `time_zone`."""

    slug = models.SlugField(_("address on the web"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    tagline = models.CharField(_("one line about it"), max_length=300, blank=True)
    about = models.TextField(_("about"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60)
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, verbose_name=_("venue"))
    statement = models.ForeignKey(Statement, null=True, on_delete=models.PROTECT, related_name="convenings")
    state = models.CharField(max_length=10, choices=ConveningState, default=ConveningState.DRAFT)
    state_reason = models.TextField(blank=True)  # why postponed or cancelled, shown to the public
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    opens_at = models.DateTimeField(_("registration opens"))
    promise_by_at = models.DateTimeField(_("last promise due"))
    plan_due_at = models.DateTimeField(_("plans due"))
    badges_from_at = models.DateTimeField(
        _("badges are released"), null=True, blank=True,
        help_text=_(
            "From then on everybody who comes sees their badge on the phone and gets the mail with it, whoever joins"
            " later at once. Left empty, they do as soon as you issue badges by hand."
        ),
    )  # fmt: skip
    capacity_teams = models.PositiveIntegerField(_("room for teams"), validators=[MinValueValidator(1)])
    capacity_people = models.PositiveIntegerField(_("room for people"), validators=[MinValueValidator(1)])
    members_least = models.PositiveSmallIntegerField(_("least members of a team"), default=1)
    members_most = models.PositiveSmallIntegerField(_("most members of a team"), default=8)
    places_included = models.PositiveSmallIntegerField(
        _("members that a team names by itself, where organizers add more"), null=True, blank=True
    )
    contact_email = models.EmailField(_("contact"))
    state_changes = models.PositiveIntegerField(default=0)  # tells a second postponement's mail from the first's
    told_changes = models.PositiveIntegerField(default=0)  # the last of them of which everybody concerned was told
    completions = models.PositiveIntegerField(default=0)
    grace_days = models.PositiveSmallIntegerField(_("days a place is kept while a team is asked again"), default=14)
    admission = models.CharField(
        _("how teams are admitted"), max_length=20, choices=Admission, default=Admission.FIRST_COMPLETE
    )
    promotion = models.CharField(
        _("when a place becomes free, the first team in line"),
        max_length=20,
        choices=Promotion,
        default=Promotion.AUTOMATIC,
    )
    offer_days = models.PositiveSmallIntegerField(
        _("days to accept an offered place"), default=3, validators=[MinValueValidator(1)]
    )
    selection_rule = models.JSONField(default=dict, blank=True)  # read by registration.domain.selection_rule
    selection_letters_at = models.DateTimeField(_("letters about the selection"), null=True, blank=True)
    questions = models.JSONField(default=list, blank=True)  # [{"question": "…", "answer": "…"}], in their order
    keeps_after_grace = models.BooleanField(
        _("keep the place until the convening begins, instead of letting the team lapse then"), default=False
    )
    holders_checked_first = models.BooleanField(
        _("a place is confirmed only when organizers have checked who holds the offices"), default=False
    )
    code_before_promise = models.BooleanField(_("everybody promises with a code that is mailed"), default=False)
    public_records_duty = models.TextField(_("public-records duty, as the signing page states it"), blank=True)
    certifies_hours = models.BooleanField(
        _("hours are certified: attendees are asked for an educator id"), default=False
    )
    member_per_side = models.BooleanField(
        _("a team brings at least one member of each of its sides, beside the leaders"), default=False
    )
    quiet_from = models.TimeField(_("no reminder goes out from"), default=time(20))
    quiet_until = models.TimeField(_("until"), default=time(7))
    most_reminders_a_week = models.PositiveSmallIntegerField(
        _("most reminders to one person in a week"), default=4, validators=[MinValueValidator(1)]
    )
    is_demo = models.BooleanField(default=False)
    uid = models.UUIDField(default=uuid4, unique=True)  # of the event in people's calendars
    calendar_sequence = models.PositiveIntegerField(default=0)  # grows with every change that a calendar shows
    calendar_changed_at = models.DateTimeField(null=True)

    objects: ClassVar = ConveningQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="convenings_convening_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ConveningState.values), name="convenings_convening_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(members_most__gte=models.F("members_least")),
                name="convenings_convening_most_at_least_least",
            ),
            models.CheckConstraint(
                condition=models.Q(places_included__isnull=True)
                | models.Q(
                    places_included__gte=models.F("members_least"), places_included__lte=models.F("members_most")
                ),
                name="convenings_convening_included_within",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def members_by_themselves(self) -> int:
        """How many members a team brings without an organizer."""
        return self.members_most if self.places_included is None else self.places_included

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def releases_badges(self, at: datetime) -> bool:
        """Whether badges are shown to those who come, and mailed."""
        return self.badges_from_at is None or self.badges_from_at <= at

    def local(self, at: datetime) -> datetime:
        """The instant in the convening's own time zone."""
        return at.astimezone(self.zone)
