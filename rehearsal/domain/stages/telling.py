"""Organizers ask questions of their own, people tell their needs, and one place is registered twice."""

from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from jobs.domain.imports import apply_plan, plan_import
from jobs.domain.tables import write_table
from registration.domain.details import Details, change_details
from registration.domain.directory import DIRECTORY
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.questions import AnswerDraft, QuestionDraft, make_question, write_answers
from registration.domain.registering import Registration, receive
from registration.models import Attendee, Team
from rehearsal.domain import calendar
from rehearsal.domain.facts import read

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
TELLS_EVERY = 9  # one attendee in so many
NEEDS = (
    {"access_needs": "A step-free way, and a seat near the door"}, {"diet": "Vegetarian"}, {"may_photograph": False},
    {"diet": "No nuts", "may_list": True}, {"access_needs": "A sign language interpreter"}, {"may_photograph": True},
)  # fmt: skip
HOTEL = QuestionDraft("Which hotel do you stay at?", "text", "team", hint="So that the bus finds you.")
TRAVEL = QuestionDraft(
    "How do most of you travel?", "choice", "team", choices=("By train", "By plane", "By bus or car")
)
AGREEMENT = QuestionDraft(
    "What you have agreed on time for joint work", "file", "team", hint="Only if you want to share it."
)
SHUTTLE = QuestionDraft("Do you need the shuttle from the airport?", "yes_no", "attendee")


def tell(play: "Play") -> None:
    """Draws from a seed of its own, so that the rest of the play stays as it was."""
    rng, at = Random(play.plan.seed + 7), play.at(calendar.LAST_TEAM, "17:30")
    hotel = make_question(convening=play.convening, draft=HOTEL, by=BY, at=at)
    shuttle = make_question(convening=play.convening, draft=SHUTTLE, by=BY, at=at)
    for _script, team_pk in play.teams[::3]:
        team = Team.objects.select_related("convening").get(pk=team_pk)
        stays = AnswerDraft(hotel.pk, rng.choice(("The Riverside Inn", "Hotel Union Terminal", "We drive home")))
        write_answers(of=team, drafts=[stays], by=f"person:{team.coordinator_id}", at=at)
    come = Attendee.objects.coming().filter(convening=play.convening).select_related("person", "convening")
    for attendee in list(come.order_by("pk"))[::TELLS_EVERY]:
        by = f"person:{attendee.person_id}"
        told = Details(attendee.person.name, **rng.choice(NEEDS))  # type: ignore[arg-type]
        change_details(attendee=attendee, details=told, by=by, at=at)
        answers = [AnswerDraft(shuttle.pk, rng.choice(("yes", "no")))]
        write_answers(of=attendee, drafts=answers, by=by, at=at)
    if play.plan.is_demo:
        _ask_more(play, at)
        _list_districts(at)
        _register_again(play, at)


def _ask_more(play: "Play", at: datetime) -> None:
    """One answer to choose and one to send as a file, so that every kind of question is there; some teams chose."""
    travel = make_question(convening=play.convening, draft=TRAVEL, by=BY, at=at)
    make_question(convening=play.convening, draft=AGREEMENT, by=BY, at=at)
    for number, (_script, team_pk) in enumerate(play.teams[1::3]):
        team = Team.objects.select_related("convening").get(pk=team_pk)
        chosen = AnswerDraft(travel.pk, TRAVEL.choices[number % len(TRAVEL.choices)])
        write_answers(of=team, drafts=[chosen], by=f"person:{team.coordinator_id}", at=at)


def _list_districts(at: datetime) -> None:
    """A directory of the sites, by ids that no state has."""
    sites = [site for site in read("sites") if site["district"]]
    facts = ("district", "place", "state", "enrollment")
    rows = [(f"99{number:05}", *(site[fact] for fact in facts)) for number, site in enumerate(sites)]
    data = write_table(["LEAID", "LEA_NAME", "LCITY", "ST", "MEMBER"], rows)
    plan = plan_import(kind=DIRECTORY, data=data, options={"source": "Institute, site list", "year": 2013})
    apply_plan(kind=DIRECTORY, plan=plan, progress=lambda done, total: None, at=at)


def _register_again(play: "Play", at: datetime) -> None:
    """Somebody else from the first team's district fills in the form."""
    script, team_pk = play.teams[0]
    team = Team.objects.select_related("type").get(pk=team_pk)
    again = Registration(
        type_code=team.type.code,
        name=f"{team.name} (schools)",
        place_name=team.place_name,
        us_state=team.us_state,
        coordinator=PersonDraft("Noor Haddad", "noor.haddad.office@example.org"),
        coordinator_side=team.coordinator_side,
        holders={code: HolderDraft(player.name, player.email) for code, player in script.holders.items()},
    )
    receive(convening=play.convening, registration=again, by="public", at=at)
