from datetime import timedelta

import pytest
from django.conf import settings

from accounts.domain import links
from accounts.models import PrivateLink
from tests.accounts.factories import AT, LATER, make_link, make_person

pytestmark = pytest.mark.django_db


def test_a_token_is_random_and_only_its_hash_is_kept() -> None:
    link, token = make_link()
    other = links.mint(person=link.person, purpose="test", subject="team:5", expires_at=LATER, at=AT)
    assert token != other
    assert len(token) >= 43  # 256 bits in letters of 6
    row = PrivateLink.objects.filter(pk=link.pk).values().get()
    assert token not in str(row)
    assert row["token_hash"] == links.hash_token(token)
    assert (row["sent_to"], row["purpose"], row["subject"]) == ("rosa@example.org", "test", "team:5")


def test_its_address() -> None:
    assert links.url_for("abc") == f"{settings.ACCORD_URL}/l/abc/"


def test_opening_marks_the_first_time() -> None:
    link, token = make_link()
    assert links.open_link(token=token, at=AT) == link
    assert links.open_link(token=token, at=AT + timedelta(hours=1)).opened_at == AT
    link.refresh_from_db()
    assert link.opened_at == AT


def test_an_unknown_token_is_refused() -> None:
    link, _token = make_link()
    for token in ("", "x", link.token_hash, "é\x00"):
        with pytest.raises(links.LinkUnknown):
            links.open_link(token=token, at=AT)


def test_a_link_ends_at_its_end_date() -> None:
    _link, token = make_link()
    links.open_link(token=token, at=LATER - timedelta(seconds=1))
    with pytest.raises(links.LinkExpired):
        links.open_link(token=token, at=LATER)


def test_a_second_link_leaves_the_first_alive() -> None:
    link, token = make_link()
    _second, newer = make_link(link.person)
    assert links.open_link(token=newer, at=AT)
    assert links.open_link(token=token, at=AT) == link


def test_a_replacing_link_ends_the_earlier_ones_once_somebody_acts_by_it() -> None:
    person = make_person()
    _link, token = make_link(person)
    other, kept = make_link(person, subject="team:6")
    newest, newer = make_link(person, replacing=True)
    assert links.open_link(token=newer, at=AT)
    assert links.open_link(token=token, at=AT)
    links.end_replaced(newest, at=AT)
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=AT)
    assert links.open_link(token=newer, at=AT)
    assert links.open_link(token=kept, at=AT) == other


def test_links_taken_back_open_no_more() -> None:
    first, token = make_link()
    other_person, kept = make_link(make_person(name="Sam Lee"))
    _other_team, elsewhere = make_link(first.person, subject="team:6")
    assert links.revoke_links(purpose="test", subject="team:5", at=AT, person=first.person) == 1
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=AT)
    assert links.open_link(token=kept, at=AT) == other_person
    assert links.revoke_links(purpose="test", subject="team:5", at=AT) == 1
    assert links.open_link(token=elsewhere, at=AT)
    first.refresh_from_db()
    assert (first.revoked_at, first.renewable) == (AT, False)


def test_a_session_lets_in_by_the_newest_live_link_to_the_subject() -> None:
    first, _t = make_link()
    second, _t = make_link(first.person)
    ids = [first.pk, second.pk]
    assert links.live_link(ids=ids, purpose="test", subject_id="5", at=AT) == second
    PrivateLink.objects.filter(pk=second.pk).update(revoked_at=AT)
    assert links.live_link(ids=ids, purpose="test", subject_id="5", at=AT) == first
    with pytest.raises(links.LinkRevoked):
        links.live_link(ids=ids, purpose="test", subject_id="5", at=LATER)
    with pytest.raises(links.LinkExpired):
        links.live_link(ids=[first.pk], purpose="test", subject_id="5", at=LATER)


@pytest.mark.parametrize(("purpose", "subject_id"), [("test", "6"), ("other", "5"), ("test", ""), ("test", "55")])
def test_a_link_lets_in_to_its_own_purpose_and_subject_only(purpose: str, subject_id: str) -> None:
    link, _token = make_link()
    with pytest.raises(links.LinkUnknown):
        links.live_link(ids=[link.pk], purpose=purpose, subject_id=subject_id, at=AT)


def test_one_query_lets_in(django_assert_num_queries: object) -> None:
    ids = [make_link()[0].pk for _ in range(3)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert links.live_link(ids=ids, purpose="test", subject_id="5", at=AT).sent_to == "rosa@example.org"
    with django_assert_num_queries(0), pytest.raises(links.LinkUnknown):  # type: ignore[operator]
        links.live_link(ids=[], purpose="test", subject_id="5", at=AT)
