"""Who closes the account of somebody who helped: the owner of all that they helped with, and nobody their own."""

import pytest

from accounts.models import User
from convenings.domain import access
from convenings.domain.leaving import HelpsElsewhere, OwnAccount, close_organizer
from convenings.models import Convening, Grant
from convenings.permissions import Role
from journal.models import Entry
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def owner(convening: Convening) -> User:
    return with_role("owner", convening, Role.OWNER)


def with_role(name: str, convening: Convening, role: Role) -> User:
    user = User.objects.create_user(f"{name}@example.org", password="promise-together")
    access.grant(convening=convening, user=user, role=role, by=BY, at=NOW)
    return user


def test_roles_and_the_account_end(convening: Convening, owner: User) -> None:
    theirs = with_role("desk", convening, Role.DESK)
    access.grant(convening=convening, user=theirs, role=Role.EXPO, by=BY, at=NOW)

    close_organizer(user=theirs, by=owner, at=NOW)

    theirs.refresh_from_db()
    assert (theirs.is_active, theirs.has_usable_password()) == (False, False)
    assert not Grant.objects.filter(user=theirs).exists()
    said = Entry.objects.filter(subject=f"user:{theirs.pk}", by=f"user:{owner.pk}").order_by("pk")
    assert list(said.values_list("kind", flat=True))[-3:] == ["role.revoked", "role.revoked", "user.closed"]


def test_nobody_closes_their_own_account(convening: Convening, owner: User) -> None:
    with_role("other", convening, Role.OWNER)
    with pytest.raises(OwnAccount):
        close_organizer(user=owner, by=owner, at=NOW)


def test_another_owners_helper_stays_whole(convening: Convening, owner: User) -> None:
    theirs = with_role("desk", convening, Role.DESK)
    access.grant(convening=make_convening(), user=theirs, role=Role.EXPO, by=BY, at=NOW)
    with pytest.raises(HelpsElsewhere):
        close_organizer(user=theirs, by=owner, at=NOW)
    theirs.refresh_from_db()
    assert (theirs.is_active, Grant.objects.filter(user=theirs).count()) == (True, 2)


def test_the_last_owner_stays(convening: Convening, owner: User) -> None:
    """Whoever runs the house may do all, but leaves no convening without an owner."""
    house = User.objects.create_superuser("house@example.org", password="promise-together")
    with pytest.raises(access.LastOwner):
        close_organizer(user=owner, by=house, at=NOW)
    owner.refresh_from_db()
    assert owner.is_active


def test_an_owner_does_not_close_the_account_of_who_runs_the_house(convening: Convening, owner: User) -> None:
    house = User.objects.create_superuser("house@example.org", password="promise-together")
    access.grant(convening=convening, user=house, role=Role.DESK, by=BY, at=NOW)
    with pytest.raises(access.NotAllowed):
        close_organizer(user=house, by=owner, at=NOW)
