"""Who stands at the booths when: a plan, a swap within a team, and one gap that is left."""

from typing import TYPE_CHECKING

from expo.domain.crews import TeamCrew, crews_of
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
    """The halls' rotas; then somebody of the first falls ill whose shift nobody has taken over yet."""
    at = play.at(calendar.BADGES, "09:00")
    halls = list(Hall.objects.filter(convening=play.convening).order_by("pk"))
    for hall in halls:
        job = ask_rota(hall=hall, by=BY, at=at)
        work.run(job_id=job.pk, at=at)
    crews = crews_of(halls[0])
    _swap(play, crews)
    ill = next((found for crew in reversed(crews) if (found := _somebody(crew)) is not None), None)
    if ill is not None:
        crew, member = ill
        cancel_attendee(attendee=crew.people[member], by=BY, at=play.at(calendar.BADGES, "11:00"))


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
