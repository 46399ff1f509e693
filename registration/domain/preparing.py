"""An assistant prepares a promise, and its principal alone gives it.

The assistant reads the text and fills in what may be prepared, by a link of an own purpose that opens no answer.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import links
from accounts.domain import people as accounts_people
from accounts.domain.actors import is_organizer
from accounts.models import Person
from agreements.domain.typed_names import typed_name_of
from agreements.models import Party
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, letters, people
from registration.domain.answering_time import check_vote
from registration.domain.drafts import PersonDraft
from registration.domain.people import check_names, holds_another
from registration.models import Preparation, Team
from registration.states import TeamState

NOTES_LONGEST = 2000
MOST_A_DAY = 5  # for one office: each gets a mail, at whatever address was typed


class MayNotLet(Refusal):
    code = "may_not_let_prepare"
    status = 403
    words = _("The holder of the office, their side’s coordinator or an organizer lets somebody prepare.")


class NotAskedYet(Refusal):
    code = "not_asked_yet"
    words = _("This office is not asked to promise yet. Once it is, somebody can prepare.")


class AssistantThere(Refusal):
    code = "assistant_there"
    words = _("Somebody prepares already. Take that back first.")


class AssistantUnfit(Refusal):
    code = "assistant_unfit"
    words = _("Who prepares is somebody else than the holder, and holds no office of this team.")
    field = "email"


class TooManyAsked(Refusal):
    code = "too_many_asked_to_prepare"
    status = 429
    words = _("Many were asked to prepare this today. Please wait until tomorrow, or write to the organizers.")


class OwnMailbox(Refusal):
    code = "own_mailbox"
    status = 400
    words = _("This is your own address. The link to promise goes to the person you prepare for, and to nobody else.")
    field = "email"


class NotYours(Refusal):
    code = "not_your_preparation"
    status = 403
    words = _("You prepare this no more: it was taken back, or the office has another holder.")


class NothingToPrepare(Refusal):
    code = "nothing_to_prepare"
    words = _("There is nothing to prepare any more: the promise is given, or the team asks for none.")


class DayPast(Refusal):
    code = "date_not_ahead"
    status = 400
    words = _("Please give a day that is still to come.")
    field = "votes_on"


class NotesTooLong(Refusal):
    code = "notes_too_long"
    status = 400
    words = _("Please keep the notes to 2,000 characters.")
    field = "notes"


@dataclass(frozen=True)
class Prepared:
    """What an assistant fills in. `email`: the principal's right address, where it is another; "": it is right."""

    typed_name: str
    organization: str = ""
    votes_on: date | None = None
    email: str = ""
    notes: str = ""


@transaction.atomic
def let_prepare(*, party: Party, assistant: PersonDraft, by: str, at: datetime) -> Preparation:
    """Somebody prepares for the holder of an office, by a link of their own; the holder is told who, if by another.

    For the holder, the side's coordinator, organizers. Refusals: may_not_let_prepare, not_asked_yet, assistant_there,
    too_many_asked_to_prepare, assistant_unfit, and those of a person's name and address. Whether the office has
    answered makes no difference to a coordinator, unless it promised.
    """
    team = Team.objects.locked(Team.objects.of_party(party))
    fresh = Party.objects.with_answers().get(pk=party.pk)
    require_may(team, fresh, by)
    if fresh.signatory is None or fresh.answer is None or team.state != TeamState.COMMITTING or fresh.has_signed:
        raise NotAskedYet
    if Preparation.objects.filter(party=fresh, revoked_at=None).exists():
        raise AssistantThere
    if not is_organizer(by):
        _require_few(fresh, at)
    if assistant.email.strip().casefold() == fresh.signatory.email.casefold():
        raise AssistantUnfit
    person = people.person_for(team, assistant)
    if holds_another(team, person, fresh) or coordinators.side_of(team, f"person:{person.pk}") not in ("", fresh.side):
        raise AssistantUnfit
    made: Preparation = Preparation.objects.create(
        party=fresh, principal=fresh.signatory, assistant=person, asked_at=at, asked_by=by
    )
    _record("promise.prepare_asked", made, team, by=by, at=at)
    letters.owe_preparation("promise.prepare_asked", made, person, convening_id=team.convening_id, at=at)
    if by != f"person:{fresh.signatory_id}":
        letters.owe_preparation("promise.assistant_named", made, fresh.signatory, convening_id=team.convening_id, at=at)
    return made


