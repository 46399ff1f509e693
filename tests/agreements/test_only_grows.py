"""Answers and published texts are never edited or deleted: not through the product, not by SQL."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction

from agreements import only_grows
from agreements.domain import commitments
from agreements.models import Commitment, Confirmation, Scan, StatementVersion
from journal.models import WrittenOnceError
from tests.agreements.factories import BY, NOW, make_agreement, parties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def row() -> Commitment:
    row = commitments.invite(party=parties_of(make_agreement())[0], by=BY, at=NOW)
    Scan.objects.create(commitment=row, name="scan.pdf", kind="application/pdf", size=1, sha256="0" * 64)
    Confirmation.objects.create(commitment=row, at=NOW)
    return row


EDITS: list[Callable[[Commitment], object]] = [
    lambda row: row.save(),
    lambda row: row.save(update_fields=["reason"]),
    lambda row: row.delete(),
    lambda row: Commitment.objects.filter(pk=row.pk).update(reason="x"),
    lambda row: Commitment.objects.filter(pk=row.pk).delete(),
    lambda row: Commitment.objects.bulk_update([row], ["reason"]),
    lambda row: row.party.commitments.update(reason="x"),
    lambda row: row.version.save(),
    lambda row: row.version.delete(),
    lambda row: StatementVersion.objects.all().update(text="x"),
    lambda row: StatementVersion.objects.all().delete(),
]


@pytest.mark.parametrize("edit", EDITS, ids=range(len(EDITS)))
def test_the_product_refuses(edit: Callable[[Commitment], object], row: Commitment) -> None:
    with pytest.raises(WrittenOnceError):
        edit(row)


@pytest.mark.parametrize("table", only_grows.TABLES)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses(sql: str, table: str, row: Commitment) -> None:
    with pytest.raises(DatabaseError, match="never edited or deleted"), transaction.atomic():
        connection.cursor().execute(sql.format(table))

    assert Commitment.objects.count() == 1


def test_the_triggers_come_back_after_a_migration_lost_them(row: Commitment) -> None:
    name = only_grows.trigger_name("agreements_commitment", "UPDATE")
    on = "" if connection.vendor == "sqlite" else " ON agreements_commitment"
    connection.cursor().execute(f"DROP TRIGGER {name}{on}")

    only_grows.put_in_place("default")
    only_grows.put_in_place("default")

    assert name in only_grows.triggers_of("default")
