"""Every address, opened as nobody, as a stranger, in the wrong role and in the right one. The table says who may."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from convenings.models import Grant
from convenings.permissions import ROLES, Role
from tests.house.access_table import ACCESS, NOT_OURS, Access, World
from tests.registration.factories import make_convening

REFUSED = {401, 403, 404, 405, 410}
OPENED = {200, 204, 302, 303, 304, 400, 409, 422, 503}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """The names of all addresses, as reverse() takes them; one without a name as its route."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        elif isinstance(entry, URLResolver):
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


OURS = sorted(
    name for name in set(names(get_resolver())) if not name.startswith(NOT_OURS) and name != "admin/login/"
)


@pytest.fixture
def world(db: None) -> World:
    """An open convening with one organizer in each role, and a stranger with an account."""
    convening = make_convening(slug="walk", name="The walk")
    users = get_user_model().objects
    stranger = users.create_user("stranger@example.org", name="Stranger")
    holders = {role: users.create_user(f"{role.value}@example.org", name=role.value) for role in Role}
    for role, user in holders.items():
        Grant.objects.create(convening=convening, user=user, role=role)
    return World(convening=convening, stranger=stranger, holders=holders, owner=holders[Role.OWNER])


def wrong_role(access: Access, world: World) -> Any:
    """Somebody with a role that does not give the permission; every role gives some, so one is always found."""
    without = [world.holders[role] for role in Role if access.permission not in ROLES[role]]
    return without[0] if without else None


def status(user: Any, address: str, method: str) -> tuple[int, str]:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = getattr(client, method)(address)
    return response.status_code, response.headers.get("Location", "")


def is_refused(answer: tuple[int, str]) -> bool:
    code, location = answer
    return code in REFUSED or (code == 302 and location.startswith("/accounts/login/"))


def test_every_address_is_in_the_table() -> None:
    assert [name for name in OURS if name not in ACCESS] == []


def test_the_table_names_no_address_that_is_gone() -> None:
    assert [name for name in ACCESS if name not in OURS] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(set(ACCESS) & set(OURS)))
def test_who_may_open(name: str, world: World) -> None:
    access = ACCESS[name]
    address = reverse(name, kwargs=access.address_kwargs(world))
    nobody, stranger = (status(user, address, access.method) for user in (None, world.stranger))
    owner = status(world.owner, address, access.method)
    if access.who == "public":
        assert nobody[0] in OPENED, nobody
        assert not is_refused(nobody), nobody
        assert stranger[0] == nobody[0]
    elif access.who == "signed in":
        assert is_refused(nobody)
        assert stranger[0] in OPENED
    elif access.who == "permission":
        assert is_refused(nobody)
        assert stranger[0] in {403, 404}, stranger
        if (wrong := wrong_role(access, world)) is not None:
            assert status(wrong, address, access.method)[0] == 403
        assert owner[0] in OPENED | ({404} if access.missing else set()), owner
    else:
        assert is_refused(nobody)
        assert is_refused(stranger)
        assert is_refused(owner)


def admin_addresses() -> list[str]:
    """Every address of the admin that needs no row to be named, and a row's form of each model."""
    from django.contrib import admin

    found = [reverse("admin:index")]
    for model in admin.site._registry:
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found += [reverse(f"{base}_changelist"), reverse(f"{base}_add"), reverse(f"{base}_change", args=[1])]
    return found


def test_the_admin_is_for_people_with_a_role(world: World) -> None:
    for address in admin_addresses():
        assert is_refused(status(None, address, "get")) or "/admin/login/" in status(None, address, "get")[1], address
        code, location = status(world.stranger, address, "get")
        assert code in {403, 404} or location.startswith("/admin/login/"), (address, code)


def test_the_admin_has_no_door_of_its_own() -> None:
    code, location = status(None, "/admin/login/", "get")
    assert (code, location.partition("?")[0]) == (302, "/accounts/login/")
