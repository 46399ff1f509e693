"""The statement's page: looked at first, published as it was shown, and nobody's change is lost."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from agreements.models import Party, StatementVersion
from convenings.domain import convenings
from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from tests.console.conftest import SignIn
from tests.registration.factories import BY, CLOSING, NOW, OPENING, PROMISES, make_team, parties_of, party_of, sign

NEW = OPENING.replace("promise together", "promise each other")


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def address(convening: Convening) -> str:
    return f"/organize/{convening.slug}/statement/"


SIDES = ["union", "district", "board", "state"]


def typed(convening: Convening, **over: Any) -> dict[str, Any]:
    convening.statement.refresh_from_db()
    data: dict[str, Any] = {"opening": OPENING, "closing": CLOSING, "kind": "material", "sides": SIDES}
    data |= {"note": "The hall moved.", "look": "1"}
    for number, promise in enumerate(PROMISES, start=1):
        data |= {f"title_{number}": promise["title"], f"text_{number}": promise["text"]}
    return {**data, "based_on": str(convening.statement.current_id), **over}


def publish(client: Client, convening: Convening, **over: Any) -> str:
    """Looks at the difference, and publishes what was shown."""
    data = typed(convening, **over)
    seen = client.post(address(convening), data).context["seen"]
    data = {**data, "seen": seen.fingerprint if seen else "", "publish": "1"}
    del data["look"]
    return client.post(address(convening), data, follow=True).content.decode()


def test_looking_shows_the_words_and_whom_they_touch_and_writes_nothing(convening: Convening, owner: Client) -> None:
    make_team(convening, "confirmed")
    sign(party_of(make_team(convening, "committing"), "superintendent"))
    make_team(convening, "draft")

    page = owner.post(address(convening), typed(convening, opening=NEW)).content.decode()

    assert '<ins><span class="vh">added: </span>each other</ins>' in page
    assert "4 leaders who promised are asked again by mail." in page
    assert "They belong to 2 teams." in page
    assert "1 complete team is committing again." in page
    assert "until Mon, March 15, 2027, 11:00 a.m. Eastern Time" in page
    assert StatementVersion.objects.count() == 1


def test_material_asks_those_again_who_promised(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    Message.objects.all().delete()

    page = publish(owner, convening, opening=NEW)

    team.refresh_from_db()
    assert "The new version is published." in page
    assert (team.state, team.place) == ("committing", "held")
    assert Message.objects.filter(occasion="commitment.invited").count() == 3
    assert StatementVersion.objects.get(number=2).note == "The hall moved."


def test_a_change_that_touches_one_side_asks_that_side_alone(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    Message.objects.all().delete()

    data = typed(convening, opening=NEW) | {"sides": ["union"]}
    page = owner.post(address(convening), data).content.decode()
    assert "1 leader who promised is asked again by mail." in page
    assert "Union: 1 asked again" in page
    assert "District: 1 promise carries on" in page
    assert "Board: 1 promise carries on" in page
    page = publish(owner, convening, opening=NEW, sides=["union"])

    team.refresh_from_db()
    assert "material (union)" in page
    assert (team.state, team.place) == ("committing", "held")
    asked = party_of(team, "union_president")
    assert [message.refs for message in Message.objects.filter(occasion="commitment.invited")] == [{"party": asked.pk}]
    assert [party.has_signed for party in parties_of(team)] == [False, True, True]
    team = sign(asked)
    assert (team.state, team.place) == ("committed", "confirmed")


def test_other_sides_than_those_that_were_shown_are_shown_first(convening: Convening, owner: Client) -> None:
    data = typed(convening, opening=NEW) | {"sides": ["union"]}
    seen = owner.post(address(convening), data).context["seen"].fingerprint

    again = owner.post(address(convening), {**data, "sides": ["board"], "seen": seen, "publish": "1"})

    assert again.context["seen"] is not None
    assert StatementVersion.objects.count() == 1


def test_editorial_asks_nobody(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")

    publish(owner, convening, opening=NEW, kind="editorial", note="")

    team.refresh_from_db()
    assert (team.state, team.place) == ("committed", "confirmed")
    assert all(party.has_signed for party in Party.objects.with_answers())


MANY = "We promise nothing of what stood here before, and a good deal of what nobody has read until today:"


def test_many_words_are_an_owners_to_call_editorial(convening: Convening, owner: Client, sign_in: SignIn) -> None:
    make_team(convening, "confirmed")
    registrar = sign_in(convening, Role.REGISTRAR, name="Ravi")
    seen = registrar.post(address(convening), typed(convening, opening=MANY, kind="editorial")).content.decode()
    assert "let an owner of the convening publish it" in seen
    assert 'name="publish"' not in seen
    refused = publish(registrar, convening, opening=MANY, kind="editorial")
    assert "at most 10 count as editorial. Mark the change as material" in refused
    assert StatementVersion.objects.count() == 1

    seen = owner.post(address(convening), typed(convening, opening=MANY, kind="editorial")).content.decode()
    assert "As an owner you can publish it so all the same." in seen
    assert "The new version is published." in publish(owner, convening, opening=MANY, kind="editorial")
    assert Message.objects.filter(occasion="statement.reworded").count() == 3


def test_what_was_not_shown_so_is_shown_first(convening: Convening, owner: Client) -> None:
    """Words changed after the look, or editorial turned into material: seen again before it is published."""
    data = typed(convening, opening=NEW, kind="editorial")
    seen = owner.post(address(convening), data).context["seen"].fingerprint

    again = owner.post(address(convening), {**data, "kind": "material", "seen": seen, "publish": "1"})

    assert again.context["seen"].material
    assert StatementVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"sides": []}, "Please choose at least one side that the change touches."),
        ({"sides": ["moon"]}, "moon is not one of the available choices."),
        ({"note": " "}, "Please say why in a line or two"),
        ({"opening": OPENING}, "The text is as it was."),
        ({"based_on": ""}, "Somebody else published a new version meanwhile."),
    ],
)
def test_refusals(convening: Convening, owner: Client, over: dict[str, Any], words: str) -> None:
    assert words in publish(owner, convening, **{"opening": NEW, **over})
    assert StatementVersion.objects.count() == 1


def test_first_version(owner: Client, convening: Convening) -> None:
    Convening.objects.update(statement=None)

    left_out = {"kind", "sides", "note", "based_on"}
    data = {name: value for name, value in typed(convening).items() if name not in left_out}
    page = owner.post(address(convening), data, follow=True).content.decode()

    assert "The new version is published." in page


def test_a_moved_date_asks_again_unless_the_organizer_says_otherwise(convening: Convening) -> None:
    team = make_team(convening, "confirmed")
    later = convening.ends_at.replace(day=28)

    convenings.change_convening(convening=convening, changes={"ends_at": later}, asks_again=False, by=BY, at=NOW)
    team.refresh_from_db()
    assert team.state == "committed"

    convenings.change_convening(convening=convening, changes={"ends_at": later.replace(day=29)}, by=BY, at=NOW)
    team.refresh_from_db()
    version = StatementVersion.objects.latest("number")
    assert (team.state, team.place) == ("committing", "held")
    assert "Wed, May 26, 2027 to Fri, May 28, 2027" in version.note
    assert "Sat, May 29, 2027" in version.note
    assert version.text == StatementVersion.objects.get(number=1).text


def test_where_nobody_promised_a_moved_date_makes_no_version(convening: Convening) -> None:
    make_team(convening, "committing")

    convenings.change_convening(
        convening=convening, changes={"ends_at": convening.ends_at.replace(day=28)}, by=BY, at=NOW
    )

    assert StatementVersion.objects.count() == 1
