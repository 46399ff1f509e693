from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.accounts.factories import purpose_registered


@pytest.fixture(autouse=True)
def known_purpose() -> Iterator[None]:
    with purpose_registered():
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()
