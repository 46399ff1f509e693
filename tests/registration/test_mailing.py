"""Every mail of this room, through the delivery that sends it."""

import re
from datetime import datetime
from email.mime.base import MIMEBase

import pytest
from django.core import mail as box

from accounts.models import PrivateLink
from convenings.domain import convenings
from mail.domain import delivery
from mail.models import Message
from registration.domain import admission, coordination, letters, notices, promising, reminders
from registration.domain.drafts import PersonDraft
from registration.models import Team
from tests.convenings.ical import ReadCalendar, read
from tests.registration.domain.test_gate import name_board
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db
LINK = re.compile(r"http://testserver/l/[\w-]+/")


def send(occasion: str, *, at: datetime = NOW) -> list[box.EmailMultiAlternatives]:
    """Delivers what is owed for the occasion; the mails, as they went out."""
    box.outbox.clear()
    for pk in Message.objects.filter(occasion=occasion, state="queued").order_by("pk").values_list("pk", flat=True):
        delivery.deliver(message_id=pk, at=at)
    return list(box.outbox)  # type: ignore[arg-type]


def both(mail: box.EmailMultiAlternatives) -> str:
    """The text and the HTML part."""
    return f"{mail.body}\n{mail.alternatives[0][0]}"


def attached(mail: box.EmailMultiAlternatives) -> ReadCalendar:
    """The only file that went with the mail, a calendar."""
    [part] = mail.attachments
    assert isinstance(part, MIMEBase)
    calendar = read(part.get_payload(decode=True))  # type: ignore[arg-type]
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", calendar.method)
    return calendar


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(is_demo=True), "committing", name="Mesa Verde")


def test_the_coordinator_gets_the_teams_page(team: Team) -> None:
    (mail,) = send("team.registered")

    assert mail.subject == "Mesa Verde is registered"
    assert mail.to[0].endswith(f"<{team.coordinator.email}>") or mail.to == [team.coordinator.email]
    assert len(set(LINK.findall(both(mail)))) == 1
    link = PrivateLink.objects.get(purpose="coordinate")
    assert (link.subject, link.person_id) == (f"team:{team.pk}", team.coordinator_id)
    assert "DEMONSTRATION" in mail.body


def test_each_signatory_is_asked_with_a_link_of_their_own(team: Team) -> None:
    sign(parties_of(team)[0])  # who was asked before it was sent, and has answered, is not asked
    mails = send("commitment.invited")

    assert [mail.subject for mail in mails] == ["Mesa Verde asks for your promise"] * 2
    assert set(PrivateLink.objects.filter(purpose="answer").values_list("subject", flat=True)) == {
        f"party:{party.pk}" for party in parties_of(team)[1:]
    }
    mail = mails[0]
    assert "Opening the link promises nothing" in both(mail)
    assert "Please answer by Fri, April 2, 2027, 11:59 p.m. Eastern Time." in mail.body
    assert "You answer as Superintendent, Superintendent of Mesa" in mail.body
    assert "To attend together" in mail.body
    assert mail.reply_to == [team.coordinator.email]


@pytest.mark.parametrize("occasion", ["commitment.invited", "commitment.reminder"])
def test_what_is_asked_is_the_same_whatever_the_others_answered(occasion: str, team: Team) -> None:
    """No count, no name of who is in or missing."""
    union, superintendent, board = parties_of(team)
    if occasion == "commitment.reminder":
        reminders.remind(party=board, by=BY, at=NOW)
    before = [bare(mail) for mail in send(occasion) if board.signatory.email in mail.to[0]]
    Message.objects.filter(occasion=occasion).delete()
    letters.owe_party(occasion, board, convening_id=team.convening_id, mark="again", at=NOW)
    sign(union)
    promising.decline(party=superintendent, reason="No", by=f"person:{superintendent.signatory_id}", at=NOW)

    after = [bare(mail) for mail in send(occasion) if board.signatory.email in mail.to[0]]

    assert before == after
    assert len(after) == 1


def bare(mail: box.EmailMultiAlternatives) -> str:
    return LINK.sub("LINK", f"{mail.subject}\n{both(mail)}")


def test_whoever_promised_an_older_text_reads_that_it_changed(team: Team) -> None:
    for party in parties_of(team):
        sign(party)
    Message.objects.filter(occasion="commitment.invited").update(state="cancelled")
    publish(team, material=True)

    mails = send("commitment.invited")

    assert len(mails) == 3
    assert "has changed since you promised" in mails[0].body
    assert attached(mails[0]).method == "PUBLISH"  # the days may have moved


def test_whoever_declined_reads_that_they_are_asked_again(team: Team) -> None:
    party = parties_of(team)[0]
    promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)
    Message.objects.filter(occasion="commitment.invited").update(state="cancelled")
    promising.reopen(party=party, by=BY, at=NOW)

    (mail,) = send("commitment.invited")

    assert "You are asked again." in mail.body


def test_a_complete_team_is_told_names_and_one_date(team: Team) -> None:
    for party in parties_of(team):
        sign(party)
    mails = send("team.confirmed")

    assert len(mails) == 4
    for mail in mails:
        assert "became complete on Mon, March 1, 2027" in mail.body
        assert attached(mail).events[0].title == team.convening.name
        names = [line for line in mail.body.splitlines() if "Leader" in line]
        assert [name.split(",")[1].strip() for name in names] == [
            "Union or association president",
            "Superintendent",
            "School board president",
        ]
    assert PrivateLink.objects.filter(purpose="attend").count() == 3
    links = PrivateLink.objects.filter(purpose="coordinate").values_list("person_id", flat=True)
    assert list(links) == [team.coordinator_id]  # nobody else's mail mints the coordinator's link


