from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from accounts.models import Person
from agreements.models.statement import Statement, StatementVersion
from agreements.states import CommitmentState, Requirement, Side
from journal.kept_reads import KeptRead

if TYPE_CHECKING:
    from agreements.models.commitment import Commitment


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def locked(self, pk: int, *, known: StatementVersion | None = None) -> "Agreement":
        """The agreement under its lock, its statement locked with it: no version is published meanwhile.

        known: the text that was in force when the caller looked. Where it still is, it is not read again: versions
        never change.
        """
        agreement = _UNDER_LOCK.get(pk)
        if known is not None and known.pk == agreement.statement.current_id:
            agreement.statement.current = known
        return agreement


_UNDER_LOCK = KeptRead["Agreement"](
    lambda pk: Agreement.objects.filter(pk=pk)
    .select_related("statement")
    .select_for_update(of=("self", "statement"), no_key=True)
    .only("convening_id", "subject", "statement__current")
)


class Agreement(models.Model):
    """One joint promise: a statement, and the parties who must answer it. `subject` names whose it is ("team:5")."""

    convening_id = models.BigIntegerField(db_index=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="agreements")
    subject = models.CharField(max_length=60)

    objects: ClassVar = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject"], name="agreements_agreement_subject_once")]

    def __str__(self) -> str:
        return self.subject


_PROMISED = models.Q(
    answer__state=CommitmentState.SIGNED,
    answer__version__number__gte=models.F("agreement__statement__current__counts_from"),
)


def _promised() -> models.Case:
    """Whether a party has promised, never null: a party without an answer, or without a text in force, has not."""
    return models.Case(models.When(_PROMISED, then=True), default=False, output_field=models.BooleanField())


class PartyQuerySet(models.QuerySet["Party"]):
    def with_answers(self) -> Self:
        """With all that says how a party stands: its newest answer, that answer's version, the version in force."""
        return self.select_related("signatory", "answer__version", "agreement__statement__current")

    def gating(self) -> Self:
        """Those whose promise an agreement needs: required, or required if it exists and not accepted as missing."""
        exists = models.Q(requirement=Requirement.REQUIRED_IF_EXISTS, accepted_missing_at__isnull=True)
        return self.filter(models.Q(requirement=Requirement.REQUIRED) | exists)

    def signed(self) -> Self:
        """Those whose newest answer is a promise to a version that still counts."""
        return self.filter(_PROMISED)

    def missing(self) -> Self:
        """The joint gate as a query: needed, and not promised."""
        return self.gating().alias(has_promised=_promised()).filter(has_promised=False)


class Party(models.Model):
    """Who must answer in an agreement: one office, held by one person (the signatory).

    `accepted_missing_at` is set when an organizer accepts "we have none" of a `required_if_exists` office.
    `same_as` is another party whose holder is said to hold this one, too, until an organizer accepts or declines that.
    `answer` is the newest commitment row of this party.
    `nudged_at` is the last reminder by the coordinator's own hand, the only one that a coordinator may know of: the
    clock and organizers pass over whoever declined or waits for a vote.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    office = models.CharField(max_length=40)  # the office's code: "superintendent"
    label = models.CharField(max_length=120)  # "Superintendent"
    organization = models.CharField(max_length=200, blank=True)  # "Mesa Verde Education Association"
    side = models.CharField(max_length=10, choices=Side)
    requirement = models.CharField(max_length=20, choices=Requirement)
    position = models.PositiveSmallIntegerField()
    signatory = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties")
    reported_missing_at = models.DateTimeField(null=True)
    accepted_missing_at = models.DateTimeField(null=True)
    same_as: "models.ForeignKey[Party | None, Party | None]" = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+"
    )
    same_as_asked_at = models.DateTimeField(null=True)
    same_as_declined_at = models.DateTimeField(null=True)  # until somebody is named
    handed_over_at = models.DateTimeField(null=True)  # to its present holder, who then promises with a mailed code
    checked_at = models.DateTimeField(null=True)  # an organizer found the holder in `checked_source`
    checked_by = models.CharField(max_length=60, blank=True)
    checked_source = models.CharField(max_length=200, blank=True)
    unchecked_because = models.CharField(max_length=300, blank=True)  # a check was taken back; until the next one
    reminded_at = models.DateTimeField(null=True)  # by hand or by the clock
    nudged_at = models.DateTimeField(null=True)
    answer: "models.ForeignKey[Commitment | None, Commitment | None]" = models.ForeignKey(
        "agreements.Commitment", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "office"], name="agreements_party_office_once"),
            models.UniqueConstraint(fields=["agreement", "position"], name="agreements_party_position_once"),
            models.CheckConstraint(
                condition=models.Q(accepted_missing_at__isnull=True)
                | models.Q(requirement=Requirement.REQUIRED_IF_EXISTS),
                name="agreements_party_only_if_exists_missing",
            ),
            models.CheckConstraint(
                condition=models.Q(same_as__isnull=True)
                | models.Q(signatory__isnull=True, same_as_asked_at__isnull=False),
                name="agreements_party_same_as_waits",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_gating(self) -> bool:
        """Whether the agreement needs this party's promise."""
        if self.requirement == Requirement.REQUIRED_IF_EXISTS:
            return self.accepted_missing_at is None
        return self.requirement == Requirement.REQUIRED

    @property
    def has_signed(self) -> bool:
        """Whether its newest answer is a promise to a version that still counts. Wants `with_answers`."""
        current, answer = self.agreement.statement.current, self.answer
        if answer is None or answer.state != CommitmentState.SIGNED or current is None:
            return False
        return answer.version.number >= current.counts_from
