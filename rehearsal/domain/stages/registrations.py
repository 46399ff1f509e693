"""Coordinators register their teams and invite the leaders."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from agreements.models import Party
from expo.domain.needs import set_needs
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft, Profile
from registration.domain.offices import accept_missing
from registration.domain.teams import invite_signatories, register_team
from registration.models import Team, TeamType
from rehearsal.domain import calendar
from rehearsal.domain.casting import Player
from rehearsal.domain.scripts import Ending, TeamScript

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"


def register(play: "Play", scripts: list[TeamScript]) -> None:
    """Every team of the scripts, in their order; fills `play.teams`."""
    types = {team_type.code: team_type for team_type in play.convening.team_types.all()}
    in_two = next((s for s in scripts if play.plan.is_demo and s.ending is Ending.DRAFT), None)
    first = play.at(calendar.FIRST_TEAM, "08:40")
    span = play.at(calendar.LAST_TEAM, "17:00") - first
    for number, script in enumerate(scripts):
        at = calendar.by_day(first + span * number / max(1, len(scripts)))
        team = _register(play, script, types[script.type], at, in_two=script is in_two)
        play.teams.append((script, team.pk))
        if script.ending is not Ending.DRAFT:
            later = at + timedelta(minutes=play.rng.randint(6, 50))
            invite_signatories(team=team, by=f"person:{team.coordinator_id}", at=later)


def _register(play: "Play", script: TeamScript, team_type: TeamType, at: datetime, *, in_two: bool) -> Team:
    """in_two: whether the superintendent is said to be the board's president, too, which waits for an organizer."""
    holders = {office: _holder(script, office, player) for office, player in script.holders.items()}
    if in_two:
        holders["board_president"] = replace(holders["superintendent"], shares=True)
    team = register_team(
        convening=play.convening,
        type=team_type,
        name=script.name,
        place_name=script.place,
        us_state=script.us_state,
        coordinator=_person(script.coordinator),
        coordinator_side=script.coordinator_side,
        holders=holders,
        profile=Profile(
            enrollment=script.enrollment,
            locale=script.locale,
            poverty_percent=script.poverty,
            diversity_percent=script.diversity,
            diversity_groups=script.groups,
            source=script.source,
            year=script.year,
        ),
        members=[MemberDraft(player.name, player.email, job=job, side=side) for player, job, side in script.members],
        focus=[element for element in play.convening.elements.all() if element.name in script.focus],
        by="system",
        at=at,
    )
    set_needs(team=team, needs=list(script.needs), by=BY, at=at)
    for party in Party.objects.filter(agreement=team.agreement_id, office__in=script.missing):
        accept_missing(party=party, by=BY, at=at + timedelta(hours=3))
    return team


def _person(player: Player) -> PersonDraft:
    return PersonDraft(player.name, player.email, given_name=player.given, family_name=player.family)


def _holder(script: TeamScript, office: str, player: Player) -> HolderDraft:
    return HolderDraft(player.name, player.email, organization=script.organizations.get(office, ""))
