from typing import Any

import pytest
from django.test import Client

from convenings.domain import convenings
from tests.registration.factories import BY, NOW, make_convening

pytestmark = pytest.mark.django_db


def test_it_lists_what_is_public_and_sets_apart_what_is_over(client: Client, django_assert_num_queries: Any) -> None:
    coming = make_convening(name="The Coming Convening")
    over = make_convening(name="The Cancelled Convening")
    convenings.cancel(convening=over, reason="Flood", by=BY, at=NOW)
    make_convening(name="The Draft", opened=False)
    with django_assert_num_queries(1):
        shown = client.get("/").content.decode()
    assert f'href="/c/{coming.slug}/"' in shown
    assert shown.index("The Coming Convening") < shown.index("Earlier") < shown.index("The Cancelled Convening")
    assert "The Draft" not in shown
    assert "Start here" not in shown


def test_empty_it_says_what_to_do(client: Client) -> None:
    assert "No convening is announced yet." in client.get("/").content.decode()


def test_a_demonstration_says_first_where_to_start(client: Client, demo_mode: None) -> None:
    convening = make_convening()
    shown = client.get("/").content.decode()
    assert shown.index("DEMONSTRATION") < shown.index("Start here") < shown.index(convening.name)
