"""The people of a team: each once, whatever they do in it."""

import re

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

LONGEST_READ = 400
_DOTTED = re.compile(r"(?<!\w)([\w-]+)\.(?=(\w{2,}))")
_ENDINGS = frozenset({"com", "net", "org", "edu", "gov", "info", "biz", "io", "co", "us", "me", "ly", "app", "ru"})


class NameUnprintable(Refusal):
    code = "name_unprintable"
    status = 400
    words = _("There are characters in this name that cannot be printed. Please type it anew.")
    field = "name"


class NameIsAddress(Refusal):
    code = "name_is_address"
    status = 400
    words = _("Please write this name without a web or mail address, and with a blank after each dot.")
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
    """Somebody new in the convening. Refusals: name_unprintable, name_is_address, and those of accounts."""
    check_names(draft.name, draft.given_name, draft.family_name)
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


def check_names(*names: str, field: str | None = None) -> None:
    """Refuses what is no name of a person, a team or an organization: name_unprintable, name_is_address.

    Names stand in mail to addresses that a stranger typed, where a mail program makes a link of every web address.
    field: which is refused; None: "name".
    """
    check_printable(*names, field=field)
    if any(_has_address(name) for name in names):
        raise NameIsAddress(field=field)


def check_printable(*texts: str, field: str | None = None) -> None:
    """Refuses control characters: they end up in mail heads and on badges."""
    if any(has_control_characters(text) for text in texts):
        raise NameUnprintable(field=field)


def _has_address(name: str) -> bool:
    """Whether one stands in it: evil.example/x and EVIL.COM are; St. Louis, St.Louis, J.R. Smith and Ph.D. are none."""
    words = " ".join(name.split())[:LONGEST_READ]  # as it is kept; a longer one is refused or cut
    if "://" in words or "www." in words.casefold():
        return True
    pairs = ((found[1], found[2]) for found in _DOTTED.finditer(words))
    return any((len(host) > 1 and ending.islower()) or ending.casefold() in _ENDINGS for host, ending in pairs)
