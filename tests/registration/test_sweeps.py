"""Every sweep that waits for the clock: two days late, twice, and two at once, it does what was due, once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import connection

from convenings.domain import convenings, reminder_sweep
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.domain import (
    admission,
    attendees,
    bulk_mail,
    bulk_sending,
    deadlines,
    digests,
    holds,
    kept_drafts,
    notices,
    offers,
    selecting,
    teams,
)
from registration.domain.bulk_mail import BulkDraft
from registration.domain.drafts import PersonDraft
from registration.models import Team
from registration.models.team import TeamQuerySet
from registration.states import Audience
from tests.harness.threads import Meeting, together
from tests.registration.factories import BY, NOW, make_convening, make_team
from worker import schedule

HELD_UNTIL = NOW + timedelta(days=10)
LETTERS = NOW + timedelta(days=9)
OFFER_ENDS = NOW + timedelta(days=3)
MORNING = datetime.fromisoformat("2027-03-02T07:00:00-05:00")
LAST_PROMISE = datetime.fromisoformat("2027-04-02T23:59:00-04:00")
TWO_DAYS = timedelta(days=2)


def committing() -> None:
    make_team(make_convening(), "committing")


def offered() -> None:
    convening = make_convening(capacity_teams=1, promotion="confirmed", offer_days=3)
    first, *_waiting = (make_team(convening, state) for state in ("confirmed", "waitlisted", "waitlisted"))
    teams.withdraw_team(team=first, reason="", by=BY, at=NOW)


def held() -> None:
    team = make_team(make_convening(), "confirmed")
    holds.hold_team(team=team, until_at=HELD_UNTIL, reason="A strike", by=BY, at=NOW)


def selected() -> None:
    convening = make_convening(admission="selection")
    team = make_team(convening, "committed")
    selecting.apply_selection(convening=convening, chosen=[team.pk], letters_at=LETTERS, by=BY, at=NOW)


def postponed() -> None:
    convening = make_convening()
    make_team(convening, "committing")
    convenings.postpone(convening=convening, reason="Snow", by=BY, at=NOW)


def left_draft() -> None:
    kept_drafts.keep_draft(
        convening=make_convening(), coordinator=PersonDraft("Luisa Montano", "luisa@example.org"),
        fields={"name": ["Mesa"]}, by="public", at=NOW,
    )  # fmt: skip


def news_of_yesterday() -> None:
    team = make_team(make_convening(), "committing")
    kim, later = PersonDraft("Kim", "kim@example.org"), NOW + timedelta(hours=1)
    attendees.add_member(team=team, person=kim, job="", side="union", by=BY, at=later)


def bulk_mail_that_is_out() -> None:
    convening = make_convening()
    make_team(convening)
    draft = BulkDraft(audience=Audience.COORDINATORS, subject="Buses", body="They leave at nine.")
    bulk = bulk_mail.write(convening=convening, draft=draft, by=BY, at=NOW)
    bulk = bulk_mail.confirm(bulk=bulk_mail.hold(bulk=bulk, by=BY, at=NOW), by=BY, at=NOW)
    bulk_sending.owe_part(bulk=bulk, at=NOW)
    Message.objects.filter(occasion="bulk.mail").update(state="sent", sent_at=NOW)


@dataclass(frozen=True)
class Sweep:
    """What is due at an instant after `prepare`: what the sweep returns, its journal's entries and its mails.

    late: the same two days later; None where it comes too late by then, and must not be done any more.
    """

    run: Callable[..., int]
    prepare: Callable[[], None]
    due_at: datetime
    returns: int
    kind: str
    entries: int
    occasion: str
    mails: int
    late: bool = True


SWEEPS = {
    "convenings.remind": Sweep(
        reminder_sweep.owe_due, committing, datetime.fromisoformat("2027-03-23T09:00:00-04:00"), 3,
        "commitment.reminded", 3, "commitment.reminder", 3,
    ),
    "registration.lapse": Sweep(
        admission.lapse_overdue, committing, LAST_PROMISE, 1, "team.lapsed", 1, "team.lapsed", 4
    ),
    "registration.announce_lapses": Sweep(
        deadlines.announce_lapses, committing, LAST_PROMISE - timedelta(hours=9), 1, "team.lapse_announced", 1,
        "team.lapsing", 4, late=False,
    ),
    "registration.expire_offers": Sweep(
        offers.expire_offers, offered, OFFER_ENDS, 1, "offer.expired", 1, "team.offer_ended", 4
    ),
    "registration.remind_of_offers": Sweep(
        offers.remind_of_offers, offered, OFFER_ENDS - timedelta(hours=9), 1, "place.offered", 1,
        "team.offer_reminder", 4, late=False,
    ),
    "registration.end_holds": Sweep(
        holds.end_holds, held, HELD_UNTIL, 1, "team.hold_ended", 1, "team.held", 1
    ),
    "registration.send_selection": Sweep(
        selecting.send_letters, selected, LETTERS, 1, "selection.sent", 1, "team.confirmed", 4
    ),
    "registration.tell_everybody": Sweep(
        notices.tell_everybody, postponed, NOW, 4, "convening.postponed", 1, "convening.postponed", 4
    ),
    "registration.forget_drafts": Sweep(
        kept_drafts.forget_drafts, left_draft, LAST_PROMISE, 1, "registration.kept", 1,
        "registration.kept", 1,
    ),
    "registration.send_digests": Sweep(
        digests.send_digests, news_of_yesterday, MORNING, 1, "attendee.added", 1, "digest.coordinator", 1
    ),
    "registration.settle_bulk_mail": Sweep(
        bulk_sending.settle, bulk_mail_that_is_out, NOW, 1, "bulk.sent", 1, "bulk.mail", 1
    ),
}  # fmt: skip
ELSEWHERE = {  # what waits for no clock of a convening: tested with the rooms that own it
    "breakouts.tell_of_releases", "mail.deliver_due", "mail.sweep", "jobs.sweep", "jobs.sweep_files", "badges.render",
    "badges.release", "journal.seal", "kiosk.look_up", "kiosk.forget",
}  # fmt: skip
each = pytest.mark.parametrize("sweep", SWEEPS.values(), ids=SWEEPS.keys())


def done(sweep: Sweep) -> tuple[int, int]:
    """Entries and mails that it left."""
    entries = Entry.objects.filter(kind=sweep.kind).count()
    return entries, Message.objects.filter(occasion=sweep.occasion).count()


def test_every_sweep_of_the_schedule_is_here_or_elsewhere() -> None:
    assert {line["task"] for line in schedule.SCHEDULE.values()} == SWEEPS.keys() | ELSEWHERE


@pytest.mark.django_db
@each
def test_nothing_before_its_time_and_once_however_often(sweep: Sweep) -> None:
    sweep.prepare()
    early = timedelta(seconds=1) if sweep.late else timedelta(days=1)

    if sweep.due_at > NOW:
        assert sweep.run(at=sweep.due_at - early) == 0
    assert [sweep.run(at=sweep.due_at) for _time in range(3)] == [sweep.returns, 0, 0]
    assert done(sweep) == (sweep.entries, sweep.mails)


@pytest.mark.django_db
@each
def test_a_clock_that_stood_for_two_days_loses_nothing(sweep: Sweep) -> None:
    sweep.prepare()

    assert sweep.run(at=sweep.due_at + TWO_DAYS) == (sweep.returns if sweep.late else 0)
    assert sweep.run(at=sweep.due_at + TWO_DAYS) == 0
    if sweep.late:
        assert done(sweep) == (sweep.entries, sweep.mails)


@pytest.mark.django_db
def test_after_two_days_all_catch_up_in_order() -> None:
    """A team whose time ran out meanwhile lapses; it is told nothing that came too late."""
    committing()
    for line in schedule.SCHEDULE.values():
        if line["task"] in SWEEPS:
            SWEEPS[line["task"]].run(at=LAST_PROMISE + TWO_DAYS)

    after = Message.objects.exclude(occasion__in=["team.registered", "commitment.invited"])
    assert sorted(set(after.values_list("occasion", flat=True))) == ["team.lapsed"]
    assert Team.objects.get().state == "lapsed"


@pytest.mark.django_db
def test_an_offer_to_the_next_runs_from_when_it_was_made() -> None:
    """The clock stood when the first offer ran out: whoever is next has all their days."""
    offered()
    offers.expire_offers(at=OFFER_ENDS + TWO_DAYS)

    assert Team.objects.get(place="offered").place_held_until_at == OFFER_ENDS + TWO_DAYS + timedelta(days=3)


@pytest.fixture
def both_have_looked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both sweeps have found what is due before either takes a lock."""
    meeting, locked = Meeting(), TeamQuerySet.locked

    def wait_and_lock(self: TeamQuerySet, team: Team) -> Team:
        meeting.wait()
        return locked(self, team)

    monkeypatch.setattr(TeamQuerySet, "locked", wait_and_lock)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@each
def test_two_beats_at_once_do_it_once(sweep: Sweep, both_have_looked: None) -> None:
    sweep.prepare()
    run = lambda: sweep.run(at=sweep.due_at)  # noqa: E731

    ended = together(run, run)

    assert sum(ended) == sweep.returns
    assert done(sweep) == (sweep.entries, sweep.mails)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_team_lapses_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    committing()
    meeting = Meeting()

    def look_and_wait(self: TeamQuerySet, team: Team) -> Team:
        fresh = self.select_related("coordinator", "agreement").get(pk=team.pk)
        fresh.convening = Convening.objects.get(pk=fresh.convening_id)
        meeting.wait()
        return fresh

    monkeypatch.setattr(TeamQuerySet, "locked", look_and_wait)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(admission, "_lapse", admission._lapse.__wrapped__)  # type: ignore[attr-defined]
    run = lambda: admission.lapse_overdue(at=LAST_PROMISE)  # noqa: E731

    together(run, run)

    assert Entry.objects.filter(kind="team.lapsed").count() == 2
