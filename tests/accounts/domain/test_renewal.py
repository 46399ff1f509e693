from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail

from accounts.domain import links, people
from accounts.domain.renewal import ask_for_links, renew_links
from accounts.models import PrivateLink
from mail.domain import delivery
from mail.models import Message
from mail.states import MessageState
from tests.accounts.factories import AT, LATER, make_link, make_person, purpose_registered

pytestmark = pytest.mark.django_db


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_a_lost_link_comes_anew_and_ends_the_old_one_when_somebody_acts_by_it() -> None:
    link, old = make_link()
    [renewed] = renew_links(address="ROSA@example.org", at=AT)
    assert links.open_link(token=old, at=AT)
    opened = links.open_link(token=token_of(renewed.url), at=AT)
    assert (opened.person, opened.subject, opened.expires_at) == (link.person, "team:5", AT + timedelta(days=30))
    links.end_replaced(opened, at=AT)
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=old, at=AT)


def test_each_page_of_each_person_at_the_address_comes_once() -> None:
    rosa, again = make_person(), make_person(convening_id=2)
    make_link(rosa)
    make_link(rosa)
    make_link(rosa, subject="team:6")
    make_link(again, subject="team:7")
    make_link(make_person(email="sam@example.org"))
    renewed = renew_links(address="rosa@example.org", at=AT)
    opened = [links.open_link(token=token_of(page.url), at=AT).subject for page in renewed]
    assert opened == ["team:7", "team:6", "team:5"]


def test_an_expired_link_comes_anew() -> None:
    make_link(expires_at=AT - timedelta(days=1), at=AT - timedelta(days=9))
    assert len(renew_links(address="rosa@example.org", at=AT)) == 1


def test_what_was_taken_back_does_not_come_anew() -> None:
    make_link()
    links.revoke_links(purpose="test", subject="team:5", at=AT)
    assert renew_links(address="rosa@example.org", at=AT) == []


def test_after_a_change_of_address_the_link_comes_to_the_new_one() -> None:
    link, _token = make_link()
    people.change_address(person=link.person, email="new@example.org", by="user:1", at=AT)
    assert renew_links(address="rosa@example.org", at=AT) == []
    assert len(renew_links(address="new@example.org", at=AT)) == 1


def test_a_room_may_renew_no_more() -> None:
    def ended(link: PrivateLink, at: datetime) -> datetime | None:
        return None

    make_link()
    with purpose_registered(renewal=ended):
        assert renew_links(address="rosa@example.org", at=AT) == []
    with purpose_registered(title=lambda link: f"Team {link.subject_id}"):
        assert [page.title for page in renew_links(address="rosa@example.org", at=AT)] == ["Team 5"]


@pytest.mark.parametrize("address", ["roſa@example.org", "ROſA@example.org", "r_sa@example.org", "%", ""])
def test_an_address_that_only_looks_the_same_gets_nothing(address: str) -> None:
    make_link()
    assert renew_links(address=address, at=AT) == []


def test_asking_treats_known_and_unknown_alike(django_assert_num_queries: object) -> None:
    make_link()
    for address in ("rosa@example.org", "nobody@example.org"):
        with django_assert_num_queries(3):  # type: ignore[operator]
            ask_for_links(address=address, language="en", at=AT)
    assert Message.objects.filter(state=MessageState.QUEUED).count() == 2
    assert delivery.deliver_due(at=AT) == 1
    [sent] = django_mail.outbox
    assert sent.to == ["rosa@example.org"]
    assert "/l/" in sent.body
    assert Message.objects.get(to_address="nobody@example.org").state == MessageState.CANCELLED
    kept = Message.objects.get(to_address="rosa@example.org")
    assert "/l/" not in kept.text + kept.html
    assert "[private link]" in kept.text
    assert "[private link]" in kept.html


def test_asking_again_within_a_quarter_of_an_hour_is_one_mail() -> None:
    make_link()
    for minutes, owed in [(0, 1), (14, 1), (15, 2)]:
        ask_for_links(address="Rosa@example.org", language="en", at=AT + timedelta(minutes=minutes))
        assert Message.objects.count() == owed


def test_a_link_is_good_as_long_as_the_lost_one() -> None:
    make_link(expires_at=LATER + timedelta(days=99))
    [renewed] = renew_links(address="rosa@example.org", at=AT)
    assert links.open_link(token=token_of(renewed.url), at=AT).expires_at == LATER + timedelta(days=99)
