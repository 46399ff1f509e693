"""Organizers' pages of seats: how full the rounds are, a proposal, one session's and one person's seats."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from breakouts.domain.seats import take_seat
from breakouts.models import Choice, Programme, Seat, Session, WaitlistEntry
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job, Proposal
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import people, seat, seated_rounds, sits
from tests.registration.doors import stand_still
from tests.registration.factories import NOW

HOSTILE = "O'Brien-Nuñez <b>"


@pytest.fixture
def organizer(client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch) -> Client:
    stand_still(monkeypatch)
    user = User.objects.create_user("hana@example.org", name="Hana Lindqvist")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=NOW)
    client.force_login(user)
    return client


@pytest.fixture
def sessions(convening: Convening) -> list[Session]:
    ((one, two),) = seated_rounds(convening, 1, 5)
    return [one, two]


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/programme/seats/{rest}"


def read(client: Client, convening: Convening, rest: str = "") -> str:
    answer = client.get(address(convening, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def proposed(client: Client, convening: Convening) -> Proposal:
    assert client.post(address(convening, "propose/"), {"mode": "anew"}).status_code == 302
    work.run(job_id=Job.objects.latest("pk").pk, at=NOW)
    return Proposal.objects.latest("pk")


def test_seats_are_proposed_looked_at_applied_and_undone(
    organizer: Client, convening: Convening, sessions: list[Session]
) -> None:
    assert "Let seats be proposed by what people chose" in read(organizer, convening)
    assert organizer.post(address(convening, "propose/"), {"mode": "anew"}).status_code == 422
    ann, bob = people(convening, 2)
    ann.person.name = HOSTILE
    ann.person.save(update_fields=["name"])
    for who in (ann, bob):
        for rank, session in enumerate(sessions, 1):
            Choice.objects.create(attendee=who, slot=session.slot, session=session, rank=rank)
    proposal = proposed(organizer, convening)
    job = organizer.get(f"/organize/{convening.slug}/jobs/{Job.objects.latest('pk').pk}/").content.decode()
    assert "A proposal waits: 2 people get other seats." in job
    page = read(organizer, convening, f"proposals/{proposal.pk}/")
    assert "O&#x27;Brien-Nuñez &lt;b&gt;" in page
    assert "New seats for 2 of 2 people." in page
    assert "The second choice. “Talk 1.1” is full: there is room for 1, and 2 people wanted it as much." in page
    assert "Nobody here is called so." in read(organizer, convening, f"proposals/{proposal.pk}/?who=nobody")
    assert HOSTILE.partition(" <")[0].replace("'", "&#x27;") in read(
        organizer, convening, f"proposals/{proposal.pk}/?who=brien"
    )
    decide = address(convening, f"proposals/{proposal.pk}/decide/")
    nothing = {"do": "apply", f"m{ann.pk}": "keep", f"m{bob.pk}": "keep"}
    assert "You accepted none of its rows" in organizer.post(decide, nothing).content.decode()
    kept = {"do": "apply", f"m{ann.pk}": "keep"}
    assert "People sit so." in organizer.post(decide, kept, follow=True).content.decode()
    assert [sits(ann), sits(bob)] in ([[], ["Talk 1.1"]], [[], ["Talk 1.2"]])
    assert "Everybody sits as they sat before." in organizer.post(decide, {"do": "undo"}, follow=True).content.decode()
    assert not Seat.objects.exists()
    assert organizer.post(decide, {"do": "dance"}).status_code == 404
    again = proposed(organizer, convening)
    discarded = organizer.post(address(convening, f"proposals/{again.pk}/decide/"), {"do": "discard"}, follow=True)
    assert "Everybody sits as they sat." in discarded.content.decode()
    assert "discarded" in read(organizer, convening).lower()


def test_an_outdated_proposal_is_asked_for_again(
    organizer: Client, convening: Convening, sessions: list[Session]
) -> None:
    one, two = sessions
    (ann,) = people(convening, 1)
    Choice.objects.create(attendee=ann, slot=one.slot, session=one, rank=1)
    proposal = proposed(organizer, convening)
    seat(ann, two)
    assert "Seats or the programme have changed since." in read(organizer, convening, f"proposals/{proposal.pk}/")
    assert "Seats have changed since" in read(organizer, convening)
    decide = address(convening, f"proposals/{proposal.pk}/decide/")
    assert organizer.post(decide, {"do": "apply"}).status_code == 409
    assert organizer.post(decide, {"do": "again"}).status_code == 302
    work.run(job_id=Job.objects.latest("pk").pk, at=NOW)
    assert Proposal.objects.count() == 2


def test_one_session_and_one_person(organizer: Client, convening: Convening, sessions: list[Session]) -> None:
    one, two = sessions
    ann, bob = people(convening, 2)
    seat(ann, one)
    seat(bob, one, or_wait=True)
    page = read(organizer, convening, f"sessions/{one.pk}/")
    assert "1 of 1 seats" in page
    assert page.index("Person 0") < page.index("Who waits for a seat") < page.index("Person 1")
    assert "Person 1" in read(organizer, convening, "?who=person+1")
    assert "Nobody who comes is called so." in read(organizer, convening, "?who=nobody")
    own = address(convening, f"people/{bob.pk}/")
    assert "Waits for “Talk 1.1”, as number 1." in organizer.get(own).content.decode()
    slot = one.slot_id
    full = organizer.post(own, {"slot": slot, f"r{slot}-session": one.pk})
    assert full.status_code == 422
    assert "“Talk 1.1” is full." in full.content.decode()
    assert organizer.post(own, {"slot": slot, f"r{slot}-session": "x\x00"}).status_code == 422
    assert organizer.post(own, {"slot": "x"}).status_code == 200
    assert organizer.post(own, {"slot": slot, f"r{slot}-session": two.pk, f"r{slot}-pinned": "on"}).status_code == 302
    assert Seat.objects.get(attendee=bob).is_pinned
    assert organizer.post(own, {"slot": slot, f"r{slot}-session": "0"}).status_code == 302
    assert sits(bob) == []
    organizer.post(address(convening, f"people/{ann.pk}/"), {"slot": slot, f"r{slot}-session": two.pk})
    assert (sits(ann), sits(bob)) == (["Talk 1.2"], ["Talk 1.1"])  # who waits moved up


def test_opened_and_hidden(organizer: Client, convening: Convening, sessions: list[Session]) -> None:
    Programme.objects.update(seats_open_at=None)
    assert "Nobody has a seat yet." in organizer.post(
        address(convening, "opening/"), {"do": "open"}, follow=True
    ).content.decode()
    seat(people(convening, 1)[0], sessions[0])
    opened = organizer.post(address(convening, "opening/"), {"do": "open"}, follow=True).content.decode()
    assert "The seats are open: 1 person is told by one mail." in opened
    assert "Open since" in opened
    hidden = organizer.post(address(convening, "opening/"), {"do": "close"}, follow=True).content.decode()
    assert "Nobody but organizers sees the seats now." in hidden


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    sessions = seated_rounds(convening, *[5] * rows, rounds=rows)
    crowd = people(convening, rows)
    for who in crowd:
        for (session, *_others) in sessions:
            seat(who, session)
    WaitlistEntry.objects.create(attendee=crowd[0], session=sessions[0][-1], number=9, asked_at=AT)
    for rest, number in (("", 15), (f"sessions/{sessions[0][0].pk}/", 7), (f"people/{crowd[0].pk}/", 13)):
        with django_assert_num_queries(number):
            organizer.get(address(convening, rest))


def test_a_pinned_seat_says_so(organizer: Client, convening: Convening, sessions: list[Session]) -> None:
    (ann,) = people(convening, 1)
    take_seat(attendee=ann, session=sessions[0], pinned=True, by=BY, at=AT)
    assert "checked" in read(organizer, convening, f"people/{ann.pk}/")
    assert "pinned" in read(organizer, convening, f"sessions/{sessions[0].pk}/")


def test_rules_in_the_way_are_named_and_released(
    organizer: Client, convening: Convening, sessions: list[Session]
) -> None:
    one, two = sessions
    assert "Nothing is in the way" in read(organizer, convening, "contradiction/")
    Session.objects.filter(pk=two.pk).update(title=HOSTILE)
    for who in people(convening, 2):
        Choice.objects.create(attendee=who, slot=one.slot, session=one, rank=1)
        Choice.objects.create(attendee=who, slot=one.slot, session=two)
    asked = organizer.post(address(convening, "propose/"), {"mode": "anew"})
    assert asked["Location"] == address(convening, "contradiction/")
    page = read(organizer, convening, "contradiction/")
    assert "2 people would rather not sit in “O&#x27;Brien-Nuñez &lt;b&gt;”" in page
    assert "This rule cannot hold" in page
    released = address(convening, "release/")
    assert "Look again" in organizer.post(released, {"rule": "pinned:1"}, follow=True).content.decode()
    page = organizer.post(released, {"rule": f"never:{two.pk}"}, follow=True).content.decode()
    assert "Nothing is in the way" in page
    assert Choice.objects.filter(rank=None).count() == 0
