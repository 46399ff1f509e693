"""Who comes, corrected: name, address, work, side. Of who holds an office: signatories.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import people, renewal
from accounts.domain.actors import is_organizer
from accounts.models import Person, PrivateLink
from agreements.states import Side
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, letters
from registration.domain.attendees import AlreadyComes, SideUnknown, TeamLeft
from registration.domain.drafts import MemberDraft
from registration.domain.people import check_names, check_printable
from registration.models import Attendee, AttendeeDetails, Preparation, Team
from registration.states import TeamState


class HoldsOffice(Refusal):
    code = "holds_office"
    words = _("This person holds an office of the team. Their name and address are corrected at the office.")


class ComesNoMore(Refusal):
    code = "comes_no_more"
    words = _("This person does not come any more. Add them again first.")


class AddressIsTheirs(Refusal):
    code = "address_is_theirs"
    words = _(
        "This person has told us by their own link what coordinators do not see, or has a link to something besides"
        " their own page. Ask the organizers to change the address."
    )
    field = "email"


@transaction.atomic
def correct_attendee(*, attendee: Attendee, draft: MemberDraft, by: str, at: datetime) -> Attendee:
    """Another spelling, address, work or side of somebody who comes; the same once more is no news.

    Links that went to another address stop working: then the old address is told, and the new one gets links of its
    own. A coordinator changes no address behind which there is more than the own page, since whoever reads there would
    read it. Locks the team's convening before it, and the attendee.
    Refusals: holds_office, comes_no_more, team_left, not_your_side, side_unknown, already_comes, address_is_theirs,
    name_unprintable, name_is_address, and those of accounts.
    """
    team = Team.objects.locked(attendee.team) if attendee.team is not None else None
    found = Attendee.objects.select_related("person").select_for_update(of=("self",), no_key=True)
    fresh: Attendee = found.get(pk=attendee.pk)
    _check(fresh, team, draft, by=by)
    changed = _correct_person(fresh, team, draft, by=by, at=at)
    told = {
        "job": draft.job.strip()[:120], "side": draft.side, "organization": draft.organization.strip()[:200],
    }  # fmt: skip
    written = [name for name, value in told.items() if getattr(fresh, name) != value]
    for name in written:
        setattr(fresh, name, told[name])
    fresh.save(update_fields=written)
    if changed or written:
        entries.record(
            kind="attendee.changed", by=by, at=at, subject=f"attendee:{fresh.pk}", convening_id=fresh.convening_id,
            data={"team": fresh.team_id, "changed": [*changed, *written]},
        )  # fmt: skip
    return fresh


def _check(fresh: Attendee, team: Team | None, draft: MemberDraft, *, by: str) -> None:
    if fresh.office:
        raise HoldsOffice
    if fresh.cancelled_at is not None:
        raise ComesNoMore
    check_names(draft.name)
    check_names(draft.organization, field="organization")
    check_printable(draft.job, field="job")
    if team is None:
        return
    if team.state in (TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN):
        raise TeamLeft
    if draft.side and draft.side not in Side.values:
        raise SideUnknown
    for side in {fresh.side, draft.side}:
        coordinators.require_side_or_lead(team, side, by)


def _correct_person(fresh: Attendee, team: Team | None, draft: MemberDraft, *, by: str, at: datetime) -> list[str]:
    """Name and address of the person; what of them changed."""
    person, changed = fresh.person, []
    if " ".join(draft.name.split()) != person.name:
        person, changed = people.rename_person(person=person, name=draft.name, by=by, at=at), ["name"]
    if draft.email.strip() != person.email:
        _check_address(person, team, draft.email, by=by)
        person = _move(person, fresh.convening_id, draft.email, by=by, at=at)
        changed.append("address")
    fresh.person = person
    return changed


def _check_address(person: Person, team: Team | None, email: str, *, by: str) -> None:
    typed = email.strip().casefold()
    if team is not None and typed != person.email.casefold():
        known = {coordinator.person.email.casefold() for coordinator in coordinators.of_team(team)}
        known |= {member.person.email.casefold() for member in team.members.select_related("person")}
        if typed in known:
            raise AlreadyComes
    if team is not None and not is_organizer(by) and _has_more(person, team):
        raise AddressIsTheirs


def _has_more(person: Person, team: Team) -> bool:
    """Whether mail leads them to more than an own page on which they have told nothing. Four queries at most."""
    return (
        AttendeeDetails.objects.filter(attendee__person=person).exists()
        or PrivateLink.objects.filter(person=person, revoked_at=None).exclude(purpose="attend").exists()
        or coordinators.coordinates(team, person.pk)
        or Preparation.objects.standing().filter(assistant=person).exists()
    )


def _move(person: Person, convening_id: int, email: str, *, by: str, at: datetime) -> Person:
    """Mail goes to another address. Where links went to the old one, it is told, and new ones go to the new one."""
    was = person.email
    had_links = PrivateLink.objects.filter(person=person, revoked_at=None).exists()
    person = people.change_address(person=person, email=email, by=by, at=at)
    if had_links:
        letters.owe_attendees_old_address(person, was, convening_id=convening_id, at=at)
        renewal.ask_for_links(address=person.email, language=person.language, at=at)
    return person
