from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from convenings.domain import convenings
from convenings.models import Convening
from convenings.signals import capacity_changed, convening_moved
from journal.models import Entry
from tests.convenings.test_states import ALLOWED
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[..., Convening]] = {
    "open": convenings.open_,
    "closed": convenings.close_,
    "live": convenings.go_live,
    "concluded": convenings.conclude,
    "postponed": convenings.postpone,
    "cancelled": convenings.cancel,
}
STATES = ["draft", *VERBS]


@pytest.mark.parametrize("to", list(VERBS))
@pytest.mark.parametrize("was", STATES)
def test_every_pair_through_its_verb(was: str, to: str) -> None:
    convening = make_convening()
    Convening.objects.filter(pk=convening.pk).update(state=was)
    heard: list[tuple[str, str]] = []

    def listen(sender: object, convening: Convening, was: str, **extra: object) -> None:
        heard.append((was, convening.state))

    convening_moved.connect(listen)
    reason = {"reason": "Snow"} if to in ("postponed", "cancelled") else {}
    if (was, to) in ALLOWED:
        assert VERBS[to](convening=convening, by=BY, at=NOW, **reason).state == to
        assert heard == [(was, to)]
        assert Entry.objects.filter(kind=f"convening.{to}", data__was=was).exists()
    else:
        with pytest.raises(convenings.StateNotPossible):
            VERBS[to](convening=convening, by=BY, at=NOW, **reason)
        assert heard == []
    convening_moved.disconnect(listen)


def test_nothing_opens_without_a_statement() -> None:
    convening = make_convening(opened=False)
    Convening.objects.filter(pk=convening.pk).update(statement=None)

    with pytest.raises(convenings.StatementMissing):
        convenings.open_(convening=convening, by=BY, at=NOW)


@pytest.mark.parametrize("verb", [convenings.postpone, convenings.cancel])
def test_whoever_postpones_or_cancels_says_why(verb: Callable[..., Convening]) -> None:
    convening = make_convening()
    with pytest.raises(convenings.ReasonMissing):
        verb(convening=convening, reason=" ", by=BY, at=NOW)

    assert verb(convening=convening, reason=" Snow ", by=BY, at=NOW).state_reason == "Snow"


def test_a_postponed_convening_opens_again_and_its_reason_goes() -> None:
    convening = convenings.postpone(convening=make_convening(), reason="Snow", by=BY, at=NOW)

    convening = convenings.reopen(convening=convening, by=BY, at=NOW)

    assert (convening.state, convening.state_reason, convening.state_changes) == ("open", "", 3)


def test_a_draft_is_opened_and_not_reopened() -> None:
    with pytest.raises(convenings.StateNotPossible):
        convenings.reopen(convening=make_convening(opened=False), by=BY, at=NOW)


WRONG: list[tuple[str, Any]] = [
    ("time_zone", "Mars/Olympus"),
    ("time_zone", "../etc/passwd"),
    ("slug", "Not A Slug"),
    ("name", " "),
    ("ends_at", NOW),
    ("promise_by_at", NOW - timedelta(days=100)),
    ("promise_by_at", NOW + timedelta(days=300)),
    ("capacity_teams", 0),
    ("capacity_people", 0),
    ("members_most", 0),
    ("places_included", 0),
    ("places_included", 9),
    ("most_reminders_a_week", 0),
    ("most_reminders_a_week", 51),
]


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_facts_that_cannot_be_are_refused_beside_their_field(field: str, value: Any) -> None:
    with pytest.raises(convenings.FactsRefused) as refused:
        make_convening(**{field: value})
    assert refused.value.field == field
    convening = make_convening()

    with pytest.raises(convenings.FactsRefused):
        convenings.change_convening(convening=convening, changes={field: value}, by=BY, at=NOW)


def test_an_address_is_taken_once() -> None:
    make_convening(slug="cincinnati")

    with pytest.raises(convenings.SlugTaken):
        make_convening(slug="cincinnati")


def test_states_are_no_facts() -> None:
    convening = make_convening()
    for name in ("state", "completions", "statement"):
        with pytest.raises(TypeError):
            convenings.change_convening(convening=convening, changes={name: 1}, by=BY, at=NOW)


def test_only_what_changed_is_written_and_told() -> None:
    convening = make_convening()
    heard = []

    def listen(sender: object, convening: Convening, **extra: object) -> None:
        heard.append(convening.capacity_teams)

    capacity_changed.connect(listen)
    convenings.change_convening(convening=convening, changes={"name": "New", "tagline": ""}, by=BY, at=NOW)
    assert heard == []
    convenings.change_convening(convening=convening, changes={"capacity_teams": 7}, by=BY, at=NOW)
    convenings.change_convening(convening=convening, changes={"capacity_teams": 7}, by=BY, at=NOW)
    capacity_changed.disconnect(listen)

    assert heard == [7]
    entries = Entry.objects.filter(kind="convening.changed").order_by("id").values_list("data", flat=True)
    assert list(entries) == [{"fields": ["name"]}, {"fields": ["capacity_teams"]}]


def test_trying_a_change_leaves_everything_as_it_was() -> None:
    convening = make_convening()
    before = Entry.objects.count()

    convenings.try_change(convening=convening, changes={"name": "New"}, at=NOW)

    convening.refresh_from_db()
    assert convening.name != "New"
    assert Entry.objects.count() == before


@pytest.mark.parametrize("values", [{"state": "invented"}, {"ends_at": NOW - timedelta(days=999)}, {"members_most": 0}])
def test_the_database_holds_what_must_be_true(values: dict[str, Any]) -> None:
    convening = make_convening()
    with pytest.raises(IntegrityError), transaction.atomic():
        Convening.objects.filter(pk=convening.pk).update(**values)