@transaction.atomic
def prepare(*, preparation: Preparation, prepared: Prepared, by: str, at: datetime) -> Preparation:
    """Keeps what the assistant filled in, until the promise is given; the principal is told the first time.

    Refusals: not_your_preparation, nothing_to_prepare, name_implausible, name_unprintable, name_is_address,
    date_not_ahead, date_after_convening, notes_too_long, address_unusable, own_mailbox.
    """
    team = Team.objects.locked(Team.objects.of_party(preparation.party))
    fresh = Preparation.objects.standing().select_related("party", "principal", "assistant").filter(pk=preparation.pk)
    found: Preparation | None = fresh.first()
    if found is None or by != f"person:{found.assistant_id}":
        raise NotYours
    if not is_open(Party.objects.with_answers().get(pk=found.party_id), team, at=at):
        raise NothingToPrepare
    _check(prepared, found.assistant, today=team.convening.local(at).date())
    if prepared.votes_on is not None:
        check_vote(team, prepared.votes_on, field="votes_on")
    is_first = found.prepared_at is None
    found.typed_name, found.notes = typed_name_of(prepared.typed_name), prepared.notes.strip()
    found.organization, found.votes_on = prepared.organization.strip()[:200], prepared.votes_on
    typed = prepared.email.strip()
    found.email = "" if typed.casefold() == found.principal.email.casefold() else typed
    found.prepared_at = at
    found.save(update_fields=["typed_name", "notes", "organization", "votes_on", "email", "prepared_at"])
    _record("promise.prepared", found, team, by=by, at=at)
    if is_first:
        letters.owe_preparation("promise.prepared", found, found.principal, convening_id=team.convening_id, at=at)
    return found


@transaction.atomic
def revoke(*, party: Party, by: str, at: datetime) -> None:
    """Nobody prepares any more, and the link dies. For those who may let somebody prepare. Idempotent."""
    team = Team.objects.locked(Team.objects.of_party(party))
    fresh = Party.objects.select_related("signatory").get(pk=party.pk)
    require_may(team, fresh, by)
    end(fresh, team, by=by, at=at)


def end(party: Party, team: Team, *, by: str, at: datetime) -> None:
    """What an assistant was given ends: taken back, or the office changes hands. Wants the team locked."""
    for standing in Preparation.objects.filter(party=party, revoked_at=None):
        standing.revoked_at = at
        standing.save(update_fields=["revoked_at"])
        links.revoke_links(purpose="prepare", subject=f"preparation:{standing.pk}", at=at)
        _record("promise.prepare_revoked", standing, team, by=by, at=at)


def standing_for(party: Party) -> Preparation | None:
    """Who prepares for the holder of an office now, and what. One query."""
    standing = Preparation.objects.standing().filter(party=party).select_related("party", "principal", "assistant")
    found: Preparation | None = standing.first()
    return found


def is_open(party: Party, team: Team, *, at: datetime) -> bool:
    """Whether there is something to prepare. Of an answer it tells the promise alone, as to the side's coordinator."""
    return team.state == TeamState.COMMITTING and at < team.deadline and not party.has_signed


def require_may(team: Team, party: Party, by: str) -> None:
    """Who lets somebody prepare: the holder, the side's coordinator, organizers."""
    if is_organizer(by) or by == f"person:{party.signatory_id}" or coordinators.side_of(team, by) == party.side:
        return
    raise MayNotLet


def _require_few(party: Party, at: datetime) -> None:
    today = Preparation.objects.filter(party=party, asked_at__gt=at - timedelta(days=1))
    if today.count() >= MOST_A_DAY:
        raise TooManyAsked


def _check(prepared: Prepared, assistant: Person, *, today: date) -> None:
    check_names(prepared.organization)
    if prepared.votes_on is not None and prepared.votes_on <= today:
        raise DayPast
    if len(prepared.notes) > NOTES_LONGEST:
        raise NotesTooLong
    if prepared.email.strip():
        accounts_people.clean_address(prepared.email)
        if prepared.email.strip().casefold() == assistant.email.casefold():
            raise OwnMailbox


def _record(kind: str, preparation: Preparation, team: Team, *, by: str, at: datetime) -> None:
    data = {"team": team.pk, "preparation": preparation.pk, "assistant": preparation.assistant_id}
    entries.record(
        kind=kind, by=by, at=at, subject=f"party:{preparation.party_id}", convening_id=team.convening_id, data=data
    )
