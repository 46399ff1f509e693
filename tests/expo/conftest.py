import pytest

from convenings.models import Convening
from tests.registration.factories import make_convening


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening()
