import pytest
from django.db import models
from pytest_django import DjangoAssertNumQueries

from journal.domain import digests, entries
from journal.models import Entry, EntryPayload, WrittenOnceError
from tests.journal.factories import AT, make_entry

pytestmark = pytest.mark.django_db


def test_an_entry_is_written_unsealed() -> None:
    entry = make_entry(data={"office": "superintendent", "parties": (1, 2)})
    read = Entry.objects.get()
    assert read == entry
    assert (read.kind, read.by, read.at, read.subject, read.convening_id) == (
        "team.registered",
        "person:7",
        AT,
        "team:12",
        1,
    )
    assert read.data == {"office": "superintendent", "parties": [1, 2]}
    assert (read.number, read.digest, read.payload_digest) == (None, "", "")
    assert not EntryPayload.objects.exists()


def test_what_happened_in_one_act_is_written_in_order_by_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    happened = [
        entries.Happened(kind=kind, by="person:7", at=AT, subject="team:12", convening_id=1, data={"offices": (1, 2)})
        for kind in ("team.committed", "certificate.issued", "place.confirmed")
    ]
    with django_assert_num_queries(1):
        entries.record_all(happened)

    read = Entry.objects.order_by("id")
    assert [entry.kind for entry in read] == [one.kind for one in happened]
    assert {(entry.by, entry.at, entry.subject, entry.convening_id) for entry in read} == {
        ("person:7", AT, "team:12", 1)
    }
    assert [(entry.data, entry.number, entry.payload_digest) for entry in read] == [({"offices": [1, 2]}, None, "")] * 3


def test_personal_values_stand_apart_behind_a_salted_digest() -> None:
    entry = make_entry(personal={"typed_name": "Rosa Okafor", "on": AT}, person_id=7)
    payload = EntryPayload.objects.get()
    assert "Okafor" not in str(entry.__dict__)
    assert payload.person_id == 7
    assert payload.values == {"typed_name": "Rosa Okafor", "on": "2012-05-23T14:00:00.123Z"}
    assert entry.payload_digest == digests.payload_digest(salt=payload.salt, values=payload.values)
    assert len(bytes.fromhex(payload.salt)) == 32


def test_equal_values_have_different_digests() -> None:
    first, second = (make_entry(personal={"name": "Rosa"}, person_id=7) for _ in range(2))
    assert first.payload_digest != second.payload_digest


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(TypeError):
        make_entry(data={"team": object()})


@pytest.mark.parametrize("model", [Entry, EntryPayload])
def test_rows_are_neither_changed_nor_deleted_through_the_orm(model: type[models.Model]) -> None:
    make_entry(personal={"name": "Rosa"}, person_id=7)
    row = model._default_manager.get()
    for change in (
        row.save,
        row.delete,
        lambda: row.save(update_fields=["id"]),
        lambda: model._default_manager.update(id=9),
        lambda: model._default_manager.filter(pk=row.pk).delete(),
        lambda: model._default_manager.bulk_update([row], ["id"]),
    ):
        with pytest.raises(WrittenOnceError):
            change()
    assert model._default_manager.get().pk == row.pk


def test_entries_are_found_by_subject_and_by_convening() -> None:
    first, second = make_entry(), make_entry(kind="team.committed")
    other = make_entry(subject="team:13")
    make_entry(subject="team:14", convening_id=2)
    assert list(Entry.objects.of_subject("team:12")) == [first, second]
    assert list(Entry.objects.of_convening(1)) == [other, second, first]
