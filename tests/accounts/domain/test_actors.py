import pytest

from accounts.domain.actors import actor_name, actor_names
from accounts.domain.people import make_person
from accounts.models import User

pytestmark = pytest.mark.django_db


def test_actors_are_named() -> None:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    assert actor_name("system") == "Accord"
    assert actor_name(f"user:{user.pk}") == "June Abernathy"
    karen = make_person(convening_id=1, name="Karen Whitlock", email="karen@example.org")
    assert actor_name(f"person:{karen.pk}") == "Karen Whitlock"


@pytest.mark.parametrize("by", ["user:999", "person:999", "device:999", "token:999", "user:", "user:x", "", "parrot:1"])
def test_who_is_not_known_is_somebody(by: str) -> None:
    assert actor_name(by) == "Somebody"
    assert actor_names([by]) == {}
