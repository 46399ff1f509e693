"""A bad address is shown where its person is, with what to do; “try again” is for whoever may change teams."""

import pytest
from django.test import Client

from convenings.models import Convening
from convenings.permissions import Role
from mail.domain import addresses
from mail.models import BadAddress, Message
from mail.states import MessageState
from registration.domain.coordination import name_side_coordinator
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.console.conftest import SignIn
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]


@pytest.fixture
def team(convening: Convening) -> Team:
    """A team whose superintendent cannot be written to: the invitation came back."""
    team = make_team(convening, "committing")
    holder = party_of(team, "superintendent").signatory
    assert holder is not None
    BadAddress.objects.create(address=holder.email, reason="bounced", said="550 <b>no such user</b>", noted_at=NOW)
    back = Message.objects.filter(occasion="commitment.invited", person_id=holder.pk)
    assert back.update(state=MessageState.BOUNCED, sent_at=NOW, doubtful_tries=1) == 1
    return team


def bad_address(team: Team) -> str:
    holder = party_of(team, "superintendent").signatory
    assert holder is not None
    return holder.email


def paths(team: Team) -> list[str]:
    base = f"/organize/{team.convening.slug}"
    message = Message.objects.get(state=MessageState.BOUNCED)
    office = party_of(team, "superintendent")
    return [
        f"{base}/teams/{team.pk}/", f"{base}/attendees/", f"{base}/teams/{team.pk}/offices/{office.pk}/address/",
        f"{base}/mail/{message.pk}/",
    ]  # fmt: skip


def test_it_is_shown_once_on_each_page_of_the_person(team: Team, owner: Client) -> None:
    for path in paths(team):
        page = owner.get(path).content.decode()
        assert page.count("Mail to this address comes back.") == 1, path
        assert "Ask for the right address." in page
        assert "550 &lt;b&gt;no such user&lt;/b&gt;" in page
        assert page.count("/addresses/try-again/") == 1


def test_no_reminder_is_offered_where_none_arrives(team: Team, owner: Client) -> None:
    base = f"/organize/{team.convening.slug}/teams/{team.pk}/"
    bad, good = party_of(team, "superintendent"), party_of(team, "union_president")
    page = owner.get(base).content.decode()
    assert f"/offices/{bad.pk}/remind/" not in page
    assert f"/offices/{good.pk}/remind/" in page

    answer = owner.post(f"{base}offices/{bad.pk}/remind/", follow=True).content.decode()
    assert "Correct the address first." in answer
    assert "on its way" not in answer


def test_where_nothing_came_back_nothing_is_said(team: Team, owner: Client) -> None:
    found = paths(team)
    BadAddress.objects.all().delete()
    assert not [path for path in found if "comes back" in owner.get(path).content.decode()]


def test_a_mail_that_may_have_come_twice_says_so(team: Team, owner: Client) -> None:
    assert "It may have arrived twice" in owner.get(paths(team)[-1]).content.decode()
    assert "perhaps twice" in owner.get(f"/organize/{team.convening.slug}/mail/").content.decode()


def test_trying_again_sends_what_came_back(team: Team, owner: Client) -> None:
    url, back = f"/organize/{team.convening.slug}/addresses/try-again/", paths(team)[0]
    answer = owner.post(url, {"address": bad_address(team).upper(), "next": back}, follow=True)
    assert answer.redirect_chain == [(back, 302)]
    assert "We write to this address again." in answer.content.decode()
    assert not Message.objects.filter(state=MessageState.BOUNCED).exists()
    assert addresses.troubles([bad_address(team)]) == {}


def test_trying_the_message_again_tries_its_address_again(team: Team, owner: Client) -> None:
    message = Message.objects.get(state=MessageState.BOUNCED)
    owner.post(f"/organize/{team.convening.slug}/mail/{message.pk}/release/")
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    assert addresses.troubles([bad_address(team)]) == {}


def test_nobody_is_led_elsewhere_nor_reaches_another_convenings_people(team: Team, owner: Client) -> None:
    url = f"/organize/{team.convening.slug}/addresses/try-again/"
    answer = owner.post(url, {"address": bad_address(team), "next": "https://evil.example/"})
    assert answer["Location"] == f"/organize/{team.convening.slug}/attendees/"
    other = make_team(make_convening(), "committing").coordinator
    other.email = "elsewhere@example.org"
    other.save(update_fields=["email"])
    BadAddress.objects.create(address=other.email, reason="bounced", noted_at=NOW)
    assert owner.post(url, {"address": other.email}).status_code == 404
    assert addresses.troubles([other.email])


def test_who_may_only_look_sees_it_without_the_button(team: Team, sign_in: SignIn) -> None:
    desk = sign_in(team.convening, Role.DESK, name="Dana Desk")
    page = desk.get(paths(team)[0])
    assert page.status_code == 200
    assert "Mail to this address comes back." in page.content.decode()
    assert "/addresses/try-again/" not in page.content.decode()


def test_a_sides_coordinator_counts_too(team: Team, owner: Client) -> None:
    mai = PersonDraft("Đặng Thị Mai", "mai@example.org")
    side = "union" if team.coordinator_side != "union" else "board"
    name_side_coordinator(team=team, side=side, person=mai, by=BY, at=NOW)
    BadAddress.objects.create(address="mai@example.org", reason="bounced", said="", noted_at=NOW)

    page = owner.get(f"/organize/{team.convening.slug}/teams/{team.pk}/").content.decode()
    assert page.count("Mail to this address comes back.") == 2
