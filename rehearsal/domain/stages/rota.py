"""Who stands at the booths when: a plan, a swap within a team, and one gap that is left."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from expo.domain.crews import TeamCrew, crews_of
from expo.domain.late_arrivals import tell_arrival
from expo.domain.rota_planning import ask_rota
from expo.domain.shift_rules import could_stand
from expo.domain.shifts import offer_shift, take_shift
from expo.models import Hall
from jobs.domain import work
from registration.domain.attendees import cancel_attendee
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"


def plan(play: "Play") -> None:
    """Somebody comes later; the halls' rotas; then somebody of the first falls ill whose shift nobody has taken yet."""
    at = play.at(calendar.BADGES, "09:00")
    halls = list(Hall.objects.filter(convening=play.convening).order_by("pk"))
    _come_later(halls[0], at=play.at(calendar.BADGES, "08:30"))
    for hall in halls:
        job = ask_rota(hall=hall, by=BY, at=at)
        work.run(job_id=job.pk, at=at)
    crews = crews_of(halls[0])
    _swap(play, crews)
    ill = next((found for crew in reversed(crews) if (found := _somebody(crew)) is not None), None)
    if ill is not None:
        crew, member = ill
        cancel_attendee(attendee=crew.people[member], by=BY, at=play.at(calendar.BADGES, "11:00"))


def _come_later(hall: Hall, *, at: datetime) -> None:
    """A coordinator says that somebody without an office is there an hour after the doors open: no shift before."""
    for crew in reversed(crews_of(hall)):
        later = next((person for person in reversed(crew.people) if not person.office), None)
        if later is not None:
            by, from_at = f"person:{crew.team.coordinator_id}", hall.opens_at + timedelta(hours=1)
            tell_arrival(team=crew.team, attendee_id=later.pk, from_at=from_at, by=by, at=at)
            return


def _somebody(crew: TeamCrew) -> tuple[TeamCrew, int] | None:
    """A member without an office who stands in exactly one wave."""
    for member, (person, row) in enumerate(zip(crew.people, crew.shifts, strict=True)):
        if not person.office and sum(row) == 1:
            return crew, member
    return None


def _swap(play: "Play", crews: list[TeamCrew]) -> None:
    """In the first team one takes over what a team mate offers; in the second somebody offers a shift."""
    at = play.at(calendar.BADGES, "10:00")
    for number, crew in enumerate(crews[:2]):
        (member, wave), shift = min(crew.held.items())
        offer_shift(shift_id=shift.pk, offered=True, by=f"person:{crew.people[member].person_id}", at=at)
        for taker in could_stand(crew.crew, crew.shifts, wave)[:1] if number == 0 else ():
            person = crew.people[taker]
            take_shift(shift_id=shift.pk, attendee=person, by=f"person:{person.person_id}", at=at)
