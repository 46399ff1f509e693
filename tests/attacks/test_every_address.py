"""What holds at every address of the house, now and for those that come: taken from the table of addresses."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone

from api.domain.tokens import make_token
from api.scopes import Scope
from convenings.models import Convening, Grant
from convenings.permissions import Role
from tests.house.access_table import ACCESS, Access, World
from tests.house.test_access import names
from tests.registration.doors import everything
from tests.registration.factories import make_convening

# The statements of these pages run on both databases in test_access.py and in each page's own tests; what is asked here
# (ids of others, a GET that writes, the form's token, what a cache keeps) is decided before or after them, in Python.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database, pytest.mark.slow]
BACKEND = settings.AUTHENTICATION_BACKENDS[0]
NO_IDS = {"slug", "step", "of", "occasion", "language", "on", "kind"}  # the convening, and words that choose
BEHIND_A_ROLE = sorted(name for name, row in ACCESS.items() if row.who == "permission")
WITH_IDS = [name for name in BEHIND_A_ROLE if set(ACCESS[name].kwargs) - NO_IDS]
BY_TOKEN = (name for name, row in ACCESS.items() if row.who == "token")
TOKENS_WITH_IDS = sorted(name for name in BY_TOKEN if "pk" in ACCESS[name].kwargs and name != "api:scans")
OPENED_BY_GET = sorted(name for name, row in ACCESS.items() if row.who in {"permission", "public", "signed in"})
WITH_LINKS = ((name, row) for name, row in ACCESS.items() if row.who == "link")
# Whoever has no device reads the same at all doors.
BY_LINK = sorted(name for name, row in WITH_LINKS if not name.startswith("checkin:") or "attendee_id" in row.kwargs)
OF_ACCOUNTS = sorted(name for name in set(names(get_resolver())) if name.startswith(("account_", "mfa_")))
WITH_CSRF = sorted(name for name, row in ACCESS.items() if row.who != "token")


def signed_in(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user, backend=BACKEND)
    return client


def address_of(name: str, world: World, **over: Any) -> str:
    access: Access = ACCESS[name]
    return reverse(name, kwargs=access.address_kwargs(world) | over)


def elsewhere(world: World) -> Convening:
    """A convening of its own, where the one who attacks owns everything."""
    other = make_convening(slug="elsewhere", name="Elsewhere")
    Grant.objects.create(convening=other, user=world.stranger, role=Role.OWNER)
    return other


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", WITH_IDS)
def test_ids_of_another_convening_are_unknown(name: str, method: str, world: World) -> None:
    """The owner of one convening puts the ids of another into the own addresses."""
    other = elsewhere(world)
    address = address_of(name, world, slug=other.slug)
    client = signed_in(world.stranger)
    before = everything()
    assert getattr(client, method)(address).status_code in {404, 405}
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", TOKENS_WITH_IDS)
def test_a_token_does_not_know_ids_of_another_convening(name: str, method: str, world: World) -> None:
    """With every scope, and whatever is sent: the row is unknown before the body is looked at."""
    address, at = address_of(name, world), timezone.now()
    facts = {"label": "All", "scopes": Scope.values, "expires_at": at + timedelta(days=1)}
    _token, secret = make_token(convening=elsewhere(world), **facts, by="user:1", at=at)
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    client.get("/api/v1/convening/")  # the token's use is written once a minute
    before = everything()
    answer = getattr(client, method)(address, {"name": "Eve"}, content_type="application/json")
    assert answer.status_code in {404, 405}, answer.content
    assert everything() == before


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("name", OPENED_BY_GET)
def test_no_get_changes_anything(name: str, method: str, world: World) -> None:
    client, address = signed_in(world.owner), address_of(name, world)
    before = everything()
    getattr(client, method)(address)
    assert everything() == before


@pytest.mark.parametrize("name", WITH_CSRF)
def test_no_post_without_the_forms_token(name: str, world: World) -> None:
    client, address = signed_in(world.owner, enforce_csrf_checks=True), address_of(name, world)
    before = everything()
    assert client.post(address).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("name", BEHIND_A_ROLE)
def test_no_cache_keeps_what_needs_a_role(name: str, world: World) -> None:
    response = signed_in(world.owner).get(address_of(name, world))
    if response.status_code == 200:
        assert is_kept_by_nobody(response)


def test_no_cache_keeps_what_opens_by_link(world: World) -> None:
    """Whether it opens or not: the refusal tells that somebody has, or had, a link to it."""
    answers = {name: getattr(Client(), ACCESS[name].method)(address_of(name, world)) for name in BY_LINK}
    assert [name for name, answer in answers.items() if not is_kept_by_nobody(answer)] == []


def test_no_cache_keeps_a_page_of_an_account(world: World) -> None:
    kept = []
    for name in OF_ACCOUNTS:
        try:
            address = reverse(name)
        except NoReverseMatch:  # with a key or an id in it
            continue
        visitors = (Client(), signed_in(world.owner))
        kept += [address for visitor in visitors if not is_kept_by_nobody(visitor.get(address))]
    assert kept == []


def is_kept_by_nobody(response: Any) -> bool:
    """As it says to caches."""
    return {"private", "no-store"} <= {part.strip() for part in response.get("Cache-Control", "").split(",")}
