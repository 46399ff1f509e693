import pytest
from django.test import Client

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from expo.models import Booth
from tests.expo.factories import AT, booths, hall


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June", is_staff=True)
    grant(convening=convening, user=user, role=Role.EXPO, by="system", at=AT)
    client.force_login(user)
    return client


def test_booths_are_saved_through_the_domain(organizer: Client, convening: Convening) -> None:
    where = hall(convening)
    booths(where, "power")
    facts = {"hall": where.pk, "number": 102, "x": 5, "y": 0, "width": 10, "depth": 10, "features": ["screen"],
             "use": "teams"}  # fmt: skip
    assert "Booth 102 would stand on booth 101." in organizer.post("/admin/expo/booth/add/", facts).content.decode()
    assert organizer.post("/admin/expo/booth/add/", {**facts, "x": 10}).status_code == 302
    made = Booth.objects.get(number=102)
    assert made.features == ["screen"]
    organizer.post(f"/admin/expo/booth/{made.pk}/delete/", {"post": "yes"})
    assert not Booth.objects.filter(number=102).exists()
