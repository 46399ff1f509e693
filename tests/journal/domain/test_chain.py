"""Sealing, and finding what was altered, deleted, inserted or cut off since."""

import pytest
from django.core.management import CommandError, call_command

from journal.domain import chain, digests, erasure
from journal.models import ChainHead, Entry
from tests.journal.factories import AT, make_entry
from tests.journal.tampering import execute, tamper

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> list[Entry]:
    """Five sealed entries, the second and fourth with personal values."""
    for step in range(1, 6):
        personal = {"name": f"Person {step}"} if step % 2 == 0 else None
        make_entry(kind=f"step.{step}", data={"step": step}, personal=personal, person_id=step)
    assert chain.seal(at=AT) == 5
    return list(Entry.objects.order_by("id"))


def codes() -> list[tuple[int, str]]:
    return [(fault.number, fault.code) for fault in chain.verify()]


def test_an_empty_journal_is_whole() -> None:
    assert chain.verify() == []
    assert chain.seal(at=AT) == 0
    assert chain.verify() == []


def test_entries_are_numbered_and_each_digest_covers_the_one_before(sealed: list[Entry]) -> None:
    assert [entry.number for entry in sealed] == [1, 2, 3, 4, 5]
    previous = ""
    for entry in sealed:
        assert entry.previous_digest == previous
        assert entry.digest == digests.entry_digest(
            entry=entry, number=entry.number or 0, previous_digest=previous
        )
        previous = entry.digest
    head = ChainHead.objects.get()
    assert (head.number, head.digest, head.sealed_at) == (5, previous, AT)
    assert chain.verify() == []


def test_sealing_goes_on_where_it_stopped(sealed: list[Entry]) -> None:
    assert chain.seal(at=AT) == 0
    make_entry(kind="step.6")
    assert chain.seal(at=AT) == 1
    assert Entry.objects.get(kind="step.6").previous_digest == sealed[-1].digest
    assert chain.verify() == []


def test_sealing_works_in_chunks_up_to_its_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "CHUNK", 2)
    for _ in range(7):
        make_entry()
    assert chain.seal(at=AT, limit=5) == 5
    assert chain.seal(at=AT, limit=5) == 2
    assert chain.verify() == []


def test_a_smaller_id_that_became_visible_later_is_sealed_later() -> None:
    late = make_entry(kind="slow.writer")
    late_id = late.pk
    # As on PostgreSQL, where a transaction that began first may commit last.
    tamper("DELETE FROM journal_entry WHERE id = %s", late_id)
    make_entry(kind="quick.writer")
    chain.seal(at=AT)
    Entry(id=late_id, kind="slow.writer", by="system", at=AT, subject="team:1").save()
    chain.seal(at=AT)
    assert list(Entry.objects.order_by("number").values_list("kind", flat=True)) == ["quick.writer", "slow.writer"]
    assert chain.verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("kind", "team.lapsed"),
        ("at", "2020-01-01T00:00:00+00:00"),
        ("by", "person:666"),
        ("convening_id", 2),
        ("subject", "team:13"),
        ("data", '{"step": 99}'),
        ("id", 4711),
    ],
)
def test_an_altered_entry_shows(sealed: list[Entry], column: str, value: object) -> None:
    tamper(f'UPDATE journal_entry SET "{column}" = %s WHERE number = 3', value)
    assert codes() == [(3, "altered")]


def test_an_altered_entry_with_a_digest_of_its_own_shows_at_the_next(sealed: list[Entry]) -> None:
    entry = sealed[2]
    entry.by = "person:666"
    digest = digests.entry_digest(entry=entry, number=3, previous_digest=entry.previous_digest)
    tamper('UPDATE journal_entry SET "by" = %s, digest = %s WHERE number = 3', entry.by, digest)
    assert codes() == [(4, "unchained")]


def test_a_deleted_entry_shows(sealed: list[Entry]) -> None:
    tamper("DELETE FROM journal_entry WHERE number = 3")
    assert codes() == [(4, "missing")]


