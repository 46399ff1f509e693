"""The people who take part in a convening."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from accounts.models import Person, PrivateLink
from journal.domain.entries import record
from journal.refusals import Refusal
from mail.domain import outbox


class NameMissing(Refusal):
    code = "name_missing"
    words = _("A name is missing. Please write the name as it should stand on the badge.")
    field = "name"


class NameTooLong(Refusal):
    code = "name_too_long"
    words = _("A name may have 200 letters at most.")
    field = "name"


class AddressUnusable(Refusal):
    code = "address_unusable"
    field = "email"

    def __init__(self, address: str) -> None:
        words = _("“%(address)s” is not a complete mail address. Please write it like name@example.org.")
        super().__init__(words % {"address": address[:100]})


@transaction.atomic
def make_person(
    *,
    convening_id: int,
    name: str,
    email: str,
    language: str = "en",
    given_name: str = "",
    family_name: str = "",
    may_lack_address: bool = False,
) -> Person:
    """Add somebody to a convening. Without given and family name the last word of the name is the family name.

    The caller's own entry in the journal tells of it. Refuses an empty name and an address that no mail can reach.
    may_lack_address: none is needed; then no mail is owed to them, whoever would.
    """
    address = clean_address(email) if email.strip() or not may_lack_address else ""
    person = Person(convening_id=convening_id, email=address, language=language)
    _set_name(person, name=name, given_name=given_name, family_name=family_name)
    person.save()
    return person


@transaction.atomic
def rename_person(
    *, person: Person, name: str, by: str, at: datetime, given_name: str = "", family_name: str = ""
) -> Person:
    """Give the person another name; the old one stays in the journal's erasable store."""
    person = _locked(person)
    before = person.name
    _set_name(person, name=name, given_name=given_name, family_name=family_name)
    person.save(update_fields=["name", "given_name", "family_name", "folded_name"])
    _record(person, "person.renamed", by=by, at=at, personal={"before": before, "after": person.name})
    return person


@transaction.atomic
def change_address(*, person: Person, email: str, by: str, at: datetime) -> Person:
    """Give the person another mail address; links that went to the old one stop working, mail follows."""
    person = _locked(person)
    before, person.email = person.email, clean_address(email)
    if person.email == before:
        return person
    person.save(update_fields=["email"])
    # before the links: it waits for those being minted
    outbox.redirect(person_id=person.pk, to_address=person.email, at=at)
    PrivateLink.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    _record(person, "person.address_changed", by=by, at=at, personal={"before": before, "after": person.email})
    return person


def clean_address(address: str) -> str:
    """The address without blanks around it; refuses one that no mail can reach."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise AddressUnusable(address) from None
    return address


def _locked(person: Person) -> Person:
    return models.QuerySet(Person).select_for_update(of=("self",), no_key=True).get(pk=person.pk)


def _set_name(person: Person, *, name: str, given_name: str, family_name: str) -> None:
    name, given_name, family_name = (" ".join(words.split()) for words in (name, given_name, family_name))
    name = name or f"{given_name} {family_name}".strip()
    if not any(sign.isalnum() for sign in name):  # zero-width signs alone would be a badge without a name
        raise NameMissing
    if len(name) > 200 or max(len(given_name), len(family_name)) > 100:
        raise NameTooLong
    if not given_name and not family_name:
        first, _blank, last = name.rpartition(" ")
        given_name, family_name = (first[:100], last[:100]) if first else (last[:100], "")
    person.name, person.given_name, person.family_name = name, given_name, family_name
    person.folded_name = fold(name)[:200]


def _record(person: Person, kind: str, *, by: str, at: datetime, personal: dict[str, str]) -> None:
    record(
        kind=kind,
        by=by,
        at=at,
        subject=f"person:{person.pk}",
        convening_id=person.convening_id,
        personal=personal,
        person_id=person.pk,
    )
