"""An attendee chooses breakouts, by the own link alone."""

from datetime import timedelta

import pytest
from django.test import Client

from breakouts.domain.choices import Wish, choose, wishes_of
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.models import Companion, Session
from registration.models import Attendee
from tests.breakouts.choice_factories import UNTIL, members, rounds
from tests.breakouts.factories import BY
from tests.registration.doors import as_attendee, hold, stand_still
from tests.registration.factories import NOW, make_convening

pytestmark = pytest.mark.django_db
Made = tuple[Attendee, Attendee, list[Session]]


@pytest.fixture
def made() -> Made:
    convening = make_convening()
    (sessions,) = rounds(convening)
    ann, bob = members(convening)
    return ann, bob, sessions


def address(who: Attendee) -> str:
    return f"/me/{who.pk}/choices/"


def test_chosen_saved_and_said(client: Client, made: Made) -> None:
    ann, bob, (one, two, three) = made
    choose(attendee=bob, wishes=[Wish(one.slot_id or 0, (two.pk,))], by=BY, at=NOW)
    page = as_attendee(client, ann).get(address(ann)).content.decode()
    assert "You have not chosen anything yet." in page
    assert f"{bob.person.name} (First choice)" in page
    assert "Eastern Time" in page
    assert address(ann) in client.get(f"/me/{ann.pk}/").content.decode()
    sent = {f"wish_{one.pk}": "3", f"wish_{two.pk}": "1", f"wish_{three.pk}": "not"}
    said = client.post(address(ann), sent, follow=True).content.decode()
    assert "Your choices are saved." in said
    assert "Saved: you have chosen in 1 of 1 round." in said
    assert wishes_of(ann) == {one.slot_id: Wish(one.slot_id or 0, (two.pk, one.pk), frozenset({three.pk}))}


def test_one_rank_for_two_is_refused_beside_the_field(client: Client, made: Made) -> None:
    ann, __, (one, two, three) = made
    sent = {f"wish_{one.pk}": "1", f"wish_{two.pk}": "1", f"wish_{three.pk}": "not"}
    answer = as_attendee(client, ann).post(address(ann), sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="id_wish_{two.pk}_error"' in page
    assert "“Talk 1.1” has this rank already." in page
    assert page.count('value="not" selected') == 1
    assert wishes_of(ann) == {}
    for strange in ({"wish_999999": "1"}, {f"wish_{one.pk}": "9"}, {f"wish_{one.pk}": "x\x01"}):
        assert client.post(address(ann), strange).status_code == 422
    assert wishes_of(ann) == {}


def test_before_and_after_the_time_it_only_reads(
    client: Client, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, __, (one, *__) = made
    choose(attendee=ann, wishes=[Wish(one.slot_id or 0, (one.pk,))], by=BY, at=NOW)
    begins = NOW + timedelta(days=2)
    set_choosing_time(convening=ann.convening, from_at=begins, until_at=UNTIL, by=BY, at=NOW)
    page = as_attendee(client, ann).get(address(ann)).content.decode()
    assert "You can choose from" in page
    assert "Save my choices" not in page
    stand_still(monkeypatch, UNTIL)
    page = hold(client, ann.person, "attend", f"attendee:{ann.pk}", at=UNTIL).get(address(ann)).content.decode()
    assert "The time to choose is over." in page
    assert "<b>First choice</b>" in page
    late = client.post(address(ann), {f"wish_{one.pk}": "2"})
    assert late.status_code == 422
    assert "If something is wrong, write to the organizers." in late.content.decode()
    assert wishes_of(ann)[one.slot_id or 0].ranked == (one.pk,)


def test_who_presents_in_a_round_has_nothing_to_choose(client: Client, made: Made) -> None:
    ann, __, (one, *__) = made
    add_presenter(session=one, attendee=ann, by=BY, at=NOW)
    page = as_attendee(client, ann).get(address(ann)).content.decode()
    assert "You present “Talk 1.1” in this round." in page
    assert f"wish_{one.pk}" not in page


def test_nobody_elses(client: Client, made: Made) -> None:
    ann, bob, (one, *__) = made
    as_attendee(client, bob)
    assert client.get(address(ann)).status_code == 403
    assert client.post(address(ann), {f"wish_{one.pk}": "1"}).status_code == 403
    assert wishes_of(ann) == {}
    Attendee.objects.filter(pk=bob.pk).update(cancelled_at=NOW)
    assert client.get(address(bob)).status_code == 410


def test_with_a_team_mate(client: Client, made: Made) -> None:
    ann, bob, __ = made
    as_attendee(client, ann)
    assert "It holds when both of you choose each other." in client.get(address(ann)).content.decode()
    said = client.post(address(ann), {"do": "mate", "mate": bob.pk}, follow=True).content.decode()
    assert "Saved with whom you want to sit." in said
    assert f"It holds once {bob.person.name} chooses you, too." in said
    for strange in ("x\x01", str(ann.pk), "999999"):
        assert client.post(address(ann), {"do": "mate", "mate": strange}).status_code == 422
    Companion.objects.create(attendee=bob, mate=ann)
    assert "have chosen each other" in client.get(address(ann)).content.decode()
    client.post(address(ann), {"do": "mate", "mate": ""})
    assert not Companion.objects.filter(attendee=ann).exists()
