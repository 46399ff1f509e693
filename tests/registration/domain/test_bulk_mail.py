"""Bulk mail: whom it goes to, what is refused, and that it stops when somebody says so."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Person
from convenings.domain import convenings
from convenings.models import Convening
from jobs.domain import work
from jobs.models import Job
from journal.models import Entry
from journal.refusals import Refusal
from mail.domain import delivery
from mail.models import Message
from mail.states import MessageState
from registration.domain import attendees, bulk_list, bulk_mail, bulk_sending, coordination
from registration.domain.audience import SelectedIsSecret, recipients_of, still_meant
from registration.domain.bulk_mail import BulkDraft, BulkMovedOn, ConveningStopped, NobodyOnList
from registration.domain.drafts import PersonDraft
from registration.models import BulkMail, BulkRecipient, Team
from registration.states import BULK_TRANSITIONS, BulkState
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def convening() -> Convening:
    return make_convening()


def draft(audience: str = "coordinators", **over: Any) -> BulkDraft:
    words = {"subject": "Buses for {{ name }}", "body": "Dear {{ first_name }}, the bus leaves at nine."}
    return BulkDraft(audience=audience, **{**words, **over})


def written(convening: Convening, *args: Any, **over: Any) -> BulkMail:
    return bulk_mail.write(convening=convening, draft=draft(*args, **over), by=BY, at=NOW)


def held(convening: Convening, *args: Any, **over: Any) -> BulkMail:
    return bulk_mail.hold(bulk=written(convening, *args, **over), by=BY, at=NOW)


def sending(convening: Convening, *args: Any, **over: Any) -> BulkMail:
    return bulk_mail.confirm(bulk=held(convening, *args, **over), by="user:2", at=NOW)


def run(bulk: BulkMail) -> str:
    """The worker does its work."""
    assert bulk.job_id is not None
    return work.run(job_id=bulk.job_id, at=NOW)


def sent_to(occasion: str = "bulk.mail") -> list[str]:
    return sorted(Message.objects.filter(occasion=occasion).values_list("to_address", flat=True))


def addresses(convening: Convening, audience: str, **narrowed: str) -> list[str]:
    return sorted(one.address for one in recipients_of(convening=convening, audience=audience, narrowed=narrowed))


class TestTheList:
    def test_coordinators_of_teams_as_the_list_narrows_them(self, convening: Convening) -> None:
        teams = {state: make_team(convening, state) for state in ("draft", "committing", "confirmed")}
        make_team(make_convening(), "committing")  # another convening's
        everybody = sorted(team.coordinator.email for team in teams.values())
        assert addresses(convening, "coordinators") == everybody
        assert addresses(convening, "coordinators", state="committing") == [teams["committing"].coordinator.email]
        assert addresses(convening, "coordinators", us_state="AK") == []

    def test_each_sides_coordinator_is_one_of_them(self, convening: Convening) -> None:
        team = make_team(convening, "committing")
        ana = PersonDraft("Ana O'Brien-Nuñez", "ana@example.org")
        row = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
        meant = {"person_id": row.person_id, "subject": f"team:{team.pk}", "since": NOW}
        assert addresses(convening, "coordinators") == ["ana@example.org", team.coordinator.email]
        assert still_meant(**meant)
        coordination.end_side_coordinator(team=team, side="union", by=BY, at=NOW)
        assert addresses(convening, "coordinators") == [team.coordinator.email]
        assert not still_meant(**meant)

    def test_leaders_who_were_not_invited_are_left_out(self, convening: Convening) -> None:
        make_team(convening, "draft", members=1)
        asked = make_team(convening, "committing")
        leaders = [party.signatory for party in parties_of(asked) if party.signatory]
        assert addresses(convening, "signatories") == sorted(leader.email for leader in leaders)
        members = addresses(convening, "members", state="draft")
        assert len(members) == 1
        assert members[0].startswith("member.")

    def test_all_who_come_and_those_on_no_team(self, convening: Convening) -> None:
        team = make_team(convening, "confirmed", members=2)
        guest = PersonDraft("王小明", "guest@example.org")
        attendees.add_attendee(convening=convening, draft=guest, kind="guest", by=BY, at=NOW)
        assert len(addresses(convening, "attendees", coming="certain")) == team.members.count() + 1
        assert addresses(convening, "attendees", kind="others") == ["guest@example.org"]
        assert addresses(convening, "attendees", arrived="yes") == []

    def test_one_mail_to_an_address_whatever_roles_share_it(self, convening: Convening) -> None:
        office = PersonDraft("The office", "Office@example.org")
        for name in ("Durango", "Elgin"):
            make_team(convening, "draft", name=name, coordinator=office)
        found = recipients_of(convening=convening, audience="coordinators", narrowed={})
        assert [(one.address, one.teams) for one in found] == [("office@example.org", ("Durango", "Elgin"))]

    def test_who_is_selected_is_a_secret(self, convening: Convening) -> None:
        with pytest.raises(SelectedIsSecret):
            written(convening, narrowed={"place": "selected"})

    def test_it_is_counted_anew_until_it_is_held_and_fixed_then(self, convening: Convening) -> None:
        make_team(convening)
        bulk = written(convening)
        make_team(convening)
        assert len(bulk_list.list_of(bulk)) == 2
        bulk = bulk_mail.hold(bulk=bulk, by=BY, at=NOW)
        make_team(convening)
        assert (bulk.total, len(bulk_list.list_of(bulk))) == (2, 2)

    def test_a_list_that_others_narrowed_while_it_was_counted_is_not_fixed(
        self, convening: Convening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        make_team(convening)
        bulk, count = written(convening), bulk_list.count

        def count_and_let_others_write(counted: BulkMail) -> Any:
            found = count(counted)
            bulk_mail.rewrite(bulk=counted, draft=draft(narrowed={"us_state": "AK"}), by="user:2", at=NOW)
            return found

        monkeypatch.setattr(bulk_list, "count", count_and_let_others_write)
        with pytest.raises(BulkMovedOn):
            bulk_mail.hold(bulk=bulk, by=BY, at=NOW)
        assert BulkMail.objects.get().state == BulkState.DRAFT

    def test_a_draft_again_has_no_fixed_list(self, convening: Convening) -> None:
        make_team(convening)
        bulk = bulk_mail.rewrite(bulk=held(convening), draft=draft(), by=BY, at=NOW)
        make_team(convening)
        assert len(bulk_list.list_of(bulk)) == 2
        assert bulk_mail.hold(bulk=bulk, by=BY, at=NOW).total == 2


class TestRefusals:
    @pytest.mark.parametrize(
        ("over", "code", "field"),
        [
            ({"subject": " "}, "words_missing", "body"),
            ({"body": "\n"}, "words_missing", "body"),
            ({"subject": "Hello\nBcc: all@example.org"}, "subject_broken", "subject"),
            ({"subject": "Hello\u2028x"}, "subject_broken", "subject"),
        ],
    )
    def test_words(self, convening: Convening, over: dict[str, str], code: str, field: str) -> None:
        make_team(convening)
        with pytest.raises(Refusal) as refused:
            written(convening, **over)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert not BulkMail.objects.exists()

    @pytest.mark.parametrize("name", ["signed", "ring", "person.email", "__class__", ""])
    def test_variables_that_are_none(self, convening: Convening, name: str) -> None:
        make_team(convening)
        with pytest.raises(Refusal):
            written(convening, body="Hello {{ " + name + " }}")

    def test_a_team_where_somebody_has_none(self, convening: Convening) -> None:
        attendees.add_attendee(
            convening=convening, draft=PersonDraft("Guest", "g@example.org"), kind="guest", by=BY, at=NOW
        )
        bulk = written(convening, "attendees", body="For {{ team }}")
        with pytest.raises(Refusal) as refused:
            bulk_mail.hold(bulk=bulk, by=BY, at=NOW)
        assert refused.value.code == "variable_empty"

    def test_nobody(self, convening: Convening) -> None:
        bulk = written(convening)
        with pytest.raises(NobodyOnList):
            bulk_mail.hold(bulk=bulk, by=BY, at=NOW)
        bulk.refresh_from_db()
        assert bulk.state == BulkState.DRAFT

    @pytest.mark.parametrize("stop", [convenings.postpone, convenings.cancel])
    def test_a_convening_that_stopped_since(self, convening: Convening, stop: Callable[..., Any]) -> None:
        make_team(convening)
        bulk = held(convening)
        stop(convening=convening, reason="Flood", by=BY, at=NOW)
        with pytest.raises(ConveningStopped):
            bulk_mail.confirm(bulk=bulk, by=BY, at=NOW)
        bulk = bulk_mail.hold(bulk=bulk_mail.rewrite(bulk=bulk, draft=draft(), by=BY, at=NOW), by=BY, at=NOW)
        assert bulk_mail.confirm(bulk=bulk, by=BY, at=NOW).state == BulkState.SENDING


def in_state(convening: Convening, state: str) -> BulkMail:
    bulk = written(convening)
    if state in ("held", "sending", "sent"):
        bulk = bulk_mail.hold(bulk=bulk, by=BY, at=NOW)
    if state in ("sending", "sent"):
        bulk = bulk_mail.confirm(bulk=bulk, by=BY, at=NOW)
    if state == "sent":
        run(bulk)
        delivery.deliver_due(at=NOW)
        bulk_sending.settle_sent(at=NOW)
    if state == "cancelled":
        bulk = bulk_mail.cancel(bulk=bulk, by=BY, at=NOW)
    bulk.refresh_from_db()
    assert bulk.state == state
    return bulk


@pytest.mark.parametrize("state", BulkState.values)
@pytest.mark.parametrize("step", ["hold", "confirm", "cancel", "rewrite"])
def test_every_step_from_every_state(convening: Convening, state: str, step: str) -> None:
    make_team(convening)
    bulk = in_state(convening, state)
    leads = {
        "hold": {"draft": "held"},
        "confirm": {"held": "sending"},
        "cancel": {"draft": "cancelled", "held": "cancelled", "sending": "cancelled", "cancelled": "cancelled"},
        "rewrite": {"draft": "draft", "held": "draft"},
    }
    more = {"draft": draft(subject="Other words")} if step == "rewrite" else {}
    act = getattr(bulk_mail, step)
    if state in leads[step]:
        assert act(bulk=bulk, by=BY, at=NOW, **more).state == leads[step][state]
    else:
        with pytest.raises(BulkMovedOn):
            act(bulk=bulk, by=BY, at=NOW, **more)
        bulk.refresh_from_db()
        assert bulk.state == state


def test_what_may_follow_what() -> None:
    assert {(str(was), str(to)) for was, after in BULK_TRANSITIONS.items() for to in after} == {
        ("draft", "held"), ("draft", "cancelled"), ("held", "draft"), ("held", "sending"), ("held", "cancelled"),
        ("sending", "sent"), ("sending", "cancelled"),
    }  # fmt: skip


class TestSending:
    def test_everybody_gets_it_once_in_their_own_name(self, convening: Convening, mailoutbox: list[Any]) -> None:
        teams = [make_team(convening, coordinator=PersonDraft(name, f"c{n}@example.org")) for n, name in enumerate(
            ["Mary O'Brien-Nuñez", "Đặng Thị Hương"]
        )]
        Message.objects.all().delete()
        bulk = sending(convening)
        assert run(bulk) == "done"
        assert sent_to() == sorted(team.coordinator.email for team in teams)
        delivery.deliver_due(at=NOW)
        subjects = sorted(mail.subject for mail in mailoutbox)
        assert subjects == ["Buses for Mary O'Brien-Nuñez", "Buses for Đặng Thị Hương"]
        assert "Dear Mary, the bus leaves at nine." in next(m.body for m in mailoutbox if "Mary" in m.subject)
        assert bulk_sending.settle_sent(at=SOON) == 1
        assert bulk_sending.settle_sent(at=SOON) == 0
        bulk.refresh_from_db()
        assert (bulk.state, bulk.ended_at) == ("sent", SOON)
        assert bulk_sending.figures_of(bulk).sent == 2

    def test_while_one_waits_it_is_not_over_and_what_came_back_counts_as_failed(self, convening: Convening) -> None:
        team = make_team(convening)
        Person.objects.filter(pk=team.coordinator_id).update(language="es")
        bulk = sending(convening)
        run(bulk)
        assert bulk_sending.settle_sent(at=SOON) == 0
        mails = Message.objects.filter(occasion="bulk.mail")
        assert mails.get().language == "es"
        mails.update(state=MessageState.BOUNCED)
        figures = bulk_sending.figures_of(bulk)
        assert (figures.failed, figures.waiting, figures.open) == (1, 0, 0)

    def test_what_a_dead_worker_began_is_finished_and_nobody_gets_it_twice(
        self, convening: Convening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _number in range(3):
            make_team(convening)
        bulk = sending(convening)
        assert bulk_sending.owe_part(bulk=bulk, at=NOW, most=2) == 2  # and here it died
        assert run(bulk) == "done"
        assert len(sent_to()) == len(set(sent_to())) == 3

    def test_it_is_not_over_before_everybody_was_owed_it(self, convening: Convening) -> None:
        for _number in range(3):
            make_team(convening)
        bulk = sending(convening)
        bulk_sending.owe_part(bulk=bulk, at=NOW, most=2)
        delivery.deliver_due(at=SOON, limit=50)
        assert Message.objects.filter(occasion="bulk.mail", state=MessageState.SENT).count() == 2
        assert bulk_sending.settle_sent(at=SOON) == 0
        assert BulkMail.objects.get().state == BulkState.SENDING

    def test_owed_but_not_noted_is_found_by_its_key(self, convening: Convening) -> None:
        make_team(convening)
        bulk = sending(convening)
        bulk_sending.owe_part(bulk=bulk, at=NOW)
        BulkRecipient.objects.all().delete()
        assert bulk_sending.owe_part(bulk=bulk, at=NOW) == 1
        assert len(sent_to()) == 1

    def test_a_part_costs_the_same_for_one_and_for_three(
        self, convening: Convening, django_assert_num_queries: Any
    ) -> None:
        for teams in (1, 2):
            for _number in range(teams):
                make_team(convening)
            bulk = sending(convening)
            with django_assert_num_queries(10):
                bulk_sending.owe_part(bulk=bulk, at=NOW)

    def test_cancelled_in_the_middle_it_stops_with_what_is_queued(
        self, convening: Convening, mailoutbox: list[Any]
    ) -> None:
        for _number in range(3):
            make_team(convening)
        bulk = sending(convening)
        bulk_sending.owe_part(bulk=bulk, at=NOW, most=2)
        first = Message.objects.filter(occasion="bulk.mail").order_by("pk").first()
        assert first is not None
        delivery.deliver(message_id=first.pk, at=NOW)
        bulk_mail.cancel(bulk=bulk, by=BY, at=NOW)
        assert run(bulk) == "cancelled"
        assert list(Message.objects.filter(occasion="bulk.mail").order_by("pk").values_list("state", flat=True)) == [
            MessageState.SENT, MessageState.CANCELLED,
        ]
        assert delivery.deliver_due(at=SOON, limit=50) == Message.objects.filter(state="sent").count() - 1
        assert len(sent_to()) == 2
        figures = bulk_sending.figures_of(bulk)
        assert (figures.sent, figures.cancelled, figures.open) == (1, 1, 1)

    def test_of_many_that_wait_a_part_is_cancelled_at_once_and_the_rest_by_the_sweep(
        self, convening: Convening, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[Any]
    ) -> None:
        monkeypatch.setattr(bulk_mail, "PART", 2)
        for _number in range(5):
            make_team(convening)
        bulk = sending(convening)
        bulk_sending.owe_part(bulk=bulk, at=NOW)
        bulk = bulk_mail.cancel(bulk=bulk, by=BY, at=NOW)
        mails = Message.objects.filter(occasion="bulk.mail")
        assert (mails.filter(state="cancelled").count(), bulk.ended_at) == (2, None)
        waits = mails.filter(state="queued").first()
        assert waits is not None
        delivery.deliver(message_id=waits.pk, at=NOW)  # by a worker that comes before the sweep
        assert bulk_sending.settle(at=SOON) == 2
        assert bulk_sending.settle(at=SOON) == 0
        assert (mails.filter(state="cancelled").count(), BulkMail.objects.get().ended_at) == (5, SOON)
        assert mailoutbox == []

    def test_cancelling_its_work_cancels_it(self, convening: Convening) -> None:
        make_team(convening)
        bulk = sending(convening)
        bulk_sending.owe_part(bulk=bulk, at=NOW)
        assert bulk.job is not None
        work.cancel(job=bulk.job, by=BY, at=NOW)
        bulk.refresh_from_db()
        assert bulk.state == "cancelled"
        assert Message.objects.get(occasion="bulk.mail").state == MessageState.CANCELLED

    def test_who_handed_over_since_is_left_out(self, convening: Convening, mailoutbox: list[Any]) -> None:
        stays, leaves = make_team(convening), make_team(convening)
        bulk = sending(convening)
        run(bulk)
        new = PersonDraft("New One", "new@example.org")
        coordination.hand_over(team=leaves, person=new, by=BY, at=NOW)
        delivery.deliver_due(at=NOW)
        told = [mail.to[0] for mail in mailoutbox if "Buses" in mail.subject]
        assert len(told) == 1
        assert stays.coordinator.email in told[0]

    def test_nothing_of_it_leaves_after_the_convening_was_cancelled(
        self, convening: Convening, mailoutbox: list[Any]
    ) -> None:
        make_team(convening)
        bulk = sending(convening)
        run(bulk)
        convenings.cancel(convening=convening, reason="Flood", by=BY, at=NOW)
        delivery.deliver_due(at=NOW)
        assert [mail.subject for mail in mailoutbox if "Buses" in mail.subject] == []

    def test_work_that_failed_is_taken_up_again(self, convening: Convening) -> None:
        make_team(convening)
        bulk = sending(convening)
        with pytest.raises(BulkMovedOn):
            bulk_mail.go_on(bulk=bulk, by=BY, at=NOW)
        Job.objects.update(state="failed", ended_at=NOW)
        bulk = BulkMail.objects.get()
        assert bulk_mail.is_stuck(bulk)
        again = bulk_mail.go_on(bulk=bulk, by=BY, at=NOW)
        run(again)
        assert len(sent_to()) == 1
        assert not bulk_mail.is_stuck(again)

    def test_one_unusable_address_stops_nobody_else(self, convening: Convening) -> None:
        teams = [make_team(convening) for _number in range(3)]
        Person.objects.filter(pk=teams[1].coordinator_id).update(email="no address")
        bulk = sending(convening)
        assert run(bulk) == "done"
        figures = bulk_sending.figures_of(bulk)
        assert (figures.failed, figures.waiting, figures.open) == (1, 2, 0)
        delivery.deliver_due(at=NOW)
        assert bulk_sending.settle_sent(at=NOW) == 1

    def test_a_button_leads_to_the_readers_own_page(self, convening: Convening, mailoutbox: list[Any]) -> None:
        team = make_team(convening)
        bulk = sending(convening, with_link=True)
        run(bulk)
        delivery.deliver_due(at=NOW)
        mail = next(mail for mail in mailoutbox if "Buses" in mail.subject)
        assert "/l/" in mail.body
        assert team.coordinator.links.filter(purpose="coordinate", subject=f"team:{team.pk}").exists()
        assert "/l/" not in Message.objects.get(occasion="bulk.mail").text


def test_what_was_held_anew_since_it_was_looked_at_is_not_sent(convening: Convening) -> None:
    make_team(convening)
    looked_at = held(convening)
    seen = looked_at.turn
    bulk_mail.rewrite(bulk=looked_at, draft=draft(), by=BY, at=NOW)
    bulk_mail.hold(bulk=looked_at, by=BY, at=SOON)
    with pytest.raises(bulk_mail.ChangedSinceSeen):
        bulk_mail.confirm(bulk=looked_at, by="user:2", at=SOON, seen=seen)
    assert (BulkMail.objects.get().state, Job.objects.count()) == (BulkState.HELD, 0)


def test_the_journal_says_who_wrote_held_and_confirmed(convening: Convening) -> None:
    make_team(convening)
    bulk = sending(convening)
    told = Entry.objects.filter(subject=f"bulk:{bulk.pk}").order_by("pk").values_list("kind", "by")
    assert list(told) == [("bulk.written", BY), ("bulk.held", BY), ("bulk.sending", "user:2")]
    assert (bulk.held_by, bulk.confirmed_by) == (BY, "user:2")


def test_teams_are_not_touched(convening: Convening) -> None:
    team = make_team(convening)
    before = Team.objects.values().get()
    sending(convening)
    assert Team.objects.values().get(pk=team.pk) == before
