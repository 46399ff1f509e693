"""Coordinators are told once how to find the booth of their team."""

from datetime import timedelta

import pytest

from convenings.models import Convening
from expo.domain.assignment import place_team
from expo.domain.booth_news import LONGEST, QUIET, owe_news
from expo.mailing import compose_booth
from expo.models import Booth, Hall
from mail.models import Message
from registration.models import Team
from tests.expo.factories import AT, BY, booths, hall
from tests.registration.factories import make_team


@pytest.fixture
def where(convening: Convening) -> Hall:
    made = hall(convening, "Hall A")
    booths(made, "", "", "")
    Booth.objects.filter(number=102).update(zone="By the stage")
    return made


@pytest.fixture
def elgin(where: Hall) -> Team:
    team = make_team(where.convening, "confirmed", name="Elgin")
    place_team(booth=where.booths.get(number=102), team=team, by=BY, at=AT)
    return team


def messages() -> list[Message]:
    return list(Message.objects.filter(occasion="booth.told").order_by("pk"))


def test_it_says_where_and_how_to_find_it(where: Hall, elgin: Team) -> None:
    assert owe_news(hall=where, stood={elgin.pk: 0}, key="1", at=AT) == 1
    [message] = messages()
    assert (message.to_address, message.due_at) == (elgin.coordinator.email, AT + QUIET)
    letter = compose_booth(message, AT + QUIET)
    assert letter is not None
    assert {name: letter.values[name] for name in ("booth", "hall", "beside")} == {
        "booth": "102", "hall": "Hall A, By the stage", "beside": ["101", "103"],
    }  # fmt: skip


def test_what_follows_closely_is_told_with_it_and_never_waits_for_ever(where: Hall, elgin: Team) -> None:
    first = where.booths.get(number=101).pk
    owe_news(hall=where, stood={elgin.pk: first}, key="1", at=AT)
    at = AT
    for change in range(2, 12):
        at += timedelta(minutes=9)
        owe_news(hall=where, stood={elgin.pk: where.booths.get(number=103).pk}, key=str(change), at=at)
        if at < AT + LONGEST:
            [message] = messages()
            assert (message.refs["stood"], message.due_at) == (first, min(at + QUIET, AT + LONGEST))
    assert len(messages()) == 2  # the eleventh follows after the first mail was due


def test_who_stands_where_it_stood_gets_none(where: Hall, elgin: Team) -> None:
    owe_news(hall=where, stood={elgin.pk: where.booths.get(number=102).pk}, key="1", at=AT)
    assert compose_booth(messages()[0], AT) is None


def test_who_stands_nowhere_or_has_another_coordinator_gets_none(where: Hall, elgin: Team) -> None:
    peoria = make_team(where.convening, "confirmed", name="Peoria")
    owe_news(hall=where, stood={elgin.pk: 0, peoria.pk: 0}, key="1", at=AT)
    told = messages()
    assert compose_booth(told[1], AT) is None
    Team.objects.filter(pk=elgin.pk).update(coordinator=peoria.coordinator)
    assert compose_booth(told[0], AT) is None


def test_nobody_is_told_of_a_draft_or_of_what_is_cancelled(where: Hall, elgin: Team) -> None:
    owe_news(hall=where, stood={elgin.pk: 0}, key="1", at=AT)
    Convening.objects.filter(pk=where.convening_id).update(state="cancelled")
    assert compose_booth(messages()[0], AT) is None
    assert owe_news(hall=Hall.objects.get(pk=where.pk), stood={elgin.pk: 0}, key="2", at=AT) == 0
    assert len(messages()) == 1
