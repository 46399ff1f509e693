from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from agreements.models import Agreement
from agreements.states import Side
from convenings.models import Convening, Element
from registration.models.team_type import TeamType
from registration.states import PlaceState, TeamState

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Team(models.Model):
    """What registers. Its promise (`state`) and its place (`place`) are two states, kept apart.

    Percentages are of students, 0 to 100, null where the source does not state them.
    `completion` is the convening's counter when the team last became complete; it orders the waitlist.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="teams")
    type = models.ForeignKey(TeamType, on_delete=models.PROTECT, related_name="teams")
    agreement = models.OneToOneField(Agreement, null=True, on_delete=models.PROTECT, related_name="team")
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, db_index=True)
    place_name = models.CharField(_("town or county"), max_length=120)
    us_state = models.CharField(_("state"), max_length=2)
    enrollment = models.PositiveIntegerField(_("enrollment"), null=True, blank=True)
    poverty_percent = models.DecimalField(
        _("student poverty, %"), max_digits=5, decimal_places=2, null=True, blank=True, validators=_PERCENT
    )
    diversity_percent = models.DecimalField(
        _("diversity, %"), max_digits=5, decimal_places=2, null=True, blank=True, validators=_PERCENT
    )
    diversity_groups = models.JSONField(default=dict, blank=True)  # {"Black": 3.5, "Hispanic": 14.6}
    figures_source = models.CharField(_("source of the figures"), max_length=200, blank=True)
    figures_year = models.PositiveSmallIntegerField(_("year of the figures"), null=True, blank=True)
    focus = models.ManyToManyField(Element, blank=True, related_name="teams")
    focus_text = models.CharField(_("focus in your own words"), max_length=300, blank=True)
    intention = models.TextField(_("intention"), blank=True)
    coordinator = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coordinated_teams")
    coordinator_side = models.CharField(max_length=10, choices=Side)
    state = models.CharField(max_length=10, choices=TeamState, default=TeamState.DRAFT)
    place = models.CharField(max_length=10, choices=PlaceState, default=PlaceState.NONE)
    place_held_until_at = models.DateTimeField(null=True)
    completion = models.PositiveIntegerField(null=True)
    registered_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "completion"], name="registration_team_completion_once"),
            models.CheckConstraint(condition=models.Q(state__in=TeamState.values), name="registration_team_state_known"),
            models.CheckConstraint(
                condition=models.Q(place__in=PlaceState.values), name="registration_team_place_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(place__in=[PlaceState.CONFIRMED, PlaceState.WAITLISTED, PlaceState.SELECTED])
                | models.Q(completion__isnull=False),
                name="registration_team_place_needs_completion",
            ),
        ]
        indexes = [models.Index(fields=["convening", "state"]), models.Index(fields=["convening", "place"])]

    def __str__(self) -> str:
        return self.name
