"""Signatories answer, each at a time of their own, as the scripts say."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from agreements.domain.evidence import Evidence
from agreements.models import Party
from registration.domain import promising
from registration.models import Team
from rehearsal.domain import calendar
from rehearsal.domain.scripts import Ending

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

_AGENTS = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Mobile Safari",
    "Mozilla/5.0 (Linux; Android 16) Chrome Mobile",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edge",
)


@dataclass(frozen=True)
class _Answer:
    at: datetime
    party: Party
    act: str  # "sign", "decline", "defer", "withdraw"


def answer(play: "Play") -> None:
    """All answers of all teams, in the order of their instants."""
    answers = [answer for script, team_id in play.teams for answer in _answers(play, script.ending, team_id)]
    for given in sorted(answers, key=lambda answer: (answer.at, answer.party.pk)):
        _give(play, given)


def _answers(play: "Play", ending: Ending, team_id: int) -> list[_Answer]:
    if ending is Ending.DRAFT:
        return []
    team = Team.objects.get(pk=team_id)
    last = play.at(calendar.LAST_ANSWER, "16:30")
    parties = list(
        Party.objects.filter(agreement=team.agreement_id, signatory__isnull=False).select_related("signatory")
    )
    play.rng.shuffle(parties)
    acts = ["sign"] * len(parties)
    if ending is Ending.PARTLY:
        silent = play.rng.randint(1, 2)
        parties, acts = parties[:-silent], acts[:-silent]
    elif ending in (Ending.DEFERRED, Ending.DECLINED):
        acts[-1] = "defer" if ending is Ending.DEFERRED else "decline"
    assert team.invited_at is not None
    span = last - team.invited_at - timedelta(hours=16)
    first = team.invited_at + timedelta(hours=16)  # nobody answers on the day of the invitation
    if ending is Ending.LATE:
        return [_Answer(last + timedelta(minutes=5 * n), party, "sign") for n, party in enumerate(parties, start=1)]
    instants = sorted(calendar.by_day(first + span * (play.rng.random() ** 2.2)) for _ in parties)
    answers = [_Answer(at, party, act) for at, party, act in zip(instants, parties, acts, strict=True)]
    if ending is Ending.WITHDRAWN:
        answers.append(_Answer(last + timedelta(minutes=play.rng.randint(1, 300)), parties[0], "withdraw"))
    return answers


def _give(play: "Play", given: _Answer) -> None:
    party, at = given.party, given.at
    assert party.signatory is not None
    by = f"person:{party.signatory_id}"
    if given.act == "sign":
        promise(play, party, at=at)
    elif given.act == "defer":
        until = play.on(calendar.PROMISE_BY - 3, "12:00").date()
        promising.defer(party=party, until_on=until, by=by, at=at)
    elif given.act == "decline":
        reason = "Our contract talks are open. We would rather come next year than come divided."
        promising.decline(party=party, reason=reason, by=by, at=at)
    else:
        promising.withdraw(party=party, reason="I leave the office this summer.", by=by, at=at)


def promise(play: "Play", party: Party, *, at: datetime) -> None:
    """The holder of an office promises by their own link."""
    assert party.signatory is not None
    evidence = Evidence(
        address=f"192.0.2.{play.rng.randint(1, 254)}",
        user_agent=play.rng.choice(_AGENTS),
        link_sent_to=party.signatory.email,
        promises=(1, 2, 3),
    )
    by = f"person:{party.signatory_id}"
    promising.sign(party=party, typed_name=party.signatory.name, evidence=evidence, by=by, at=at)
