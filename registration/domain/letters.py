"""Mail that this room owes. What stands in it is composed when it is sent (registration.mailing)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from accounts.models import Person
from agreements.models import Party
from mail.domain import outbox
from registration.domain import coordinators
from registration.models import Attendee, Certificate, Preparation, PromiseCode, Team


def owe_party(occasion: str, party: Party, *, convening_id: int, mark: object, at: datetime) -> bool:
    """One mail to the signatory of a party. mark: what makes its key the only one. False: it was owed before."""
    assert party.signatory is not None  # whoever is written to is named
    key = _party_key(occasion, party, mark)
    return _owe(occasion, key, party.signatory, convening_id=convening_id, refs={"party": party.pk}, at=at)


def to_party(occasion: str, party: Party, *, mark: object) -> outbox.Owed:
    """The same mail as one of several, for `owe_team`."""
    assert party.signatory is not None
    return _owed(occasion, _party_key(occasion, party, mark), party.signatory, refs={"party": party.pk})


def owe_coordinator(occasion: str, team: Team, *, mark: object = "", at: datetime) -> bool:
    """One mail to the team's coordinator."""
    key = f"{occasion}:team:{team.pk}:{mark}:{team.coordinator_id}"
    return _owe(occasion, key, team.coordinator, convening_id=team.convening_id, refs={"team": team.pk}, at=at)


def owe_leaders(occasion: str, team: Team, *, mark: object, at: datetime) -> int:
    """A mail each to the coordinators and to all signatories of a team, which is locked."""
    return owe_team(team, to_leaders(occasion, team, mark=mark), at=at)


def owe_people(occasion: str, people: Iterable[Person | None], *, team: Team, mark: object, at: datetime) -> int:
    """The mail to each of these people of a team, which is locked."""
    return owe_team(team, _to_people(occasion, people, team=team, mark=mark), at=at)


def owe_team(team: Team, owed: Sequence[outbox.Owed], *, at: datetime, first: bool = False) -> int:
    """Mails of whatever occasions about one team, which is locked, in one go. first: as for `outbox.owe_all`."""
    return outbox.owe_all(owed=owed, convening_id=team.convening_id, at=at, first=first)


def to_leaders(
    occasion: str, team: Team, *, mark: object, parties: Iterable[Party] | None = None
) -> list[outbox.Owed]:
    """A mail each to the coordinators and to all signatories, once where one person is both; for `owe_team`.

    parties: those of the team, where the caller has read them; None: they are read here.
    """
    if parties is None:
        parties = Party.objects.filter(agreement=team.agreement_id).select_related("signatory")
    people: dict[int | None, Person | None] = {one.person.pk: one.person for one in coordinators.of_team(team)}
    people |= {party.signatory_id: party.signatory for party in parties}
    return _to_people(occasion, people.values(), team=team, mark=mark)


def with_certificate(certificate: Certificate, parties: Sequence[Party]) -> list[outbox.Owed]:
    """To each signatory of a complete team: its certificate; for `owe_team`. Once to who holds two offices.

    For a completion that no letter about the place tells of: such a letter brings the certificate along.
    """
    held = {party.signatory_id: party for party in reversed(parties)}
    return [
        _owed(
            "certificate.ready",
            f"certificate.ready:{certificate.pk}:{party.pk}",
            party.signatory,
            refs={"party": party.pk, "certificate": certificate.pk},
        )
        for party in held.values()
        if party.signatory is not None
    ]


@dataclass(frozen=True)
class Addressee:
    """As much of a person as a mail needs."""

    person_id: int
    name: str
    email: str
    language: str


def to_each_address(
    occasion: str, people: Iterable[Addressee], convening_id: int, *, mark: object
) -> list[outbox.Owed]:
    """A mail about the convening for each address once, whatever number of people share it: for `outbox.owe_all`."""
    by_address: dict[str, Addressee] = {}
    for person in people:
        by_address.setdefault(person.email.casefold(), person)
    return [
        outbox.Owed(
            occasion=occasion,
            key=f"{occasion}:convening:{convening_id}:{mark}:{sha256(address.encode()).hexdigest()[:32]}",
            to_address=person.email,
            to_name=person.name,
            person_id=person.person_id,
            refs={"convening": convening_id},
            language=person.language,
        )
        for address, person in by_address.items()
    ]


