"""Organizers of the demonstration write to many, announce something, and get their digests."""

from typing import TYPE_CHECKING

from accounts.models import User
from jobs.domain import work
from registration.domain import announcements, bulk_mail, bulk_sending, digests
from registration.domain.bulk_mail import BulkDraft
from registration.states import Audience
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until
from rehearsal.domain.sign_ins import ORGANIZERS

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

HOTEL = BulkDraft(
    audience=Audience.COORDINATORS,
    subject="Rooms for {{ team }} in {{ city }}",
    body=(
        "Dear {{ first_name }},\n\nWe hold rooms for every team that comes, at the Riverside Inn, ten minutes on foot"
        " from the hall:\n\n- book by the day on which the last promise is due, {{ promise_by }}\n- when you call, say"
        " **{{ convening }}**\n\nWho drives home at night needs no room. Questions go to {{ contact }}."
    ),
    with_link=True,
)
SHUTTLE = BulkDraft(
    audience=Audience.ATTENDEES,
    narrowed={"coming": "certain"},
    subject="The shuttle from the airport",
    body=(
        "Dear {{ first_name }},\n\nA shuttle runs from the airport to the hall on the afternoon before {{ begins }},"
        " every half hour from two o’clock on. Look for the yellow sign at door 5."
    ),
    with_link=True,
)
LUNCH = "Lunch on the second day is in the Ballroom, one floor up. The way is signed from the main stairs."


def write(play: "Play") -> None:
    """Where it is live somebody announces something; else they write."""
    act = _announce if play.plan.until >= Until.DOOR else _write_to_many
    act(play)


def _write_to_many(play: "Play") -> None:
    """One that was sent, one that is held for another organizer's second look, and the digests of that morning."""
    june, ravi = (f"user:{User.objects.get(email=who.email).pk}" for who in ORGANIZERS[:2])
    convening, at = play.convening, play.at(calendar.LAST_ANSWER, "16:00")
    sent = bulk_mail.hold(bulk=bulk_mail.write(convening=convening, draft=HOTEL, by=ravi, at=at), by=ravi, at=at)
    sent = bulk_mail.confirm(bulk=sent, by=june, at=at)
    assert sent.job_id is not None
    work.run(job_id=sent.job_id, at=at)
    bulk_sending.settle_sent(at=at)
    held = bulk_mail.write(convening=convening, draft=SHUTTLE, by=ravi, at=play.at(calendar.LAST_ANSWER, "17:10"))
    bulk_mail.hold(bulk=held, by=ravi, at=play.at(calendar.LAST_ANSWER, "17:15"))
    digests.send_digests(at=play.at(calendar.LAST_ANSWER, "18:00"))


def _announce(play: "Play") -> None:
    """On the evening of the first day, until the second is over."""
    ravi = User.objects.get(email=ORGANIZERS[1].email)
    announcements.announce(
        convening=play.convening, text=LUNCH, ends_at=play.at(2, "23:59"), by=f"user:{ravi.pk}", at=play.at(1, "17:40")
    )
