"""How often: a coordinator chooses on the team's page, an organizer on theirs."""

import pytest
from django.test import Client

from accounts.models import User
from convenings.models import Grant
from convenings.permissions import Role
from registration.models import DigestReader
from tests.registration.doors import as_coordinator, stand_still
from tests.registration.factories import make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def test_a_coordinator_chooses(client: Client) -> None:
    team = make_team()
    address = f"/team/{team.pk}/digest/"
    as_coordinator(client, team)
    assert address in client.get(f"/team/{team.pk}/").content.decode()
    assert 'value="daily" ' in client.get(address).content.decode()
    assert client.post(address, {"rhythm": "hourly"}).status_code == 422
    assert client.post(address, {"rhythm": "weekly"}).status_code == 302
    reader = DigestReader.objects.get()
    assert (reader.person, reader.rhythm, reader.convening) == (team.coordinator, "weekly", team.convening)


def test_an_organizer_chooses_for_one_convening(client: Client) -> None:
    one, other = make_convening(), make_convening()
    user = User.objects.create_user("ravi@example.org", name="Ravi")
    for convening in (one, other):
        Grant.objects.create(convening=convening, user=user, role=Role.REGISTRAR)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organize/{one.slug}/mail/digest/"
    assert address in client.get(f"/organize/{one.slug}/mail/").content.decode()
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"rhythm": "never"}).status_code == 302
    assert 'value="never"' in client.get(address).content.decode()
    assert list(DigestReader.objects.values_list("convening", "user", "rhythm")) == [(one.pk, user.pk, "never")]
