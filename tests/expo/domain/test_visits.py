"""A visit counts once, whatever is sent; notes are seen by two teams and by name only with consent."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest

from expo.domain.bookmarks import set_bookmark
from expo.domain.notes import NoteGone, NoteIdReused, OrganizersHide, hide_note, notes_of, notes_seen_by, withdraw_note
from expo.domain.short_texts import TextRefused
from expo.domain.standing_booths import BoothUnknown, NobodyStandsThere, NotYourself, OwnBooth
from expo.domain.visit_lists import VISIT_COLUMNS, visit_table, visits_of
from expo.domain.visits import OLDEST, ExpoNotOpen, VisitIdReused, leave_visit, leave_visits
from expo.models import Bookmark, Hall, Note, Visit
from journal.models import Entry
from registration.models import Attendee
from tests.expo.day_factories import BY, DURING, code_of, draft, listed, me, minor, note, visit
from tests.expo.rota_factories import people, team_at, waved
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Hall:
    return waved(make_convening(), teams=3)


@pytest.fixture
def ann(where: Hall) -> Attendee:
    return people(where)[0]


def test_one_tap_leaves_a_visit_a_bookmark_and_a_note(where: Hall, ann: Attendee) -> None:
    visit(ann, note="  Tell us about your rota. ")
    row = Visit.objects.get()
    assert (row.attendee, row.team, row.visited_at, row.received_at) == (ann, team_at(where, 102), DURING, DURING)
    assert Bookmark.objects.filter(attendee=ann, team=row.team).exists()
    assert Note.objects.get().text == "Tell us about your rota."
    entries = Entry.objects.filter(kind__in=("visit.left", "note.left"))
    assert sorted(entry.kind for entry in entries) == ["note.left", "visit.left"]
    assert "rota" not in " ".join(str(entry.data) for entry in entries)


def test_without_bookmark_and_note(where: Hall, ann: Attendee) -> None:
    visit(ann, bookmark=False)
    assert (Visit.objects.count(), Bookmark.objects.count(), Note.objects.count()) == (1, 0, 0)


def test_sent_again_it_changes_nothing(where: Hall, ann: Attendee) -> None:
    tap = draft(note="Hello")
    first = leave_visit(attendee=ann, draft=tap, by=me(ann), at=DURING)
    again = leave_visit(attendee=ann, draft=tap, by=me(ann), at=DURING + timedelta(days=1))
    other = visit(ann)  # another tap at the same booth
    assert first.pk == again.pk == other.pk
    assert (Visit.objects.count(), Note.objects.count(), Entry.objects.filter(kind="visit.left").count()) == (1, 1, 1)


def test_a_dropped_bookmark_does_not_come_back_by_a_replay(where: Hall, ann: Attendee) -> None:
    tap = draft()
    leave_visit(attendee=ann, draft=tap, by=me(ann), at=DURING)
    set_bookmark(attendee=ann, code=tap.code, kept=False, by=me(ann), at=DURING)
    leave_visit(attendee=ann, draft=tap, by=me(ann), at=DURING)
    assert not Bookmark.objects.exists()


def test_an_id_stands_for_one_booth_and_one_person(where: Hall, ann: Attendee) -> None:
    tap = draft()
    leave_visit(attendee=ann, draft=tap, by=me(ann), at=DURING)
    with pytest.raises(VisitIdReused):
        leave_visit(attendee=ann, draft=draft(103, visit_id=tap.visit_id), by=me(ann), at=DURING)
    bob = people(where)[1]
    with pytest.raises(VisitIdReused):
        leave_visit(attendee=bob, draft=tap, by=me(bob), at=DURING)


@pytest.mark.parametrize(
    ("said", "kept"),
    [(DURING + timedelta(days=400), DURING), (DURING - timedelta(minutes=5), DURING - timedelta(minutes=5))],
)
def test_a_time_that_has_not_come_is_taken_as_now(where: Hall, ann: Attendee, said: object, kept: object) -> None:
    assert visit(ann, visited_at=said).visited_at == kept


def test_what_arrives_late_is_kept_for_a_week(where: Hall, ann: Attendee) -> None:
    late = DURING + OLDEST + timedelta(hours=1)
    row = leave_visit(attendee=ann, draft=draft(), by=me(ann), at=late)
    assert row.visited_at == late - OLDEST


def test_before_the_expo_opens_there_is_no_visit(where: Hall, ann: Attendee) -> None:
    with pytest.raises(ExpoNotOpen):
        visit(ann, visited_at=where.opens_at - timedelta(minutes=1))
    assert set_bookmark(attendee=ann, code=code_of(102), kept=True, by=me(ann), at=DURING)


def test_whom_nobody_visits(where: Hall, ann: Attendee) -> None:
    with pytest.raises(OwnBooth):
        visit(ann, 101)
    team_at(where, 103).placement.delete()
    with pytest.raises(NobodyStandsThere):
        visit(ann, 103)
    for code in ("", "0", "<script>", "A" * 10_000, "ﬃ" * 10, "' OR 1=1"):
        with pytest.raises(BoothUnknown):
            visit(ann, code=code)


def test_a_code_may_be_typed(where: Hall, ann: Attendee) -> None:
    code = code_of(102).lower()
    assert visit(ann, code=f" {code[:5]}-{code[5:]} ").team == team_at(where, 102)


def test_another_convenings_booth_is_unknown(where: Hall, ann: Attendee) -> None:
    stranger = people(waved(make_convening()))[0]
    with pytest.raises(BoothUnknown):
        leave_visit(attendee=stranger, draft=draft(code=where.booths.get(number=102).code), by=me(stranger), at=DURING)


def test_nobody_taps_for_somebody_else(where: Hall, ann: Attendee) -> None:
    bob = people(where)[1]
    for by in (me(bob), BY, "system", ""):
        with pytest.raises(NotYourself):
            leave_visit(attendee=ann, draft=draft(), by=by, at=DURING)
    ann.cancelled_at = DURING
    with pytest.raises(NotYourself):
        visit(ann)


def test_of_several_each_is_kept_or_refused_by_itself(where: Hall, ann: Attendee) -> None:
    good, own, bad = draft(102), draft(101), draft(103, note="\u202eevil")
    outcomes = leave_visits(attendee=ann, drafts=[own, good, good, bad], by=me(ann), at=DURING)
    assert [outcome.code for outcome in outcomes] == ["own_booth", "kept", "kept", "text_refused"]
    assert list(Visit.objects.values_list("team__placement__booth__number", flat=True)) == [102]


# Notes.


def readers(where: Hall) -> Iterator[list[str]]:
    for number in (101, 102, 103):
        yield [shown.note.text for shown in notes_seen_by(people(where, number)[1])]


def test_both_teams_see_a_note_and_nobody_else(where: Hall, ann: Attendee) -> None:
    note(ann, text="Call us.")
    assert list(readers(where)) == [["Call us."], ["Call us."], []]
    assert [len(notes_of(team_at(where, number))) for number in (101, 102, 103)] == [1, 1, 0]
    assert notes_seen_by(people(where, 102)[0], team=team_at(where, 103).pk) == []


def test_a_name_stands_there_only_with_consent(where: Hall, ann: Attendee) -> None:
    note(ann)
    reader = people(where, 102)[0]
    assert notes_seen_by(reader)[0].author == "Somebody of Team 101"
    listed(ann)
    assert notes_seen_by(reader)[0].author == f"{ann.person.name}, Team 101"
    minor(ann)
    assert notes_seen_by(reader)[0].author == "Somebody of Team 101"


def test_its_author_withdraws_a_note_and_nobody_else(where: Hall, ann: Attendee) -> None:
    row = note(ann)
    for other in (people(where)[1], people(where, 102)[0]):
        with pytest.raises(NoteGone):
            withdraw_note(attendee=other, note=row.pk, by=me(other), at=DURING)
    withdraw_note(attendee=ann, note=row.pk, by=me(ann), at=DURING)
    withdraw_note(attendee=ann, note=row.pk, by=me(ann), at=DURING)
    assert list(readers(where)) == [[], [], []]
    assert Entry.objects.filter(kind="note.withdrawn").count() == 1
    with pytest.raises(NoteGone):
        withdraw_note(attendee=ann, note=10**18, by=me(ann), at=DURING)


def test_an_organizer_hides_a_note_and_shows_it_again(where: Hall, ann: Attendee) -> None:
    row = note(ann)
    with pytest.raises(OrganizersHide):
        hide_note(note=row, hidden=True, by=me(ann), at=DURING)
    hide_note(note=row, hidden=True, by=BY, at=DURING)
    hide_note(note=row, hidden=True, by=BY, at=DURING)
    assert list(readers(where)) == [[], [], []]
    hide_note(note=row, hidden=False, by=BY, at=DURING)
    assert list(readers(where)) == [["Call us."], ["Call us."], []]
    assert Entry.objects.filter(kind="note.hidden").count() == 1


def test_a_note_sent_again_changes_nothing_and_nothing_changes_a_note(where: Hall, ann: Attendee) -> None:
    row = note(ann, text="One")
    assert note(ann, text="One", note_id=row.note_id).pk == row.pk
    with pytest.raises(NoteIdReused):
        note(ann, text="Two", note_id=row.note_id)
    bob = people(where)[1]
    with pytest.raises(NoteIdReused):
        note(bob, text="One", note_id=row.note_id)
    assert Note.objects.get().text == "One"


@pytest.mark.parametrize("text", ["", " \n ", "x" * 501, "a\x00b", "\u202eevil"])
def test_texts_that_are_refused(where: Hall, ann: Attendee, text: str) -> None:
    with pytest.raises(TextRefused):
        note(ann, text=text)


# Afterwards.


def test_a_team_sees_its_own_visits_in_and_out(where: Hall, ann: Attendee) -> None:
    bob, cher = people(where)[1], people(where, 102)[0]
    visit(ann)
    visit(bob, visited_at=DURING - timedelta(minutes=9))
    visit(cher, 101)
    ours, theirs = visits_of(team_at(where)), visits_of(team_at(where, 102))
    assert [(row.team, row.booth, row.people, row.first_at) for row in ours.went] == [
        ("Team 102", 102, 2, DURING - timedelta(minutes=9))
    ]
    assert [row.who for row in ours.came] == ["Somebody of Team 102"]
    assert len(theirs.came) == 2
    assert visits_of(team_at(where, 103)).came == visits_of(team_at(where, 103)).went == ()


def test_the_table_has_every_visit_and_no_note(where: Hall, ann: Attendee) -> None:
    visit(listed(ann), note="Secret")
    (row,) = visit_table(where.convening)
    assert len(row) == len(VISIT_COLUMNS)
    assert row[0] == "2027-05-26T14:10:00-04:00"
    assert row[1:] == [f"{ann.person.name}, Team 101", "Team 101", "Team 102", "OH", 102, where.name]


def test_ids_are_never_taken_from_a_stranger(where: Hall, ann: Attendee) -> None:
    """The same id for a note and a visit is the rule of one tap; two taps of two people never share one."""
    visit(ann, visit_id=(shared := uuid4()), note="Ours")
    cher = people(where, 102)[0]
    with pytest.raises(NoteIdReused):
        note(cher, 101, text="Ours", note_id=shared)
