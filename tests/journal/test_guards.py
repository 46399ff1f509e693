"""The triggers hold where the ORM cannot."""

import pytest
from django.db import IntegrityError, connection, transaction

from journal import guards
from journal.domain import chain, erasure
from journal.models import Entry, EntryPayload
from tests.journal.factories import AT, make_entry
from tests.journal.tampering import execute

pytestmark = pytest.mark.django_db

OTHERS = {
    "id": 999,
    "kind": "team.lapsed",
    "at": "2020-01-01T00:00:00+00:00",
    "by": "system",
    "convening_id": 5,
    "subject": "team:1",
    "data": '{"a": 1}',
    "payload_digest": "f" * 64,
}


def refused(sql: str, *params: object) -> None:
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        execute(sql, *params)


def test_every_content_column_has_a_test() -> None:
    assert set(OTHERS) == set(guards.CONTENT)
    fields = {field.column for field in Entry._meta.fields}
    assert fields - set(guards.CONTENT) == {"number", "previous_digest", "digest"}


@pytest.mark.parametrize("column", OTHERS)
@pytest.mark.parametrize("sealed", [False, True])
def test_no_content_is_changed(column: str, sealed: bool) -> None:
    make_entry()
    if sealed:
        chain.seal(at=AT)
    refused(f'UPDATE journal_entry SET "{column}" = %s', OTHERS[column])


@pytest.mark.parametrize("column", ["number", "previous_digest", "digest"])
def test_a_seal_is_set_once(column: str) -> None:
    make_entry()
    chain.seal(at=AT)
    refused(f"UPDATE journal_entry SET {column} = %s", 7)


@pytest.mark.parametrize("sealed", [False, True])
def test_no_entry_is_deleted(sealed: bool) -> None:
    make_entry()
    if sealed:
        chain.seal(at=AT)
    refused("DELETE FROM journal_entry")


def test_a_payload_is_emptied_and_nothing_else() -> None:
    make_entry(personal={"name": "Rosa"}, person_id=7)
    refused("DELETE FROM journal_entrypayload")
    refused("""UPDATE journal_entrypayload SET "values" = '{"name": "Eve"}'""")
    refused('UPDATE journal_entrypayload SET "values" = NULL')
    refused("UPDATE journal_entrypayload SET salt = 'x'")
    assert erasure.erase_person(person_id=7, at=AT) == 1
    refused("UPDATE journal_entrypayload SET erased_at = NULL")
    assert EntryPayload.objects.get().values is None


def test_guards_are_raised_again_without_harm() -> None:
    guards.raise_guards(connection)
    make_entry()
    refused("DELETE FROM journal_entry")
