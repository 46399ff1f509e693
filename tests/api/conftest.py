from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from api.domain.tokens import make_token
from api.scopes import Scope
from convenings.models import Convening
from tests.registration.factories import make_convening

Caller = Callable[..., Client]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Throttles count in the cache."""
    cache.clear()


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening()


@pytest.fixture
def caller(db: None) -> Caller:
    """A client with a fresh token: caller(convening, Scope.TEAMS_READ)."""

    def call(convening: Convening, *scopes: Scope, **over: Any) -> Client:
        at = timezone.now()
        given: dict[str, Any] = {"label": "Test", "scopes": scopes or list(Scope), "expires_at": at + timedelta(days=1)}
        _token, secret = make_token(convening=convening, by="user:1", at=at, **{**given, **over})
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return call
