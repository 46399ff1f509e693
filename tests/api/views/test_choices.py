"""Choices of breakouts by REST: the same rules as on an attendee's own page."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from api.scopes import Scope
from breakouts.domain.choices import MOST_RANKED, Wish, choose, wishes_of
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.models import Choice, Session
from convenings.models import Convening
from journal.models import Entry
from registration.models import Attendee
from tests.api.conftest import Caller
from tests.breakouts.choice_factories import UNTIL, members, rounds
from tests.breakouts.factories import BY
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening


@pytest.fixture(autouse=True)
def _now(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def sessions(convening: Convening) -> list[Session]:
    (made,) = rounds(convening, rooms=MOST_RANKED + 1)
    return made


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    return members(convening)[0]


def put(client: Client, who: Attendee, *sent: dict[str, Any]) -> "HttpResponse":
    body = {"rounds": list(sent)}
    return client.put(f"/api/v1/attendees/{who.pk}/choices/", body, content_type="application/json")  # type: ignore[return-value]


def test_what_is_put_is_read_and_stands_in_place_of_what_stood(
    convening: Convening, caller: Caller, sessions: list[Session], ann: Attendee
) -> None:
    one, two, three, *__ = sessions
    choose(attendee=ann, wishes=[Wish(one.slot_id or 0, (three.pk,))], by=BY, at=NOW)
    client, url = caller(convening), f"/api/v1/attendees/{ann.pk}/choices/"
    round_ = {"slot": one.slot_id, "ranked": [two.pk, one.pk], "not_that_one": [three.pk]}
    for _twice in range(2):
        answer = client.put(url, {"rounds": [round_]}, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, client.get(url).json())
    told = answer.json()
    assert (told["attendee"], told["from_at"], told["rounds"]) == (ann.pk, None, [round_])
    assert told["until_at"]
    made = Entry.objects.get(kind="token.made").subject
    assert list(Entry.objects.filter(kind="choices.changed").values_list("by", flat=True)) == [BY, made]
    assert put(client, ann).status_code == 200
    assert not Choice.objects.exists()


def test_a_scope_each_to_read_and_to_write(
    convening: Convening, caller: Caller, sessions: list[Session], ann: Attendee
) -> None:
    wish = {"slot": sessions[0].slot_id, "ranked": [sessions[0].pk]}
    others = [scope for scope in Scope if scope not in (Scope.CHOICES_READ, Scope.CHOICES_WRITE)]
    reader, writer, neither = (
        caller(convening, *scopes) for scopes in ([Scope.CHOICES_READ], [Scope.CHOICES_WRITE], others)
    )
    url = f"/api/v1/attendees/{ann.pk}/choices/"
    assert [client.get(url).status_code for client in (reader, writer, neither)] == [200, 403, 403]
    assert [put(client, ann, wish).status_code for client in (reader, neither, writer)] == [403, 403, 200]


def test_nobody_of_another_convening(
    convening: Convening, caller: Caller, sessions: list[Session], ann: Attendee
) -> None:
    elsewhere = make_convening(slug="elsewhere")
    client = caller(elsewhere)
    assert client.get(f"/api/v1/attendees/{ann.pk}/choices/").status_code == 404
    assert put(client, ann, {"slot": sessions[0].slot_id, "ranked": [sessions[0].pk]}).status_code == 404
    ((stranger, *__),) = rounds(elsewhere)
    foreign = put(caller(convening), ann, {"slot": stranger.slot_id, "ranked": [stranger.pk]})
    assert (foreign.status_code, foreign.json()["code"]) == (409, "session_not_in_round")  # type: ignore[attr-defined]
    assert not Choice.objects.exists()


def test_a_refusal_has_its_code_and_changes_nothing(
    convening: Convening, caller: Caller, sessions: list[Session], ann: Attendee
) -> None:
    client, slot = caller(convening), sessions[0].slot_id or 0
    kept = Wish(slot, (sessions[0].pk,))
    choose(attendee=ann, wishes=[kept], by=BY, at=NOW)
    ids = [session.pk for session in sessions]
    wrong = [
        ([{"slot": slot, "ranked": ids}], 409, "too_many_ranked"),
        ([{"slot": slot, "ranked": [ids[1], ids[1]]}], 409, "session_twice"),
        ([{"slot": slot, "ranked": [ids[1]]}, {"slot": slot, "ranked": [ids[2]]}], 409, "round_twice"),
        ([{"slot": slot, "ranked": [2**63]}], 400, "invalid"),
        ([{"slot": slot, "ranked": "all"}], 400, "invalid"),
        ([{"ranked": [ids[1]]}], 400, "invalid"),
    ]  # fmt: skip
    for sent, status, code in wrong:
        answer = put(client, ann, *sent)  # type: ignore[arg-type]
        assert (answer.status_code, answer.json()["code"]) == (status, code)  # type: ignore[attr-defined]
    set_choosing_time(convening=convening, from_at=UNTIL, until_at=UNTIL.replace(year=2030), by=BY, at=NOW)
    assert put(client, ann).json()["code"] == "choices_not_open"  # type: ignore[attr-defined]
    assert wishes_of(ann) == {slot: kept}


def test_with_whom_somebody_sits(convening: Convening, caller: Caller, sessions: list[Session]) -> None:
    client, (ann, bob) = caller(convening), members(convening)

    def mate(who: Attendee, other: int | None) -> Any:
        url = f"/api/v1/attendees/{who.pk}/companion/"
        return client.put(url, {"mate": other}, content_type="application/json").json()

    assert mate(ann, bob.pk) == {"attendee": ann.pk, "mate": bob.pk, "is_mutual": False}
    assert mate(bob, ann.pk)["is_mutual"]
    assert mate(bob, None) == {"attendee": bob.pk, "mate": None, "is_mutual": False}
    assert mate(ann, ann.pk)["code"] == "no_team_mate"
    assert mate(ann, 2**60)["code"] == "not_found"
    assert client.get(f"/api/v1/attendees/{ann.pk}/companion/").json()["mate"] == bob.pk