def test_a_team_on_the_waitlist_is_told_how_it_moves_up() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    make_team(convening, "waitlisted")

    assert "whole teams move up" in send("team.waitlisted")[0].body


def test_a_team_that_moved_up_meanwhile_is_not_told_that_it_waits() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    make_team(convening, "waitlisted")
    convenings.change_convening(convening=convening, changes={"capacity_teams": 2}, by=BY, at=NOW)

    assert send("team.waitlisted") == []
    assert len(send("team.confirmed")) == 8


def test_a_lapsed_team_is_told(team: Team) -> None:
    due = team.convening.promise_by_at
    admission.lapse_overdue(at=due)

    mails = send("team.lapsed", at=due)

    assert len(mails) == 4
    assert "has lapsed" in mails[0].body
    assert not LINK.search(both(mails[0]))


def test_an_attendee_gets_the_own_page(team: Team) -> None:
    member = team.members.first()
    assert member is not None
    for owed in (1, 0):
        assert letters.owe_badge_links([member], convening_id=team.convening_id, at=NOW) == owed

    (mail,) = send("attendee.badge")

    assert PrivateLink.objects.get(purpose="attend").subject == f"attendee:{member.pk}"
    assert "your badge with its code" in mail.body
    calendar = attached(mail)
    assert (calendar.method, calendar.events[0].starts_at) == ("PUBLISH", team.convening.starts_at)


@pytest.mark.parametrize(("move", "words"), [("postpone", "A new date will follow"), ("cancel", "does not take place")])
def test_a_postponed_or_cancelled_convening_says_why(move: str, words: str, team: Team) -> None:
    getattr(convenings, move)(convening=team.convening, reason="Snow is on the way.", by=BY, at=NOW)

    notices.tell_everybody(at=NOW)
    mail = send("convening.postponed" if move == "postpone" else "convening.cancelled")[0]

    assert words in both(mail)
    assert "Snow is on the way." in mail.body
    calendar = attached(mail)
    [event] = calendar.events
    team.convening.refresh_from_db()
    facts = (str(team.convening.uid), team.convening.calendar_sequence, "CANCELLED")
    assert (calendar.method, (event.uid, event.sequence, event.status)) == ("CANCEL", facts)


def test_a_name_with_markup_is_shown_as_typed() -> None:
    team = make_team(make_convening(), "committing", name="Mesa <b>& Verde")
    mail = send("commitment.invited")[0]

    assert "Mesa <b>& Verde would like to come" in mail.body
    assert "Mesa &lt;b&gt;&amp; Verde would like to come" in mail.alternatives[0][0]
    assert team.name == "Mesa <b>& Verde"


def test_an_optional_office_is_asked_but_not_reminded() -> None:
    team = make_team(make_convening(), "committing", kind="state")
    name_board(team)
    board = party_of(team, "state_board")

    mails = send("commitment.invited")

    assert len(mails) == 4
    assert any(board.signatory.email in mail.to[0] for mail in mails)


def test_a_sides_coordinator_gets_the_page_and_its_leaders_are_told(team: Team) -> None:
    ana = PersonDraft("Ana O'Brien-Nuñez", "ana@example.org")
    found = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)

    (mail,) = send("team.side_named")
    assert mail.subject == "You coordinate the union side of Mesa Verde"
    assert "Ana O'Brien-Nuñez" not in mail.subject
    assert len(set(LINK.findall(both(mail)))) == 1
    assert PrivateLink.objects.get(purpose="coordinate").person == found.person
    (told,) = send("team.side_told")
    assert told.subject == "Ana O'Brien-Nuñez coordinates your side of Mesa Verde"
    assert f"correct the address of the {party_of(team, 'union_president').label}" in told.body
    assert not LINK.findall(both(told))


def test_a_leader_asks_who_looks_after_their_side(team: Team) -> None:
    ana = PersonDraft("Ana", "ana@example.org")
    coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    union, district, board = send("commitment.invited")
    assert (union.reply_to, district.reply_to) == (["ana@example.org"], [team.coordinator.email])
    assert "Ana (ana@example.org) coordinates the team" in union.body
    assert board.reply_to == district.reply_to


def test_complete_every_coordinator_gets_their_own_link(team: Team) -> None:
    ana = PersonDraft("Ana", "ana@example.org")
    found = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    for party in parties_of(team):
        sign(party)
    assert len(send("team.confirmed")) == 5
    assert set(PrivateLink.objects.filter(purpose="coordinate").values_list("person_id", flat=True)) == {
        team.coordinator_id,
        found.person_id,
    }


def test_who_no_longer_coordinates_a_side_gets_no_link_that_waits(team: Team) -> None:
    ana = PersonDraft("Ana", "ana@example.org")
    coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    coordination.end_side_coordinator(team=team, side="union", by=BY, at=NOW)
    assert send("team.side_named") == send("team.side_told") == []
    (mail,) = send("team.handed_on")
    assert mail.subject == "You no longer coordinate Mesa Verde"
