from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, NamedTuple, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connections, models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from agreements.models import Agreement, Party
from agreements.states import Side
from convenings.models import Convening, Element
from journal.kept_reads import KeptRead
from registration.models.directory import DirectoryEntry
from registration.models.team_type import TeamType
from registration.states import COUNTED_PLACES, DATED_PLACES, Locale, PlaceState, TeamState

_PERCENT = [MinValueValidator(0), MaxValueValidator(100)]
_ANSWERING = (
    "convening", "agreement", "state", "place", "place_held_until_at", "promise_by_at", "completion", "times_completed",
    "confirmed_at",
    "coordinator_side", "coordinator__name", "coordinator__email", "coordinator__language",
)
_CONVENING_ANSWERING = (
    "state", "time_zone", "starts_at", "promise_by_at", "code_before_promise", "completions", "admission", "promotion",
    "capacity_teams", "capacity_people", "grace_days", "keeps_after_grace", "offer_days",
    "holders_checked_first",
)
# As SQL, since it runs under the convening's lock and Django builds it three times as long as it runs.
_ROOM = f"""
    SELECT team.place, team.id = %s, COUNT(DISTINCT team.id), COUNT(member.id)
    FROM registration_team team
    LEFT JOIN registration_attendee member ON member.team_id = team.id AND member.cancelled_at IS NULL
    WHERE team.convening_id = %s
    AND (
        team.place IN ({", ".join(["%s"] * len(COUNTED_PLACES))})
        OR team.place = %s AND team.state = %s
        OR team.id = %s
    )
    GROUP BY 1, 2
"""  # noqa: S608  (marks only)
_IN_LINE = models.Q(place=PlaceState.WAITLISTED, state=TeamState.COMMITTED)
_ACTIVE_MEMBERS = models.Count("members", filter=models.Q(members__cancelled_at__isnull=True))


@dataclass(frozen=True)
class Taken:
    """How much of a convening's capacity is taken."""

    teams: int
    people: int


@dataclass(frozen=True)
class Room:
    """What stands between a complete team and a place: what is taken, who waits, and how many the team brings."""

    taken: Taken
    somebody_waits: bool  # somebody else
    people: int


class Kind(NamedTuple):
    """Teams that are counted together."""

    state: str
    place: str
    us_state: str
    teams: int
    people: int


class TeamQuerySet(models.QuerySet["Team"]):
    def locked(self, team: "Team") -> "Team":
        """The team as it stands now, under its convening's lock and its own: `team.convening` is the locked row.

        Two queries. The order (convening, team, agreement) is that of everybody who locks more than one of them.
        """
        convening = Convening.objects.locked(team.convening_id)
        return self.select_related("coordinator", "agreement").locked_within(convening, pk=team.pk)

    def locked_of_party(self, party: Party) -> "Team":
        """The same for the team that a party belongs to. Two queries where the party has its agreement."""
        convening = Convening.objects.locked(party.agreement.convening_id)
        teams = self.select_related("coordinator", "agreement")
        return teams.locked_within(convening, agreement=party.agreement_id)

    def locked_to_answer(self, party: Party) -> "Team":
        """The same, with as much of both rows as answers and places ask for: more of them costs a query each."""
        convening = _CONVENING_TO_ANSWER.get(party.agreement.convening_id)
        team = _TEAM_TO_ANSWER.get(convening.pk, party.agreement_id)
        team.convening = convening
        return team

    def for_lock(self) -> Self:
        """Under their own lock alone."""
        return self.select_for_update(of=("self",), no_key=True)

    def locked_within(self, convening: Convening, **which: object) -> "Team":
        """The team under its lock, of a convening that is locked."""
        team = self.for_lock().get(convening=convening, **which)
        team.convening = convening
        return team

    def of_party(self, party: Party) -> "Team":
        """The team whose agreement a party belongs to."""
        return self.get(agreement_id=party.agreement_id)

    def with_people(self) -> Self:
        """With `people`: how many come with the team."""
        return self.annotate(people=_ACTIVE_MEMBERS)

    def with_parties(self) -> Self:
        """With all that a ring needs, in one more query whatever the number of teams."""
        parties = Party.objects.with_answers().order_by("agreement_id", "position")
        return self.select_related("agreement").prefetch_related(models.Prefetch("agreement__parties", parties))

    def in_line(self, convening: Convening) -> Self:
        """The waitlist: complete teams that wait for a place, in the order in which they became complete."""
        return self.filter(_IN_LINE, convening=convening).order_by("completion")

    def taken(self, convening: Convening, places: Collection[PlaceState] = COUNTED_PLACES) -> Taken:
        """Teams and people that places take. One query."""
        placed = self.filter(convening=convening, place__in=places)
        found = placed.aggregate(teams=models.Count("pk", distinct=True), people=_ACTIVE_MEMBERS)
        return Taken(teams=found["teams"], people=found["people"])

    def room_for(self, team: "Team") -> Room:
        """What a complete team needs and what stands before it, read together. One query."""
        words = [str(word) for word in (*COUNTED_PLACES, PlaceState.WAITLISTED, TeamState.COMMITTED)]
        with connections[self.db].cursor() as cursor:
            cursor.execute(_ROOM, [team.pk, team.convening_id, *words, team.pk])
            rows = cursor.fetchall()
        counted = [row for row in rows if row[0] in COUNTED_PLACES]
        return Room(
            taken=Taken(teams=sum(row[2] for row in counted), people=sum(row[3] for row in counted)),
            somebody_waits=any(place == PlaceState.WAITLISTED and not own for place, own, *_counts in rows),
            people=sum(people for _place, own, _teams, people in rows if own),
        )

    def kinds(self, convening: Convening) -> list[Kind]:
        """How many teams and people there are of each state, place and state of the union. One query."""
        rows = self.filter(convening=convening).order_by().values_list("state", "place", "us_state")
        return [Kind(*row) for row in rows.annotate(models.Count("pk", distinct=True), people=_ACTIVE_MEMBERS)]

    def counts(self, convening: Convening) -> Counter[tuple[str, str]]:
        """How many teams stand at each (state, place). One query."""
        rows = self.filter(convening=convening).values_list("state", "place").annotate(models.Count("pk"))
        return Counter({(state, place): number for state, place, number in rows.order_by()})


