"""The same place registering twice: recognised, held, and told to nobody but whom it concerns."""

import re
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, letters, stranger_letters
from registration.models import DirectoryEntry, HeldRegistration, Team
from registration.states import HeldState, TeamState

STANDING = (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED)
ALIKE_NAME, ALIKE_PLACE = 0.85, 0.8
MOST_TOLD, TOLD_WITHIN = 3, timedelta(days=1)  # mails to a coordinator about strangers
# What districts are called after their own name, written out or not.
GENERIC = frozenset(
    {
        *("board", "department", "district", "districts", "education", "elementary", "independent", "isd", "of"),
        *("public", "school", "schools", "sd", "system", "team", "the", "unified", "usd"),
    }
)
WORD = re.compile(r"[^\W_]+")


class AlreadySettled(Refusal):
    code = "held_settled"
    words = _("Somebody has decided about this registration already.")


def find_team(
    *, convening: Convening, type_code: str, name: str, place_name: str, us_state: str, entry: DirectoryEntry | None
) -> Team | None:
    """The team that this place has already, if any. One statement, over the teams of the same type and state."""
    teams = Team.objects.filter(
        convening=convening, type__code=type_code, us_state=us_state.strip().upper(), state__in=STANDING
    ).select_related("coordinator", "convening")
    for team in teams.order_by("pk"):
        if entry is not None and team.directory_entry_id is not None:
            if team.directory_entry_id == entry.pk:
                return team
        elif is_alike(name, place_name, team.name, team.place_name):
            return team
    return None


def is_alike(name: str, place: str, other_name: str, other_place: str) -> bool:
    """Whether two names in one state mean one place: "Mesa Verde USD" and "Mesa Verde Unified School District"."""
    mine, other = core(name), core(other_name)
    if not mine or not other:
        return fold(name) == fold(other_name)
    if mine == other:
        return True
    if digits(mine) != digits(other):
        return False
    alike = SequenceMatcher(a=mine, b=other, autojunk=False).ratio() >= ALIKE_NAME
    places = SequenceMatcher(a=fold(place), b=fold(other_place), autojunk=False)
    return alike and digits(fold(place)) == digits(fold(other_place)) and places.ratio() >= ALIKE_PLACE


def core(name: str) -> str:
    """A district's own name, without what all districts are called."""
    return " ".join(word for word in WORD.findall(fold(name)) if word not in GENERIC)


def digits(text: str) -> list[str]:
    """The numbers in it: District 1 is not District 2."""
    return re.findall(r"\d+", text)


@transaction.atomic
def hold(*, team: Team, payload: dict[str, Any], by: str, at: datetime) -> Team | HeldRegistration:
    """Keep a registration of a place that has a team; its coordinator, the stranger and the organizers are told.

    Who coordinates it, by the address, gets the own link once more, and nothing is held.
    """
    address = payload["coordinator"]["email"].strip()
    for coordinator in coordinators.of_team(team):
        if address.casefold() == coordinator.person.email.casefold():
            occasion = "team.registered" if coordinator.is_lead else "team.side_named"
            letters.owe_people(occasion, [coordinator.person], team=team, mark=f"again:{at:%Y-%m-%d}", at=at)
            return team
    held = HeldRegistration.objects.create(
        convening_id=team.convening_id, team=team, payload=payload, name=payload["name"], held_at=at,
        coordinator_name=payload["coordinator"]["name"].strip(), coordinator_email=address,
    )  # fmt: skip
    _record("registration.held", held, by=by, at=at, data={"team": team.pk})
    stranger_letters.owe_stranger(held, language=payload["coordinator"]["language"], at=at)
    if HeldRegistration.objects.filter(team=team, held_at__gt=at - TOLD_WITHIN).count() <= MOST_TOLD:
        stranger_letters.owe_coordinator(held, at=at)
    return held


def locked(held: HeldRegistration) -> HeldRegistration:
    """The registration as it stands, under its convening's lock. Refuses one that was decided about."""
    convening = Convening.objects.locked(held.convening_id)
    fresh = HeldRegistration.objects.select_for_update(of=("self",), no_key=True).get(pk=held.pk)
    fresh.convening = convening
    if fresh.state != HeldState.HELD:
        raise AlreadySettled
    return fresh


def settle(held: HeldRegistration, *, passed: Team | None, by: str, at: datetime) -> HeldRegistration:
    """Write what was decided about one that `locked` returned. passed: the team that it has become."""
    held.state = HeldState.PASSED if passed else HeldState.DISMISSED
    held.passed_as, held.settled_at, held.settled_by = passed, at, by
    held.save(update_fields=["state", "passed_as", "settled_at", "settled_by"])
    data = {"team": passed.pk if passed else held.team_id}
    kind = "registration.let_pass" if passed else "registration.dismissed"
    entries.record(
        kind=kind, by=by, at=at, subject=f"held:{held.pk}", convening_id=held.convening_id, data=data
    )
    return held


@transaction.atomic
def dismiss(*, held: HeldRegistration, by: str, at: datetime) -> HeldRegistration:
    """An organizer looked at it: the place has its team. Nobody is written to."""
    return settle(locked(held), passed=None, by=by, at=at)


def _record(kind: str, held: HeldRegistration, *, by: str, at: datetime, data: dict[str, Any]) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"held:{held.pk}", convening_id=held.convening_id, data=data)
