"""What attendees tell of themselves by their own link, and those under 18, whom organizers enter."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import people as accounts_people
from accounts.domain.actors import is_organizer
from agreements.domain.typed_names import has_control_characters
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import people, questions
from registration.domain.forgetting_checks import forget_checks_of
from registration.domain.questions import AnswerDraft
from registration.models import Attendee, AttendeeDetails, Team

LONGEST = {"pronunciation": 120, "access_needs": 2000, "diet": 1000, "mobile": 40, "educator_id": 40}
CONSENTS = ("may_list", "may_photograph", "may_show_access")
LINES = frozenset({"access_needs", "diet"})  # may have several


class DetailsRefused(Refusal):
    code = "details_refused"
    status = 400


class OrganizersOnly(Refusal):
    code = "organizers_only"
    status = 403
    words = _("Only organizers enter somebody under 18.")


class ConsentMissing(DetailsRefused):
    code = "consent_missing"
    words = _("Name the guardian, and the day on which they gave their consent.")
    field = "guardian_name"


@dataclass(frozen=True)
class Details:
    """What an attendee may say. None: not answered."""

    name: str
    pronunciation: str = ""
    access_needs: str = ""
    diet: str = ""
    mobile: str = ""
    educator_id: str = ""
    may_list: bool | None = None
    may_photograph: bool | None = None
    may_show_access: bool | None = None


def details_of(attendee: Attendee) -> AttendeeDetails:
    """Their details; an unsaved row where they have told nothing. One statement unless loaded with the attendee."""
    found = AttendeeDetails.objects.filter(attendee=attendee).first()
    return found or AttendeeDetails(attendee=attendee)


@transaction.atomic
def change_details(*, attendee: Attendee, details: Details, by: str, at: datetime) -> AttendeeDetails:
    """Write what they tell; another name stands on the badge from now on. Locks the attendee, and before it the team
    of a signatory: another name is to be checked anew.

    The journal says that they did, and nothing of it. Refusals: details_refused with its field, those of names.
    """
    team = Team.objects.locked(attendee.team) if attendee.team is not None and attendee.office else None
    locked = _locked(attendee)
    values = {name: _clean(name, getattr(details, name)) for name in LONGEST}
    people.check_names(details.name)
    if " ".join(details.name.split()) != locked.person.name:
        accounts_people.rename_person(person=locked.person, name=details.name, by=by, at=at)
        if team is not None:
            forget_checks_of(locked.person, team, by=by, at=at)
    row = details_of(locked)
    if row.is_minor and details.may_list:
        raise DetailsRefused(_("Somebody under 18 is never listed."), field="may_list")
    if not locked.convening.certifies_hours:
        values["educator_id"] = row.educator_id
    return _write(row, {**values, **{name: getattr(details, name) for name in CONSENTS}}, by=by, at=at)


@transaction.atomic
def tell_details(
    *, attendee: Attendee, details: Details, answers: Iterable[AnswerDraft], by: str, at: datetime
) -> AttendeeDetails:
    """As change_details, with the answers to the organizers' own questions: all of it, or nothing."""
    row = change_details(attendee=attendee, details=details, by=by, at=at)
    questions.write_answers(of=attendee, drafts=answers, by=by, at=at)
    return row


@transaction.atomic
def enter_minor(
    *,
    add: Callable[[], Attendee],
    guardian_name: str,
    guardian_consent_on: date | None,
    may_photograph: bool | None,
    by: str,
    at: datetime,
) -> Attendee:
    """Somebody under 18, with a guardian's consent on record. add: adds them, as add_member or add_attendee do.

    Organizers alone: refuses anybody else's `by`. Refusals: organizers_only, consent_missing, those of `add`.
    """
    if not is_organizer(by):
        raise OrganizersOnly
    people.check_printable(guardian_name)
    name = " ".join(guardian_name.split())
    if not 0 < len(name) <= 200 or guardian_consent_on is None:
        raise ConsentMissing
    if guardian_consent_on > at.date():
        raise DetailsRefused(_("This day is still to come."), field="guardian_consent_on")
    attendee = add()
    values = {
        "is_minor": True, "guardian_name": name, "guardian_consent_on": guardian_consent_on, "guardian_entered_by": by,
        "may_list": False, "may_photograph": may_photograph,
    }  # fmt: skip
    _write(details_of(attendee), values, by=by, at=at)
    return attendee


def shows_no_photo(attendee: Attendee) -> bool:
    """Whether the badge says "No photo". Reads no row where the details were loaded with the attendee."""
    details = getattr(attendee, "details", None)
    return details is not None and details.no_photo


def shows_access(attendee: Attendee) -> bool:
    """Whether the badge bears the access sign: only who said yes. Reads no row where details were loaded with them."""
    details = getattr(attendee, "details", None)
    return details is not None and details.may_show_access is True


def may_be_listed(attendee: Attendee) -> bool:
    """Whether they said that their name may stand in lists. Reads no row where the details were loaded with them."""
    details = getattr(attendee, "details", None)
    return details is not None and details.may_list is True and not details.is_minor


def _locked(attendee: Attendee) -> Attendee:
    found = Attendee.objects.select_related("person", "convening")
    return found.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)


def _clean(name: str, text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    bare = text.replace("\n", " ").replace("\t", " ") if name in LINES else text
    if has_control_characters(bare):
        raise DetailsRefused(_("There are characters here that cannot be printed. Please type it anew."), field=name)
    if len(text) > LONGEST[name]:
        words = _("%(most)d characters at most, please.") % {"most": LONGEST[name]}
        raise DetailsRefused(words, field=name)
    return text


def _write(row: AttendeeDetails, values: dict[str, Any], *, by: str, at: datetime) -> AttendeeDetails:
    for name, value in values.items():
        setattr(row, name, value)
    row.changed_at = at
    if row._state.adding:  # noqa: SLF001 (Django's own word for "not in the table yet")
        row.save(force_insert=True)
    else:
        row.save(update_fields=[*values, "changed_at"])
    attendee = row.attendee
    entries.record(
        kind="attendee.details_changed", by=by, at=at, subject=f"attendee:{attendee.pk}",
        convening_id=attendee.convening_id,
    )  # fmt: skip
    return row
