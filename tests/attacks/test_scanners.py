"""Mail scanners open every page behind a link before people do: nothing changes, and no mail is owed."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from convenings.domain.reminder_calendar import upcoming
from registration.domain import coordination, preparing
from registration.domain.drafts import PersonDraft
from tests.house.access_table import ACCESS, World
from tests.registration.doors import as_attendee, as_coordinator, as_signatory, everything, hold, stand_still
from tests.registration.factories import BY, NOW, make_team, parties_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OWN = {"team_id", "party_id", "attendee_id", "preparation_id", "side"}
LINKS = {name: set(row.kwargs) for name, row in ACCESS.items() if row.who == "link" and row.kwargs}
BEHIND_A_LINK = sorted(name for name, ids in LINKS.items() if ids <= OWN)


def with_every_link(client: Client, world: World) -> dict[str, object]:
    """The client holds all links that lead to one team; the ids that they open."""
    team = make_team(world.convening, "committing", members=1)
    party, member = parties_of(team)[0], team.members.select_related("person").filter(office="").get()
    as_coordinator(client, team)
    as_signatory(client, party)
    as_attendee(client, member)
    made = preparing.let_prepare(party=party, assistant=PersonDraft("Sam", "sam@example.org"), by=BY, at=NOW)
    hold(client, made.assistant, "prepare", f"preparation:{made.pk}")
    return {
        "team_id": team.pk, "party_id": party.pk, "attendee_id": member.pk, "preparation_id": made.pk, "side": "union",
    }  # fmt: skip


@pytest.mark.parametrize("name", BEHIND_A_LINK)
def test_no_page_behind_a_link_changes_anything(
    name: str, world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(monkeypatch)
    own = with_every_link(client, world)
    address = reverse(name, kwargs={key: own[key] for key in ACCESS[name].kwargs})
    before = everything()
    answers = [getattr(client, method)(address).status_code for method in ("get", "head")]
    assert set(answers) <= {200, 302, 404, 405} or name == "portal:offer", answers  # an offer has a link of its own
    assert everything() == before


def test_nor_does_the_page_of_the_own_side(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    team = make_team(world.convening, "committing")
    ana = PersonDraft("Ana", "ana@example.org")
    found = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    hold(client, found.person, "coordinate", f"team:{team.pk}")
    before = everything()
    for name in ("portal:team", "portal:end_side", "portal:hand_over", "portal:digest"):
        assert client.get(reverse(name, args=[team.pk])).status_code == 200
    assert everything() == before


def test_looking_at_a_reminder_mints_no_link(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    make_team(world.convening, "committing")
    client.force_login(world.owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    due = next(run.due for run in upcoming(world.convening, at=NOW) if run.people)
    address = reverse("console:reminder_run", args=["walk", "commitment_open", due.due_on.isoformat()])
    before = everything()
    answer = client.get(address)
    assert (answer.status_code, "[private link]" in answer.content.decode()) == (200, True)
    assert everything() == before
