from collections.abc import Iterator

import pytest

from tests.mail.factories import occasion_registered


@pytest.fixture(autouse=True)
def known_occasion() -> Iterator[None]:
    with occasion_registered():
        yield
