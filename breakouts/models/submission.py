from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from breakouts.models.call import Call, CallInvitation
from breakouts.models.session import Session
from breakouts.states import DECIDED, RemarkKind, SubmissionState
from convenings.models import Element
from registration.models import Attendee, Team


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def locked(self, pk: int) -> "Submission":
        """One proposal under its lock, with its call and convening."""
        found = self.select_related("call__convening", "team", "invitation__person")
        return found.select_for_update(of=("self",), no_key=True).get(pk=pk)

    def proposed(self) -> Self:
        """Those that organizers see: what is still being written is its writer's own."""
        return self.exclude(submitted_at=None).exclude(state=SubmissionState.DRAFT)

    def untold(self) -> Self:
        """Decided, and nobody told yet."""
        return self.filter(state__in=DECIDED, told_at=None)


class Submission(models.Model):
    """A session that a team, or somebody who was invited, proposes.

    `key` is a part of its address before there is a row, so that saving twice makes one. `decision` is what organizers
    said to whom they declined. `decisions` counts them, so that the letter of each goes once.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="submissions")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="submissions")
    invitation = models.ForeignKey(CallInvitation, null=True, on_delete=models.PROTECT, related_name="submissions")
    key = models.UUIDField(unique=True)
    title = models.CharField(_("title"), max_length=200, blank=True)
    abstract = models.TextField(_("what it is about"), blank=True)
    elements = models.ManyToManyField(Element, blank=True, related_name="submissions")
    minutes = models.PositiveSmallIntegerField(_("wanted length"), null=True)
    features = models.JSONField(default=list)  # values of Feature that the room has to have
    needs = models.CharField(_("what else it needs"), max_length=500, blank=True)
    audience = models.JSONField(default=list)  # sides: ["union", "board"]; none: everybody
    state = models.CharField(max_length=10, choices=SubmissionState, default=SubmissionState.DRAFT)
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)  # the first time
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    decision = models.TextField(blank=True)
    decisions = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    session = models.OneToOneField(Session, null=True, on_delete=models.SET_NULL, related_name="submission")

    objects: ClassVar = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(team__isnull=False, invitation__isnull=True)
                | models.Q(team__isnull=True, invitation__isnull=False),
                name="breakouts_submission_from_one",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=SubmissionState.values), name="breakouts_submission_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(told_at__isnull=True) | models.Q(state__in=DECIDED),
                name="breakouts_submission_told_is_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def whence(self) -> str:
        """Who proposes it, for lists."""
        if self.team is not None:
            return self.team.name
        assert self.invitation is not None
        return self.invitation.organization or self.invitation.person.name

    @property
    def lead(self) -> Person:
        """Who speaks for it first: the coordinator who leads the team, or who was invited."""
        if self.team is not None:
            return self.team.coordinator
        assert self.invitation is not None
        return self.invitation.person

    @property
    def shown_state(self) -> SubmissionState:
        """The state as whoever proposes sees it: nothing is decided before it is told."""
        if self.state in DECIDED and self.told_at is None:
            return SubmissionState.SUBMITTED
        return SubmissionState(self.state)

    @property
    def is_decided(self) -> bool:
        return self.state in DECIDED


class Speaker(models.Model):
    """Who would present a proposed session: a member of the team, or somebody by name and address.

    `attendee` of the latter is set once it is accepted; `made` says that this person comes for it alone.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="speakers")
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    position = models.PositiveSmallIntegerField()
    made = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "position"], name="breakouts_speaker_position_once")
        ]

    def __str__(self) -> str:
        return self.spoken

    @property
    def spoken(self) -> str:
        """The name; nothing for a member who is gone from the books."""
        return self.name or (str(self.attendee) if self.attendee else "")


class RemarkQuerySet(models.QuerySet["Remark"]):
    def for_proposer(self) -> Self:
        """What whoever proposes may read: questions and their answers, never a comment."""
        return self.filter(kind__in=(RemarkKind.QUESTION, RemarkKind.ANSWER))


class Remark(models.Model):
    """What was said about a proposal: a comment among organizers, a question to whoever proposes, or their answer."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=10, choices=RemarkKind)
    text = models.TextField()
    said_by = models.CharField(max_length=60)
    said_at = models.DateTimeField()

    objects: ClassVar = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text[:40]


def open_question(remarks: Iterable[Remark]) -> Remark | None:
    """The question that waits for its answer, of remarks in their order."""
    waiting = None
    for remark in remarks:
        if remark.kind != RemarkKind.COMMENT:
            waiting = remark if remark.kind == RemarkKind.QUESTION else None
    return waiting
