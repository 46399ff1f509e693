"""Second registrations, before an organizer."""

from django.test import Client

from convenings.models import Convening
from registration.models import HeldRegistration, Team
from tests.registration.factories import hold_registration, make_convening, make_team


def test_listed_and_let_pass(convening: Convening, owner: Client) -> None:
    held = hold_registration(make_team(convening))
    address = f"/organize/{convening.slug}/held/"
    page = owner.get(address).content.decode()
    assert held.coordinator_email in page
    assert "Another team: register it" in page
    owner.post(f"{address}{held.pk}/dismiss/")
    page = owner.get(address).content.decode()
    assert "Dismissed" in page
    assert "Another team: register it" not in page
    assert Team.objects.count() == 1
    assert HeldRegistration.objects.get().settled_at is not None


def test_of_another_convening(convening: Convening, owner: Client) -> None:
    held = hold_registration(make_team(make_convening()))
    assert owner.post(f"/organize/{convening.slug}/held/{held.pk}/pass/").status_code == 404
    assert owner.post(f"/organize/{convening.slug}/held/{held.pk}/burn/").status_code == 404
    assert "No place was registered twice." in owner.get(f"/organize/{convening.slug}/held/").content.decode()
