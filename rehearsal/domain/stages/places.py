"""What befalls teams that have promised: a new office-holder, an impasse at home, and places that are offered."""

from datetime import timedelta
from typing import TYPE_CHECKING

from agreements.models import Party
from agreements.states import Channel
from convenings.domain.convenings import change_convening
from registration.domain import holds, offers, recording, succession
from registration.domain.drafts import HolderDraft
from registration.models import Team
from registration.states import PlaceState
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until
from rehearsal.domain.scripts import Ending
from rehearsal.domain.stages import checking

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
OFFICE = "superintendent"
IMPASSE = "The board and the association are at an impasse over class sizes, and have called a mediator."
MOST_ROUNDS = 50


def move(play: "Play") -> None:
    """Hand-overs and holds, then more room where the plan has it, then the offers."""
    for team in _confirmed(play, Ending.HANDED_OVER):
        _hand_over(play, team)
    for team in _confirmed(play, Ending.ON_HOLD):
        until = play.on(calendar.PROMISE_BY - 2, "17:00")
        holds.hold_team(team=team, until_at=until, reason=IMPASSE, by=BY, at=play.at(calendar.LAST_ANSWER + 1, "17:30"))
    if play.plan.first_capacity_teams is not None:
        at = play.at(calendar.LAST_ANSWER, "17:45")
        changes = {"capacity_teams": play.plan.capacity_teams}
        play.convening = change_convening(convening=play.convening, changes=changes, by=BY, at=at)
    if play.plan.checks_holders:
        checking.want_checks(play)
    _answer_offers(play)


def _confirmed(play: "Play", ending: Ending) -> list[Team]:
    ids = [pk for script, pk in play.teams if script.ending is ending]
    return list(Team.objects.filter(pk__in=ids, place=PlaceState.CONFIRMED).order_by("pk"))


def _hand_over(play: "Play", team: Team) -> None:
    """Not me: the new holder has still to promise where the play stops early; else an organizer takes it by phone."""
    party = Party.objects.get(agreement=team.agreement_id, office=OFFICE)
    new, at = play.cast.player(), play.at(calendar.LAST_ANSWER + 1, "17:20")
    holder = HolderDraft(new.name, new.email, organization=party.organization)
    succession.hand_over(party=party, holder=holder, by=f"person:{party.signatory_id}", at=at)
    if play.plan.until < Until.DOOR:
        return
    text = party.agreement.statement.current
    assert text is not None  # it was promised
    recording.record(
        party=party, channel=Channel.PHONE, typed_name=new.name, promises=(1, 2, 3), version_id=text.pk, scan=b"",
        scan_name="", by=BY, at=play.at(calendar.LAST_ANSWER + 4, "11:00"),
    )  # fmt: skip


def _answer_offers(play: "Play") -> None:
    """Every other coordinator accepts at once. Of the others the offer runs out, or is open where the play stops."""
    at = play.at(calendar.LAST_ANSWER + 1, "18:00")
    for _round in range(MOST_ROUNDS):
        offered = Team.objects.filter(convening=play.convening, place=PlaceState.OFFERED).order_by("completion")
        for team in list(offered)[::2]:
            offers.accept_offer(team=team, by=f"person:{team.coordinator_id}", at=at)
        if play.plan.until < Until.DOOR or not offered.exists():
            return
        at += timedelta(days=play.convening.offer_days)
        offers.expire_offers(at=at)
