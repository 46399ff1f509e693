from datetime import timedelta

import pytest

from accounts.domain import links, people
from accounts.models import Person
from journal.models import Entry
from tests.accounts.factories import AT, make_link, make_person

pytestmark = pytest.mark.django_db


def test_a_person_is_made_with_names_for_badge_and_search() -> None:
    make_person(name="  José Luis\tNuñez ", email=" Jose@Example.org ", language="es")
    person = Person.objects.get()
    assert (person.name, person.given_name, person.family_name) == ("José Luis Nuñez", "José Luis", "Nuñez")
    assert (person.folded_name, person.email, person.language) == ("jose luis nunez", "Jose@Example.org", "es")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"name": "Prince"}, ("Prince", "Prince", "")),
        ({"name": "Li Na", "given_name": "Na", "family_name": "Li"}, ("Li Na", "Na", "Li")),
        ({"name": "", "given_name": "Na", "family_name": "Li"}, ("Na Li", "Na", "Li")),
        ({"name": "Eve\r\nBcc: all@example.org"}, ("Eve Bcc: all@example.org", "Eve Bcc:", "all@example.org")),
    ],
)
def test_names(given: dict[str, str], expected: tuple[str, str, str]) -> None:
    person = make_person(**given)
    assert (person.name, person.given_name, person.family_name) == expected


@pytest.mark.parametrize("address", ["", "r.okafor@example", "two@at@example.org", "a@example.org\nBcc: b@example.org"])
def test_an_address_that_no_mail_reaches_is_refused(address: str) -> None:
    with pytest.raises(people.AddressUnusable) as refused:
        make_person(email=address)
    assert (refused.value.code, refused.value.field) == ("address_unusable", "email")
    assert not Person.objects.exists()


def test_a_name_is_needed() -> None:
    with pytest.raises(people.NameMissing):
        make_person(name="  \n")


def test_a_name_has_an_end() -> None:
    with pytest.raises(people.NameTooLong):
        make_person(name="x" * 201)


def test_a_person_is_renamed_and_the_journal_keeps_it_apart() -> None:
    person = make_person()
    people.rename_person(person=person, name="Rosa Đặng", by="user:1", at=AT)
    person.refresh_from_db()
    assert (person.name, person.family_name, person.folded_name) == ("Rosa Đặng", "Đặng", "rosa dang")
    entry = Entry.objects.get(kind="person.renamed")
    assert (entry.by, entry.subject, entry.convening_id, entry.data) == ("user:1", f"person:{person.pk}", 1, {})
    assert entry.payload.values == {"before": "Rosa Okafor", "after": "Rosa Đặng"}
    assert entry.payload.person_id == person.pk


def test_another_address_ends_the_links_to_the_old_one_but_not_for_good() -> None:
    person = make_person()
    link, token = make_link(person)
    people.change_address(person=person, email="rosa@new.example.org", by="user:1", at=AT)
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=AT)
    link.refresh_from_db()
    assert link.renewable
    assert Person.objects.get().email == "rosa@new.example.org"
    assert Entry.objects.get(kind="person.address_changed").payload.values == {
        "before": "rosa@example.org",
        "after": "rosa@new.example.org",
    }


def test_the_same_address_changes_nothing() -> None:
    person = make_person()
    link, token = make_link(person)
    people.change_address(person=person, email="rosa@example.org", by="user:1", at=AT)
    assert links.open_link(token=token, at=AT + timedelta(days=1)) == link
    assert not Entry.objects.exists()


def test_people_are_found_by_address_whatever_its_capitals() -> None:
    rosa, other = make_person(), make_person(convening_id=2, email="ROSA@Example.org")
    make_person(email="r_sa@example.org")
    make_person(email="rosa@example.org.example.com")
    assert set(Person.objects.at_address(" Rosa@EXAMPLE.org ")) == {rosa, other}
    assert not Person.objects.at_address("%@example.org").exists()
