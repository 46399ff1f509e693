"""An organizer makes the convening, its offices and its statement, and opens it."""

from typing import TYPE_CHECKING

from accounts.models import User
from convenings.domain.access import grant
from convenings.domain.convenings import create_convening, open_
from convenings.domain.statements import publish_statement
from convenings.models import Convening, Element, Sponsor, Venue
from registration.domain.selection_rule import with_names
from registration.domain.team_types import DISTRICT_OFFICES, STATE_OFFICES, make_team_type
from rehearsal.domain import calendar
from rehearsal.domain.facts import read
from rehearsal.domain.plan import Until
from rehearsal.domain.sign_ins import ORGANIZERS, PASSWORD

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
OPENING = (
    "We hold the offices on which change in our schools depends. We promise the students of our community three things,"
    " and we promise them together."
)
PROMISES = [
    {"title": "To attend together", "text": "We will come as one team, and stay for both days."},
    {
        "title": "To prepare a plan together",
        "text": "Before we come we will write one plan for the teaching profession at home, with goals and measures"
        " that each of us accepts.",
    },
    {
        "title": "To collaborate on it afterwards",
        "text": "At home we will carry the plan out together, keep time free for it, and say openly how it is going.",
    },
]
CLOSING = (
    "This is a pledge. It is no contract and no bargaining agreement, and it waives no right. Whoever signs attests to"
    " hold the office named here and to be able to promise for it."
)
DUTY = (
    "The host is a public agency of Ohio. What you write here may be a public record, and may have to be shown to who"
    " asks for it under the state’s public-records law."
)
ABOUT = (
    "In May 2012 teams from 41 states and more than 100 school districts met in Cincinnati. None could answer the"
    " invitation alone: school chiefs, union leaders and board presidents had to commit to come together, to work"
    " together, and to bring a plan. Eight organizations signed a shared vision that day."
)

QUESTIONS = [
    {
        "question": "Our superintendent cannot come. May the deputy promise?",
        "answer": "No. The promise belongs to the office, and whoever holds it makes it. Write to us before the day if"
        " somebody cannot come: we decide about substitutes one by one.",
    },
    {
        "question": "Does the promise change our contract?",
        "answer": "No. It is a pledge to come, to prepare a plan and to work on it. It waives no right of any side.",
    },
    {
        "question": "Who sees that a leader said no?",
        "answer": "Only the organizers, and never the other leaders of the team.",
    },
]


def found(play: "Play") -> None:
    """Leaves `play.convening` open for registration."""
    opens = play.at(calendar.OPENS, "09:00")
    play.convening = _convening(play)
    for position, name in enumerate(read("programme")["elements"]):
        Element.objects.create(convening=play.convening, name=name, position=position)
    for position, name in enumerate(read("programme")["sponsors"]):
        Sponsor.objects.create(convening=play.convening, name=name, position=position)
    for code, name, offices in (
        ("district", "District team", DISTRICT_OFFICES),
        ("state", "State team", STATE_OFFICES),
    ):
        make_team_type(convening=play.convening, code=code, name=name, offices=offices, by=BY, at=opens)
    _organizers(play)
    publish_statement(convening=play.convening, opening=OPENING, promises=PROMISES, closing=CLOSING, by=BY, at=opens)
    play.convening = open_(convening=play.convening, by=BY, at=opens)


def _convening(play: "Play") -> Convening:
    plan, on = play.plan, play.on
    venue = Venue.objects.create(name=plan.hall, city=plan.city, state=plan.us_state)
    return create_convening(
        slug=plan.slug,
        name=plan.name,
        tagline=plan.tagline,
        about=ABOUT,
        questions=QUESTIONS,
        time_zone=calendar.ZONE,
        venue=venue,
        opens_at=on(calendar.OPENS, "09:00"),
        promise_by_at=on(calendar.PROMISE_BY, "23:59"),
        plan_due_at=on(calendar.PLANS_DUE, "17:00"),
        badges_from_at=on(calendar.BADGES, "10:00") if plan.until is Until.ANSWERS else None,
        starts_at=on(1, "08:00"),
        ends_at=on(2, "16:00"),
        capacity_teams=plan.first_capacity_teams or plan.capacity_teams,
        capacity_people=plan.capacity_people,
        members_least=3,
        members_most=8,
        places_included=6 if plan.is_demo else None,
        admission=plan.admission,
        promotion=plan.promotion,
        offer_days=plan.offer_days,
        selection_rule=with_names(plan.rule, {}),
        contact_email="desk@example.org",
        public_records_duty=DUTY if plan.is_demo else "",
        is_demo=plan.is_demo,
        by=BY,
        at=on(calendar.OPENS - 7, "10:00"),
    )


def _organizers(play: "Play") -> None:
    """The demonstration's sign-ins; a rehearsal that is no demonstration needs nobody."""
    if not play.plan.is_demo:
        return
    for organizer in ORGANIZERS:
        user = User.objects.filter(email=organizer.email).first()
        if user is None:
            user = User.objects.create_user(organizer.email, PASSWORD, name=organizer.name)
        at = play.at(calendar.OPENS, "08:00")
        grant(convening=play.convening, user=user, role=organizer.role, by=BY, at=at)
