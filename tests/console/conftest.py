from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from convenings.models import Convening, Grant
from convenings.permissions import Role
from tests.registration.factories import make_convening

SignIn = Callable[..., Client]


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """A signed-in organizer: sign_in(convening, Role.OWNER); without a role a stranger."""

    def signed_in(convening: Convening, *roles: Role, name: str = "June Abernathy") -> Client:
        user = User.objects.create_user(f"{name.split(maxsplit=1)[0].lower()}@example.org", name=name)
        for role in roles:
            Grant.objects.create(convening=convening, user=user, role=role)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def owner(convening: Convening, sign_in: SignIn) -> Client:
    return sign_in(convening, Role.OWNER)
