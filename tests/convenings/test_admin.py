"""The admin of simple data: each organizer in their own convenings, and no state to edit."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from agreements.models import Commitment
from convenings.domain import access
from convenings.models import Convening, Element, Venue
from convenings.permissions import Role
from journal.models import Entry
from registration.models import Attendee, Team, TeamType
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, type_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Convening:
    return make_convening(capacity_teams=50)


@pytest.fixture
def there() -> Convening:
    return make_convening()


def sign_in(client: Client, convening: Convening, role: Role) -> User:
    user = User.objects.create_user(f"{role}@example.org", is_staff=True)
    access.grant(convening=convening, user=user, role=role, by=BY, at=NOW)
    client.force_login(user)
    return user


def facts(convening: Convening, **over: object) -> dict[str, object]:
    form = {
        name: getattr(convening, name) for name in ("slug", "name", "tagline", "about", "time_zone", "contact_email")
    }
    form |= {"venue": convening.venue_id, "grace_days": convening.grace_days}
    for name in ("capacity_teams", "capacity_people", "members_least", "members_most"):
        form[name] = getattr(convening, name)
    for name in ("starts_at", "ends_at", "opens_at", "promise_by_at", "plan_due_at"):
        at = convening.local(getattr(convening, name))  # the admin speaks in the convening's zone
        form |= {f"{name}_0": at.date().isoformat(), f"{name}_1": at.time().isoformat()}
    return form | over


def test_an_owner_sees_the_own_convening_alone(client: Client, here: Convening, there: Convening) -> None:
    sign_in(client, here, Role.OWNER)

    page = client.get(reverse("admin:convenings_convening_changelist")).content.decode()

    assert here.name in page
    assert there.name not in page
    assert client.get(reverse("admin:convenings_convening_change", args=[there.pk])).status_code == 302


def test_an_owner_changes_facts_through_the_domain(client: Client, here: Convening) -> None:
    user = sign_in(client, here, Role.OWNER)
    waiting = make_team(here, "confirmed")

    answer = client.post(
        reverse("admin:convenings_convening_change", args=[here.pk]), facts(here, name="New name", capacity_teams=60)
    )

    assert answer.status_code == 302, answer.content.decode()
    here.refresh_from_db()
    assert (here.name, here.capacity_teams, waiting.place) == ("New name", 60, "confirmed")
    entry = Entry.objects.get(kind="convening.changed")
    assert (entry.by, entry.data) == (f"user:{user.pk}", {"fields": ["capacity_teams", "name"]})


def test_a_refusal_stands_beside_its_field_and_what_was_typed_stays(client: Client, here: Convening) -> None:
    sign_in(client, here, Role.OWNER)
    make_team(here, "confirmed")
    make_team(here, "confirmed")

    answer = client.post(reverse("admin:convenings_convening_change", args=[here.pk]), facts(here, capacity_teams=1))

    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert errors == {"capacity_teams": ["2 teams have a place. The room for teams cannot be less."]}
    assert 'value="1"' in answer.content.decode()
    here.refresh_from_db()
    assert here.capacity_teams == 50


def test_who_may_only_look_changes_nothing(client: Client, here: Convening) -> None:
    sign_in(client, here, Role.PROGRAMME)
    url = reverse("admin:convenings_convening_change", args=[here.pk])
    assert client.get(url).status_code == 200

    assert client.post(url, facts(here, name="New name")).status_code == 403


def test_states_counters_and_the_statement_are_not_in_the_form(client: Client, here: Convening) -> None:
    sign_in(client, here, Role.OWNER)
    client.post(
        reverse("admin:convenings_convening_change", args=[here.pk]),
        facts(here, state="cancelled", completions=99, state_changes=9),
    )

    here.refresh_from_db()
    assert (here.state, here.completions, here.state_changes) == ("open", 0, 1)


def test_simple_rows_are_added_to_ones_own_convening_only(client: Client, here: Convening, there: Convening) -> None:
    sign_in(client, here, Role.OWNER)
    url = reverse("admin:convenings_element_add")
    assert client.post(url, {"convening": there.pk, "name": "Pay", "position": 0}).status_code == 200
    assert client.post(url, {"convening": here.pk, "name": "Pay", "position": 0}).status_code == 302

    element = Element.objects.get()
    assert element.convening == here
    assert Entry.objects.filter(kind="element.added", subject=f"element:{element.pk}").exists()
    client.post(reverse("admin:convenings_element_delete", args=[element.pk]), {"post": "yes"})
    assert Entry.objects.filter(kind="element.deleted", convening_id=here.pk).exists()


def test_offices_follow_their_team_type_to_the_convening(client: Client, here: Convening, there: Convening) -> None:
    sign_in(client, here, Role.OWNER)
    page = client.get(reverse("admin:registration_office_changelist"))

    assert page.status_code == 200
    shown = {office.team_type.convening_id for office in page.context["cl"].queryset}
    assert shown == {here.pk}
    office = type_of(there).offices.first()
    assert client.get(reverse("admin:registration_office_change", args=[office.pk])).status_code == 302


def test_a_volunteer_without_a_role_sees_nothing(client: Client, here: Convening) -> None:
    user = User.objects.create_user("nobody@example.org", is_staff=True)
    client.force_login(user)

    assert client.get(reverse("admin:convenings_convening_changelist")).status_code == 403


MOVED = {"name": "Music Hall", "street": "", "city": "Cincinnati", "state": "OH"}


def test_an_owner_mends_the_own_venue_and_who_promised_is_asked_again(
    client: Client, here: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(monkeypatch)
    user = sign_in(client, here, Role.OWNER)
    team = make_team(here, "confirmed")
    url = reverse("admin:convenings_venue_change", args=[here.venue_id])
    assert client.post(url, {**MOVED, "name": here.venue.name, "street": "1301 Western Ave"}).status_code == 302
    assert Team.objects.get(pk=team.pk).state == "committed"  # the street is no part of what was promised
    assert client.post(url, MOVED).status_code == 302
    here.refresh_from_db()
    assert here.venue.name == "Music Hall"
    assert Team.objects.get(pk=team.pk).state == "committing"
    told = Entry.objects.filter(kind="venue.changed", convening_id=here.pk)
    assert {entry.by for entry in told} == {f"user:{user.pk}"}
    delete = reverse("admin:convenings_venue_delete", args=[here.venue_id])
    assert client.post(delete, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("shared", [False, True])
def test_nobody_moves_somebody_elses_convening(
    client: Client, here: Convening, there: Convening, shared: bool
) -> None:
    sign_in(client, here, Role.OWNER)
    if shared:
        Convening.objects.filter(pk=here.pk).update(venue=there.venue_id)
    url = reverse("admin:convenings_venue_change", args=[there.venue_id])
    client.post(url, MOVED)
    assert Venue.objects.get(pk=there.venue_id).name == "Union Terminal"
    assert client.get(url).status_code == 302
    assert client.post(reverse("admin:convenings_venue_add"), MOVED).status_code == 302


def test_what_has_states_is_not_in_the_admin() -> None:
    for model in (Team, Attendee, Commitment):
        assert not admin.site.is_registered(model)
    assert admin.site.is_registered(TeamType)
