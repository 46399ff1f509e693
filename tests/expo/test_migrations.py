"""Booths that were drawn before they had codes."""

from importlib import import_module

import pytest
from django.apps import apps

from expo.models import Booth
from tests.expo.factories import booths, hall
from tests.registration.factories import make_convening


@pytest.mark.django_db
def test_each_gets_a_code_of_its_own() -> None:
    booths(hall(make_convening()), "", "", "")
    before = set(Booth.objects.values_list("code", flat=True))
    import_module("expo.migrations.0004_booth_code").give_codes(apps, None)
    after = set(Booth.objects.values_list("code", flat=True))
    assert (len(before), len(after), before & after) == (3, 3, set())