def test_a_deleted_entry_shows_even_when_the_rest_moves_up(sealed: list[Entry]) -> None:
    tamper("DELETE FROM journal_entry WHERE number = 3")
    tamper("UPDATE journal_entry SET number = number - 1 WHERE number = 4")
    tamper("UPDATE journal_entry SET number = number - 1 WHERE number = 5")
    assert codes() == [(3, "unchained"), (3, "altered"), (4, "altered"), (0, "cut")]


def test_a_cut_tail_shows(sealed: list[Entry]) -> None:
    tamper("DELETE FROM journal_entry WHERE number = 5")
    assert codes() == [(0, "cut")]


def test_a_journal_cut_to_nothing_shows(sealed: list[Entry]) -> None:
    tamper("DELETE FROM journal_entrypayload")
    tamper("DELETE FROM journal_entry")
    assert codes() == [(0, "cut")]


def test_a_journal_without_its_head_shows(sealed: list[Entry]) -> None:
    tamper("DELETE FROM journal_chainhead")
    assert codes() == [(1, "beyond")]


def test_an_inserted_entry_shows(sealed: list[Entry]) -> None:
    forged = Entry(kind="team.confirmed", by="user:1", at=AT, subject="team:66", data={})
    forged.number, forged.previous_digest, forged.digest = 6, sealed[-1].digest, "f" * 64
    forged.save()
    assert codes() == [(6, "beyond")]


def test_an_entry_inserted_in_the_middle_shows(sealed: list[Entry]) -> None:
    for number in (5, 4):
        tamper("UPDATE journal_entry SET number = number + 1 WHERE number = %s", number)
    forged = Entry(id=4000, kind="team.confirmed", by="user:1", at=AT, subject="team:66", data={})
    forged.previous_digest = sealed[2].digest
    forged.number = 4
    forged.digest = digests.entry_digest(entry=forged, number=4, previous_digest=forged.previous_digest)
    forged.save()
    assert (5, "unchained") in codes()


def test_erased_values_keep_the_chain_whole(sealed: list[Entry]) -> None:
    assert erasure.erase_person(person_id=2, at=AT) == 1
    assert erasure.erase_person(person_id=2, at=AT) == 0
    payload = Entry.objects.get(kind="step.2").payload
    assert (payload.values, payload.salt, payload.erased_at) == (None, "", AT)
    assert chain.verify() == []
    told = Entry.objects.get(kind="person.erased")
    assert (told.subject, told.data) == ("person:2", {"payloads": 1})
    assert Entry.objects.get(kind="step.4").payload.values == {"name": "Person 4"}


def test_altered_values_show(sealed: list[Entry]) -> None:
    tamper("""UPDATE journal_entrypayload SET "values" = '{"name": "Eve"}' WHERE person_id = 2""")
    assert codes() == [(2, "payload_altered")]


def test_values_that_are_gone_without_erasure_show(sealed: list[Entry]) -> None:
    tamper('UPDATE journal_entrypayload SET "values" = NULL WHERE person_id = 2')
    tamper("DELETE FROM journal_entrypayload WHERE person_id = 4")
    assert codes() == [(2, "payload_emptied"), (4, "payload_missing")]


def test_the_command_says_whether_the_journal_is_whole(
    sealed: list[Entry], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_journal")
    assert capsys.readouterr().out == "The journal is whole.\n"
    tamper("DELETE FROM journal_entry WHERE number = 5")
    with pytest.raises(CommandError, match="1 fault"):
        call_command("verify_journal")
    assert "the chain ends at 4" in capsys.readouterr().err


def test_a_number_is_given_once(sealed: list[Entry]) -> None:
    execute("UPDATE journal_chainhead SET number = 4")
    make_entry()
    with pytest.raises(Exception, match=r"(?i)unique"):
        chain.seal(at=AT)
