"""What the agreements' migrations make of rows that stand there."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from agreements import only_grows
from agreements.domain import commitments
from agreements.domain.evidence import Evidence
from agreements.models import Party
from tests.agreements.factories import BY, NOW, make_agreement, parties_of

pytestmark = pytest.mark.django_db


def test_earlier_promises_take_over_what_their_party_names() -> None:
    promised, asked = parties_of(make_agreement())
    for party in (promised, asked):
        commitments.invite(party=party, by=BY, at=NOW)
    commitments.sign(
        party=promised, typed_name="Ruth Okafor", evidence=Evidence(promises=(1,)),
        by=f"person:{promised.signatory_id}", at=NOW,
    )  # fmt: skip
    Party.objects.update(organization="Mesa O'Brien-Nuñez Union")
    assert {row.organization for row in promised.commitments.all()} == {""}

    with connection.cursor() as cursor:
        editor = SimpleNamespace(connection=connection, execute=cursor.execute)
        import_module("agreements.migrations.0006_organization").fill_in(None, editor)
    only_grows.put_in_place("default")

    found = [row for party in (promised, asked) for row in party.commitments.order_by("number")]
    rows = [(row.state, row.organization) for row in found]
    assert rows == [("invited", ""), ("signed", "Mesa O'Brien-Nuñez Union"), ("invited", "")]
    assert only_grows.trigger_name("agreements_commitment", "UPDATE") in only_grows.triggers_of("default")
