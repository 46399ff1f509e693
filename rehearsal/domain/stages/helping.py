"""A side gets a coordinator of its own, and an assistant prepares a promise, in teams that still wait for somebody."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from agreements.models import Party
from registration.domain import coordination, preparing
from registration.domain.drafts import PersonDraft
from registration.domain.preparing import Prepared
from registration.models import Team
from rehearsal.domain import calendar
from rehearsal.domain.scripts import Ending

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BESIDE = PersonDraft("Imani Castellano", "imani.castellano@example.org")
ASSISTANT = PersonDraft("Tomás O’Rourke", "tomas.orourke@example.org")
NOTES = "The cabinet has read it. The plan is due two weeks before we travel."


def help_(play: "Play") -> None:
    """In the first two teams that wait, after the last answers."""
    at = play.at(calendar.LAST_ANSWER, "17:30")
    waiting = [pk for script, pk in play.teams if script.ending is Ending.PARTLY][:2]
    for pk in waiting[:1]:
        team = Team.objects.get(pk=pk)
        side = coordination.open_sides(team)[0]
        leader = Party.objects.filter(agreement=team.agreement_id, side=side, signatory__isnull=False).first()
        assert leader is not None  # the team waits
        by = f"person:{leader.signatory_id}"
        coordination.name_side_coordinator(team=team, side=side, person=BESIDE, by=by, at=at)
    for pk in waiting[1:]:
        _prepare(pk, at=at)


def _prepare(team_pk: int, *, at: datetime) -> None:
    party = Party.objects.missing().filter(agreement__team=team_pk, signatory__isnull=False).first()
    assert party is not None  # the team waits
    assert party.signatory is not None
    made = preparing.let_prepare(party=party, assistant=ASSISTANT, by=f"person:{party.signatory_id}", at=at)
    prepared = Prepared(party.signatory.name, party.organization, notes=NOTES)
    preparing.prepare(
        preparation=made, prepared=prepared, by=f"person:{made.assistant_id}", at=at + timedelta(minutes=40)
    )
