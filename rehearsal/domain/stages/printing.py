"""Designs for two kinds of people, a sheet of all badges, and one printed again for who spilt coffee on it."""

from typing import TYPE_CHECKING

from accounts.domain.people import rename_person
from accounts.models import User
from checkin.domain.designs import change_design
from checkin.domain.printing import Which, ask_sheet
from checkin.models import Badge
from checkin.states import BadgeFormat
from jobs.domain import work
from rehearsal.domain import calendar
from rehearsal.domain.stages.founding import ORGANIZERS

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

PRINTED = calendar.BADGES + 3
DESIGNS: dict[str, dict[str, object]] = {
    "member": {"shows_side": True, "shows_booth": True, "shows_agenda": True},
    "presenter": {"ribbon": "Presenter", "colour": "violet"},
}


def print_badges(play: "Play") -> None:
    """June prints all of them, Ravi one again; a name that was corrected since waits as changed."""
    june, ravi = (f"user:{User.objects.get(email=who.email).pk}" for who in ORGANIZERS[:2])
    for kind, values in DESIGNS.items():
        change_design(
            convening=play.convening, kind=kind, values=values, by=june, at=play.at(PRINTED, "09:00")
        )
    _print(play, "new", by=june, clock="09:30")
    first, second = Badge.objects.of(play.convening).active().for_tables().select_related("attendee__person")[:2]
    _print(play, "one", by=ravi, clock="15:10", badge=first)
    person = second.attendee.person
    rename_person(person=person, name=f"Dr. {person.name}", by=june, at=play.at(PRINTED, "16:00"))


def _print(play: "Play", only: Which, *, by: str, clock: str, badge: Badge | None = None) -> None:
    paper = BadgeFormat.CARD_4X3 if badge else BadgeFormat.LETTER_6
    at = play.at(PRINTED, clock)
    job = ask_sheet(
        convening=play.convening, only=only, badge=badge, paper=paper, again=badge is not None, by=by, at=at
    )
    work.run(job_id=job.pk, at=at)
