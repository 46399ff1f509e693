"""Digests: one for all that happened, once, and nothing in them that the reader's page would not show."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import User
from convenings.models import Convening, Grant
from convenings.permissions import Role
from jobs.models import Job
from mail.domain import delivery
from mail.models import Message
from registration.domain import attendees, coordination, digests, promising, teams
from registration.domain.drafts import PersonDraft
from registration.models import DigestReader, Team
from registration.states import Rhythm
from tests.registration.factories import BY, NOW, hold_registration, make_convening, make_team, party_of, sign

pytestmark = pytest.mark.django_db
MORNING = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)  # Tuesday, 7:00 Eastern Time: the first one after NOW, Monday 10:00
DAY = timedelta(days=1)


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def organizer(convening: Convening) -> User:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    Grant.objects.create(convening=convening, user=user, role=Role.OWNER)
    return user


def digest_of(team: Team) -> list[Message]:
    return list(Message.objects.filter(occasion="digest.coordinator", person_id=team.coordinator_id).order_by("pk"))


def for_organizers() -> list[Message]:
    return list(Message.objects.filter(occasion="digest.organizers").order_by("pk"))


def add(team: Team, name: str = "Đặng Thị Hương", *, by: str = BY, at: datetime = NOW + timedelta(hours=1)) -> None:
    person = PersonDraft(name, f"{len(name)}.{at:%d%H}@example.org")
    attendees.add_member(team=team, person=person, job="", side="union", by=by, at=at)


def written(mailoutbox: list[Any], *, at: datetime) -> str:
    """The last digest as it was sent."""
    delivery.deliver_due(at=at)
    return str(next(mail.body for mail in reversed(mailoutbox) if "Since " in mail.body))


class TestWhenItIsDue:
    @pytest.mark.parametrize(
        ("rhythm", "at", "due"),
        [
            ("daily", datetime(2027, 3, 2, 11, 59, tzinfo=UTC), datetime(2027, 3, 1, 12, 0, tzinfo=UTC)),
            ("daily", datetime(2027, 3, 2, 12, 0, tzinfo=UTC), datetime(2027, 3, 2, 12, 0, tzinfo=UTC)),
            ("daily", datetime(2027, 3, 14, 11, 0, tzinfo=UTC), datetime(2027, 3, 14, 11, 0, tzinfo=UTC)),  # summer
            ("daily", datetime(2027, 11, 7, 12, 0, tzinfo=UTC), datetime(2027, 11, 7, 12, 0, tzinfo=UTC)),  # winter
            ("weekly", datetime(2027, 3, 7, 20, 0, tzinfo=UTC), datetime(2027, 3, 1, 12, 0, tzinfo=UTC)),
            ("weekly", datetime(2027, 3, 8, 11, 59, tzinfo=UTC), datetime(2027, 3, 1, 12, 0, tzinfo=UTC)),
            ("weekly", datetime(2027, 3, 8, 12, 0, tzinfo=UTC), datetime(2027, 3, 8, 12, 0, tzinfo=UTC)),
        ],
    )
    def test_seven_in_the_morning_where_the_convening_is(
        self, convening: Convening, rhythm: str, at: datetime, due: datetime
    ) -> None:
        assert digests.last_due(convening, rhythm, at) == due


class TestACoordinator:
    def test_is_told_once_of_what_others_did(self, convening: Convening, mailoutbox: list[Any]) -> None:
        team = make_team(convening, "committing")
        add(team)
        digests.send_digests(at=MORNING - timedelta(minutes=1))
        assert digest_of(team) == []
        assert digests.send_digests(at=MORNING) == 1
        assert digests.send_digests(at=MORNING + timedelta(hours=5)) == 0
        assert len(digest_of(team)) == 1
        text = written(mailoutbox, at=MORNING)
        for words in (
            "Đặng Thị Hương was added to the team.",
            "Superintendent: not promised yet.",
            "Đặng Thị Hương: what they work as is not stated.",
            "Fri, April 2, 2027: The last promise is due.",
            "/l/",
        ):
            assert words in text, words
        assert "Union" not in text

    def test_is_not_told_of_their_own_doing_or_of_nothing(self, convening: Convening) -> None:
        team = make_team(convening, "committing")
        add(team, by=f"person:{team.coordinator_id}")
        assert digests.send_digests(at=MORNING) == 0

    def test_what_happened_in_the_instant_of_a_digest_is_told_once(self, convening: Convening) -> None:
        team = make_team(convening, "committing")
        add(team, at=MORNING)
        assert digests.send_digests(at=MORNING) == 1
        assert digests.send_digests(at=MORNING + DAY) == 0

    def test_own_side_promised(self, convening: Convening, mailoutbox: list[Any]) -> None:
        team = make_team(convening, "committing")
        sign(party_of(team, "superintendent"), at=NOW + timedelta(hours=2))
        digests.send_digests(at=MORNING)
        text = written(mailoutbox, at=MORNING)
        assert "has promised." in text
        assert "not promised yet" not in text

    def test_two_missed_mornings_make_one(self, convening: Convening, mailoutbox: list[Any]) -> None:
        team = make_team(convening, "committing")
        add(team, "First")
        add(team, "Second", at=NOW + DAY)
        digests.send_digests(at=MORNING + 2 * DAY + timedelta(hours=3))
        assert len(digest_of(team)) == 1
        text = written(mailoutbox, at=MORNING + 3 * DAY)
        assert "First was added" in text
        assert "Second was added" in text

    def test_of_two_teams_gets_one(self, convening: Convening, mailoutbox: list[Any]) -> None:
        first = make_team(convening, "committing", name="Durango")
        second = make_team(convening, "committing", name="Elgin")
        Team.objects.filter(pk=second.pk).update(coordinator=first.coordinator)
        add(first)
        assert digests.send_digests(at=MORNING) == 1
        text = written(mailoutbox, at=MORNING)
        assert "Durango: Đặng Thị Hương was added to the team." in text
        assert "Elgin: Superintendent: not promised yet." in text
        assert "- Durango: Fri, April 2, 2027: " in text
        assert "- Elgin: Fri, April 2, 2027: " in text

    def test_who_handed_over_gets_none_and_whoever_has_it_does(self, convening: Convening) -> None:
        team = make_team(convening, "committing")
        old = team.coordinator_id
        add(team)
        coordination.hand_over(team=team, person=PersonDraft("New", "new@example.org"), by=BY, at=NOW + 2 * DAY / 24)
        digests.send_digests(at=MORNING)
        told = Message.objects.filter(occasion="digest.coordinator").values_list("person_id", flat=True)
        team.refresh_from_db()
        assert list(told) == [team.coordinator_id]
        assert old != team.coordinator_id


def others_sign(team: Team) -> None:
    sign(party_of(team, "union_president"), at=NOW + timedelta(hours=1))


def others_decline(team: Team) -> None:
    party = party_of(team, "union_president")
    promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW + timedelta(hours=1))


def own_declines(team: Team) -> None:
    party = party_of(team, "superintendent")
    promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW + timedelta(hours=1))


def own_defers(team: Team) -> None:
    party = party_of(team, "superintendent")
    on = (NOW + timedelta(days=5)).date()
    promising.defer(party=party, until_on=on, by=f"person:{party.signatory_id}", at=NOW + timedelta(hours=1))


@pytest.mark.parametrize("act", [others_sign, others_decline, own_declines, own_defers])
def test_what_is_sealed_brings_no_digest_about_and_stands_in_none(
    convening: Convening, act: Callable[[Team], None], mailoutbox: list[Any]
) -> None:
    acted, idle = (make_team(convening, "committing") for _number in range(2))
    act(acted)
    assert digests.send_digests(at=MORNING) == 0
    texts = []
    for team in (acted, idle):
        add(team, "Kim", at=MORNING + timedelta(hours=1))
        digests.send_digests(at=MORNING + DAY)
        texts.append(written(mailoutbox, at=MORNING + DAY).partition("Open the team's page")[0])
    assert texts[0] == texts[1]


class TestOrganizers:
    def test_are_told_what_happened(self, convening: Convening, organizer: User, mailoutbox: list[Any]) -> None:
        later = NOW + timedelta(hours=2)
        make_team(convening, "confirmed", name="Durango", at=later)
        declined = make_team(convening, "committing", name="Elgin")
        party = party_of(declined, "union_president")
        promising.decline(party=party, reason="Secret reason", by=f"person:{party.signatory_id}", at=later)
        teams.withdraw_team(team=make_team(convening, "committing", name="Fargo"), reason="", by=BY, at=later)
        hold_registration(Team.objects.get(name="Durango"))
        Job.objects.create(
            convening_id=convening.pk, kind="x", state="failed", started_by=BY, asked_at=later, ended_at=later
        )
        lost = Message.objects.filter(convening_id=convening.pk).first()
        assert lost is not None
        Message.objects.filter(pk=lost.pk).update(state="failed", claimed_at=later)
        digests.send_digests(at=MORNING)
        assert [message.to_address for message in for_organizers()] == [organizer.email]
        text = written(mailoutbox, at=MORNING)
        for words in (
            "Became complete: Durango.",
            "An office declined: Elgin (",
            "Withdrew: Fargo.",
            "1 second registration of a place waits for your decision.",
            "1 mail did not arrive.",
            "1 piece of background work failed.",
            f"/organize/{convening.slug}/",
        ):
            assert words in text, words
        assert "Secret reason" not in text

    def test_in_their_own_language(self, convening: Convening, organizer: User) -> None:
        User.objects.filter(pk=organizer.pk).update(language="es")
        make_team(convening, "confirmed", at=NOW + timedelta(hours=2))
        digests.send_digests(at=MORNING)
        assert [message.language for message in for_organizers()] == ["es"]

    def test_one_without_an_address_stops_no_other(self, convening: Convening, organizer: User) -> None:
        User.objects.filter(pk=organizer.pk).update(email="june")
        other = User.objects.create_user("ravi@example.org", name="Ravi")
        Grant.objects.create(convening=convening, user=other, role=Role.OWNER)
        make_team(convening, "confirmed", at=NOW + timedelta(hours=2))
        digests.send_digests(at=MORNING)
        assert {message.to_address: message.state for message in for_organizers()} == {
            "june": "failed", "ravi@example.org": "queued",
        }  # fmt: skip

    def test_many_are_counted(self, convening: Convening, organizer: User, mailoutbox: list[Any]) -> None:
        for number in range(7):
            make_team(convening, name=f"T{number}")
        digests.send_digests(at=MORNING)
        assert "Registered: T0, T1, T2, T3, T4 and 2 more." in written(mailoutbox, at=MORNING)

    def test_nothing_happened(self, convening: Convening, organizer: User) -> None:
        digests.send_digests(at=MORNING)
        assert for_organizers() == []
        make_team(make_convening(), "committing")  # somewhere else
        digests.send_digests(at=MORNING + DAY)
        assert [message.convening_id for message in for_organizers()] == []

    def test_who_lost_the_role_gets_none(self, convening: Convening, organizer: User, mailoutbox: list[Any]) -> None:
        make_team(convening)
        digests.send_digests(at=MORNING)
        Grant.objects.all().delete()
        delivery.deliver_due(at=MORNING)
        assert [message.state for message in for_organizers()] == ["cancelled"]
        make_team(convening, at=MORNING + timedelta(hours=1))
        digests.send_digests(at=MORNING + DAY)
        assert len(for_organizers()) == 1


class TestTheChoice:
    def test_every_day_unless_they_choose(self, convening: Convening, organizer: User) -> None:
        assert digests.rhythm_of(convening=convening, user=organizer) == Rhythm.DAILY
        digests.choose(convening=convening, user=organizer, rhythm="weekly", by="user:9", at=NOW)
        make_team(convening, at=NOW + timedelta(hours=1))
        digests.send_digests(at=MORNING + DAY)
        assert for_organizers() == []
        digests.send_digests(at=MORNING + 6 * DAY)  # Monday
        assert len(for_organizers()) == 1

    def test_never_and_again_tells_nothing_of_the_time_between(self, convening: Convening, organizer: User) -> None:
        digests.choose(convening=convening, user=organizer, rhythm="never", by="user:9", at=NOW)
        make_team(convening, at=NOW + timedelta(hours=1))
        digests.send_digests(at=MORNING)
        digests.choose(convening=convening, user=organizer, rhythm="daily", by="user:9", at=MORNING)
        digests.send_digests(at=MORNING + DAY)
        assert for_organizers() == []
        assert DigestReader.objects.filter(user=organizer).count() == 1


def test_who_wants_none_any_more_gets_none_even_in_the_midst_of_a_sweep(convening: Convening, organizer: User) -> None:
    """Looked up as a reader of every day, and chosen otherwise before it was their turn."""
    make_team(convening, at=NOW + timedelta(hours=1))
    digests.choose(convening=convening, user=organizer, rhythm="daily", by="user:9", at=NOW)
    reader = DigestReader.objects.get(user=organizer)
    digests.choose(convening=convening, user=organizer, rhythm="never", by="user:9", at=NOW)
    assert not digests._send(reader.pk, until=MORNING, at=MORNING)
    assert for_organizers() == []


def test_nothing_of_a_convening_that_is_over(convening: Convening, organizer: User) -> None:
    make_team(convening)
    Convening.objects.filter(pk=convening.pk).update(state="concluded")
    assert digests.send_digests(at=MORNING) == 0
    assert not DigestReader.objects.exists()


def test_a_sides_coordinator_reads_of_the_own_side_alone(convening: Convening, mailoutbox: list[Any]) -> None:
    team = make_team(convening, "committing")  # coordinated from the district
    row = coordination.name_side_coordinator(
        team=team, side="union", person=PersonDraft("Ana O'Brien-Nuñez", "ana@example.org"), by=BY, at=NOW
    )
    sign(party_of(team, "union_president"), at=NOW + timedelta(hours=1))
    digests.send_digests(at=MORNING)
    assert digest_of(team) == []
    own = Message.objects.get(occasion="digest.coordinator", person_id=row.person_id)
    assert own.to_address == "ana@example.org"
    body = written(mailoutbox, at=MORNING)
    assert "has promised." in body
    assert "Superintendent" not in body
    coordination.end_side_coordinator(team=team, side="union", by=BY, at=MORNING)
    add(team, at=MORNING + timedelta(hours=1))
    digests.send_digests(at=MORNING + DAY)
    assert Message.objects.filter(occasion="digest.coordinator", person_id=row.person_id).count() == 1
