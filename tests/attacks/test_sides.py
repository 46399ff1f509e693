"""A coordinator beside the lead reads no address of the other side: a promise could be asked for there in its name."""

import pytest
from django.test import Client

from registration.domain import attendees, coordination
from registration.domain.drafts import PersonDraft
from tests.registration.doors import as_coordinator, hold, stand_still
from tests.registration.factories import BY, NOW, make_team, party_of

pytestmark = pytest.mark.django_db


def test_addresses_of_the_other_side_are_not_shown(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    team = make_team(state="committing")
    address = f"/team/{team.pk}/"
    for side in ("union", "district", ""):
        person = PersonDraft(f"One of {side}", f"member-{side}@example.org")
        attendees.add_member(team=team, person=person, job="", side=side, by=BY, at=NOW)
    ana = PersonDraft("Ana", "ana@example.org")
    found = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    theirs, own = (party_of(team, office).signatory for office in ("superintendent", "union_president"))
    assert theirs is not None
    assert own is not None
    of_theirs = {theirs.email, "member-district@example.org"}
    everybodys = {*of_theirs, own.email, "member-union@example.org", "member-@example.org"}

    shown = as_coordinator(Client(), team).get(address).content.decode()
    assert {email for email in everybodys if email in shown} == everybodys
    shown = hold(client, found.person, "coordinate", f"team:{team.pk}").get(address).content.decode()
    assert {email for email in everybodys if email in shown} == everybodys - of_theirs
    assert theirs.name in shown
