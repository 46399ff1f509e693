"""The people of a team: each once, whatever they do in it."""

from django.utils.translation import gettext_lazy as _

from accounts.domain import people
from accounts.models import Person
from agreements.domain.typed_names import has_control_characters
from agreements.models import Party
from journal.refusals import Refusal
from registration.domain import coordinators
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from registration.states import AttendeeKind


class NameUnprintable(Refusal):
    code = "name_unprintable"
    status = 400
    words = _("There are characters in this name that cannot be printed. Please type it anew.")
    field = "name"


class HoldsAnother(Refusal):
    code = "holds_another_office"
    words = _("This person holds another office of the team. Ask the organizers whether one may hold both.")
    field = "email"


def person_for(team: Team, draft: PersonDraft) -> Person:
    """Who this is in the team already, by the address, or somebody new."""
    known = {coordinator.person.email.casefold(): coordinator.person for coordinator in coordinators.of_team(team)}
    known |= {m.person.email.casefold(): m.person for m in team.members.select_related("person")}
    found = known.get(draft.email.strip().casefold())
    return found or new_person(team.convening_id, draft)


def new_person(convening_id: int, draft: PersonDraft, *, may_lack_address: bool = False) -> Person:
    """Somebody new in the convening. Refusals: name_unprintable, and those of accounts."""
    check_printable(draft.name, draft.given_name, draft.family_name)
    return people.make_person(
        convening_id=convening_id,
        name=draft.name,
        email=draft.email,
        language=draft.language,
        given_name=draft.given_name,
        family_name=draft.family_name,
        may_lack_address=may_lack_address,
    )


def seat_signatory(team: Team, person: Person, *, office: str, side: str, organization: str) -> Attendee:
    """Every signatory is a member of the team; one who was one holds the office from now on."""
    attendee, is_new = Attendee.objects.get_or_create(
        convening_id=team.convening_id,
        person=person,
        defaults={
            "team": team,
            "kind": AttendeeKind.MEMBER,
            "side": side,
            "office": office,
            "organization": organization,
        },
    )
    if not is_new and not attendee.office:
        attendee.office, attendee.side, attendee.cancelled_at = office, side, None
        attendee.save(update_fields=["office", "side", "cancelled_at"])
    return attendee


def holds_another(team: Team, person: Person, party: Party) -> bool:
    """Whether this person is named for an office of the team besides this one."""
    return Party.objects.filter(agreement=team.agreement_id, signatory=person).exclude(pk=party.pk).exists()


def check_printable(*texts: str) -> None:
    """Refuses control characters: they end up in mail heads and on badges."""
    if any(has_control_characters(text) for text in texts):
        raise NameUnprintable