def owe_badge_links(attendees: Iterable[Attendee], *, convening_id: int, at: datetime) -> int:
    """To each of these people of a convening, once in their life: the link to the own page with the badge.

    The caller holds the convening's lock. A newer badge is on the same page, and needs no mail.
    """
    occasion = "attendee.badge"
    owed = [
        _owed(occasion, f"{occasion}:attendee:{attendee.pk}", attendee.person, refs={"attendee": attendee.pk})
        for attendee in attendees
    ]
    return outbox.owe_all(owed=owed, convening_id=convening_id, at=at)


def owe_person(occasion: str, person: Person, party: Party, *, convening_id: int, mark: object, at: datetime) -> bool:
    """One mail about an office to somebody who may not hold it any more."""
    key = f"{occasion}:party:{party.pk}:{mark}:{person.pk}"
    return _owe(occasion, key, person, convening_id=convening_id, refs={"party": party.pk}, at=at)


def owe_old_address(party: Party, address: str, *, convening_id: int, at: datetime) -> None:
    """To the address that a signatory had: that mail goes elsewhere now. To the address, whoever reads there."""
    assert party.signatory is not None
    outbox.owe(
        occasion="signatory.address_changed",
        key=f"signatory.address_changed:party:{party.pk}:{at:%Y%m%dT%H%M%S%f}",
        to_address=address,
        to_name=party.signatory.name,
        convening_id=convening_id,
        refs={"party": party.pk},
        at=at,
        language=party.signatory.language,
    )


def owe_attendees_old_address(person: Person, address: str, *, convening_id: int, at: datetime) -> None:
    """To the address that somebody who comes had: that their mail goes elsewhere now."""
    outbox.owe(
        occasion="attendee.address_changed",
        key=f"attendee.address_changed:person:{person.pk}:{at:%Y%m%dT%H%M%S%f}",
        to_address=address,
        to_name=person.name,
        convening_id=convening_id,
        refs={"convening": convening_id},
        at=at,
        language=person.language,
    )


def owe_preparation(
    occasion: str, preparation: Preparation, person: Person, *, convening_id: int, at: datetime
) -> bool:
    """One mail about what an assistant prepares, to the assistant or to the principal; once for each preparation."""
    key = f"{occasion}:preparation:{preparation.pk}"
    return _owe(occasion, key, person, convening_id=convening_id, refs={"preparation": preparation.pk}, at=at)


def owe_code(code: PromiseCode, party: Party, *, at: datetime) -> None:
    """The code before a promise."""
    assert party.signatory is not None
    key = f"commitment.code:{code.pk}"
    refs = {"party": party.pk, "code": code.pk}
    convening_id = party.agreement.convening_id
    _owe("commitment.code", key, party.signatory, convening_id=convening_id, refs=refs, at=at)


def _party_key(occasion: str, party: Party, mark: object) -> str:
    return f"{occasion}:party:{party.pk}:{mark}"


def _to_people(
    occasion: str, people: Iterable[Person | None], *, team: Team, mark: object
) -> list[outbox.Owed]:
    return [
        _owed(occasion, f"{occasion}:team:{team.pk}:{mark}:{person.pk}", person, refs={"team": team.pk})
        for person in people
        if person is not None
    ]


def _owed(occasion: str, key: str, person: Person, *, refs: dict[str, int]) -> outbox.Owed:
    return outbox.Owed(
        occasion=occasion,
        key=key,
        to_address=person.email,
        to_name=person.name,
        person_id=person.pk,
        refs=refs,
        language=person.language,
    )


def _owe(
    occasion: str, key: str, person: Person, *, convening_id: int, refs: dict[str, int], at: datetime
) -> bool:
    message = outbox.owe(
        occasion=occasion,
        key=key,
        person_id=person.pk,
        to_address=person.email,
        to_name=person.name,
        convening_id=convening_id,
        refs=refs,
        at=at,
        language=person.language,
    )
    return message is not None