_CONVENING_TO_ANSWER = KeptRead[Convening](
    lambda pk: Convening.objects.for_lock().filter(pk=pk).only(*_CONVENING_ANSWERING)
)
_TEAM_TO_ANSWER = KeptRead["Team"](
    lambda convening, agreement: Team.objects.for_lock()
    .filter(convening=convening, agreement=agreement)
    .select_related("coordinator")
    .only(*_ANSWERING)
)


class Team(models.Model):
    """What registers. Its promise (`state`) and its place (`place`) are two states, kept apart.

    Percentages are of students, 0 to 100, null where the source does not state them.
    `completion` is the convening's counter when the team last became complete; it orders the waitlist. A team that
    is asked again while it has a place, or waits for one, keeps its number; `times_completed` counts on all the same.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="teams")
    type = models.ForeignKey(TeamType, on_delete=models.PROTECT, related_name="teams")
    directory_entry = models.ForeignKey(DirectoryEntry, null=True, on_delete=models.PROTECT, related_name="teams")
    agreement = models.OneToOneField(Agreement, null=True, on_delete=models.PROTECT, related_name="team")
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200, db_index=True)
    place_name = models.CharField(_("town or county"), max_length=120)
    us_state = models.CharField(_("state"), max_length=2)
    enrollment = models.PositiveIntegerField(_("enrollment"), null=True, blank=True)
    locale = models.CharField(_("locale"), max_length=10, choices=Locale, blank=True)  # "": not stated
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
    confirmed_at = models.DateTimeField(null=True)  # the place that it has; None: not yet, or given up since
    held_reason = models.TextField(blank=True)  # of an organizer's hold: organizers only
    lapse_told_for_at = models.DateTimeField(null=True)  # the deadline of which it was told that it runs out
    completion = models.PositiveIntegerField(null=True)
    registered_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    times_completed = models.PositiveSmallIntegerField(default=0)
    leaving_reason = models.TextField(blank=True)  # of a withdrawal or an organizer's no: organizers only
    promise_by_at = models.DateTimeField(_("own deadline"), null=True, blank=True)  # None: the convening's

    people: int  # with_people() only

    objects: ClassVar = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "completion"], name="registration_team_completion_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=TeamState.values), name="registration_team_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=PlaceState.values), name="registration_team_place_known"
            ),
            models.CheckConstraint(
                condition=models.Q(locale__in=["", *Locale.values]), name="registration_team_locale_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(
                    place__in=[
                        *(PlaceState.CONFIRMED, PlaceState.WAITLISTED, PlaceState.SELECTED, PlaceState.OFFERED),
                        PlaceState.IN_CHECK,
                    ]
                )
                | models.Q(completion__isnull=False),
                name="registration_team_place_needs_completion",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=TeamState.COMMITTED)
                | models.Q(completion__isnull=False, completed_at__isnull=False, agreement__isnull=False),
                name="registration_team_committed_was_completed",
            ),
            models.CheckConstraint(
                condition=~models.Q(place__in=DATED_PLACES) | models.Q(place_held_until_at__isnull=False),
                name="registration_team_held_has_date",
            ),
        ]
        indexes = [models.Index(fields=["convening", "state"]), models.Index(fields=["convening", "place"])]

    def __str__(self) -> str:
        return self.name

    @property
    def deadline(self) -> datetime:
        """When its last promise is due: for a team that keeps its place to a date, that date."""
        if self.place == PlaceState.HELD and self.place_held_until_at is not None:
            return self.place_held_until_at
        return self.promise_by_at or self.convening.promise_by_at

    @property
    def shown_place(self) -> PlaceState:
        """The place as all but organizers see it: nobody is selected before the letters are out."""
        return PlaceState.NONE if self.place == PlaceState.SELECTED else PlaceState(self.place)

    @property
    def turn(self) -> str:
        """Tells the mails about one place from those about another: its completions, and its number in line."""
        return f"{self.times_completed}.{self.completion}"

    @property
    def counts_against_capacity(self) -> bool:
        return self.place in COUNTED_PLACES
