import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from convenings.domain import access
from convenings.permissions import ROLES, Permission, Role
from journal.models import Entry
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db


def make_user(number: int = 1, **more: object) -> User:
    return User.objects.create_user(f"organizer{number}@example.org", **more)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_gives_its_permissions_in_its_convening_alone(role: Role) -> None:
    here, there, user = make_convening(), make_convening(), make_user()
    access.grant(convening=here, user=user, role=role, by=BY, at=NOW)

    assert access.permissions_of(user, here) == ROLES[role]
    assert access.permissions_of(user, there) == frozenset()
    for permission in Permission:
        assert (here in access.convenings_of(user, permission)) is (permission in ROLES[role])


def test_roles_add_up() -> None:
    convening, user = make_convening(), make_user()
    for role in (Role.PROGRAMME, Role.EXPO):
        access.grant(convening=convening, user=user, role=role, by=BY, at=NOW)

    assert access.permissions_of(user, convening) == ROLES[Role.PROGRAMME] | ROLES[Role.EXPO]


def test_a_superuser_holds_all_and_nobody_else_anything() -> None:
    convening = make_convening()
    assert access.permissions_of(make_user(1, is_superuser=True), convening) == frozenset(Permission)
    assert access.permissions_of(make_user(2), convening) == frozenset()
    assert access.permissions_of(AnonymousUser(), convening) == frozenset()
    assert access.permissions_of(make_user(3, is_superuser=True, is_active=False), convening) == frozenset()
    assert not access.convenings_of(AnonymousUser()).exists()


def test_who_lacks_a_permission_is_refused() -> None:
    convening, user = make_convening(), make_user()
    access.grant(convening=convening, user=user, role=Role.PROGRAMME, by=BY, at=NOW)
    access.require(user=user, convening=convening, permission=Permission.CHANGE_PROGRAMME)

    with pytest.raises(access.NotAllowed) as refused:
        access.require(user=user, convening=convening, permission=Permission.CHANGE_EXPO)
    assert refused.value.status == 403


def test_roles_are_given_and_taken_once_and_journalled() -> None:
    convening, user, other = make_convening(), make_user(1), make_user(2)
    for _ in range(2):
        access.grant(convening=convening, user=user, role=Role.EXPO, by=BY, at=NOW)
    for _ in range(2):
        access.revoke(convening=convening, user=user, role=Role.EXPO, by=BY, at=NOW)

    kinds = Entry.objects.filter(subject=f"user:{user.pk}").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["role.granted", "role.revoked"]
    assert access.permissions_of(other, convening) == frozenset()


def test_the_last_owner_stays() -> None:
    convening, first, second = make_convening(), make_user(1), make_user(2)
    access.grant(convening=convening, user=first, role=Role.OWNER, by=BY, at=NOW)
    with pytest.raises(access.LastOwner):
        access.revoke(convening=convening, user=first, role=Role.OWNER, by=BY, at=NOW)
    access.grant(convening=convening, user=second, role=Role.OWNER, by=BY, at=NOW)

    access.revoke(convening=convening, user=first, role=Role.OWNER, by=BY, at=NOW)
