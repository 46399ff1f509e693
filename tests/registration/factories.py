"""Convenings and teams for tests, made by the domain functions that a page would call.

`make_convening(**over)` is open, with a district and a state team type; `make_team(convening, state="confirmed")` walks
a team there. `NOW` lies between the opening and the deadline.
"""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from agreements.domain.evidence import Evidence
from agreements.models import Party
from convenings.domain import convenings, statements
from convenings.models import Convening, Venue
from registration.domain import promising, registering, team_types, teams
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft
from registration.domain.registering import Registration
from registration.models import HeldRegistration, Team, TeamType

NOW = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
BY = "user:1"
OPENING = "We, the leaders of our union, our district and our board, promise together:"
PROMISES = [
    {"title": "To attend together", "text": "We come to the convening as one team"},
    {"title": "To prepare together", "text": "We write one plan, and bring it"},
    {"title": "To collaborate afterwards", "text": "We work on the plan together when we are back"},
]
CLOSING = "This is a pledge and no contract. Who promises holds the office, and may promise for it."
_numbers = itertools.count(1)


def make_convening(*, opened: bool = True, types: bool = True, **over: Any) -> Convening:
    """A convening with its statement and its team types; open unless told otherwise. over: facts of the convening."""
    number = next(_numbers)
    venue = over.pop("venue", None) or Venue.objects.create(name="Union Terminal", city="Cincinnati", state="OH")
    facts: dict[str, Any] = {
        "slug": f"convening-{number}",
        "name": f"Convening {number}",
        "time_zone": "America/New_York",
        "starts_at": datetime(2027, 5, 26, 12, 0, tzinfo=UTC),
        "ends_at": datetime(2027, 5, 27, 21, 0, tzinfo=UTC),
        "opens_at": datetime(2027, 1, 15, 14, 0, tzinfo=UTC),
        "promise_by_at": datetime(2027, 4, 3, 3, 59, tzinfo=UTC),  # Friday 2 April, 11:59 p.m. Eastern Time
        "plan_due_at": datetime(2027, 5, 15, 3, 59, tzinfo=UTC),
        "capacity_teams": 100,
        "capacity_people": 800,
        "contact_email": "convening@example.org",
    }
    at = NOW - timedelta(days=30)
    convening = convenings.create_convening(by=BY, at=at, **{**facts, "venue": venue, **over})
    statements.publish_statement(convening=convening, opening=OPENING, promises=PROMISES, closing=CLOSING, by=BY, at=at)
    if types:
        make_types(convening)
    return convenings.open_(convening=convening, by=BY, at=at) if opened else convening


def make_types(convening: Convening) -> None:
    """The district and the state team type."""
    for code, name, offices in (
        ("district", "District team", team_types.DISTRICT_OFFICES),
        ("state", "State team", team_types.STATE_OFFICES),
    ):
        team_types.make_team_type(convening=convening, code=code, name=name, offices=offices, by=BY, at=NOW)


def type_of(convening: Convening, code: str = "district") -> TeamType:
    return convening.team_types.get(code=code)


def make_team(
    convening: Convening | None = None,
    state: str = "draft",
    *,
    kind: str = "district",
    members: int = 0,
    at: datetime = NOW,
    **over: Any,
) -> Team:
    """A team at draft, committing, committed (confirmed or waitlisted as room allows), confirmed or waitlisted.

    `waitlisted` and `confirmed` are asserted, so give the convening the capacity. over: arguments of register_team.
    """
    convening = convening or make_convening()
    draft = draft_of(convening, kind=kind, members=members) | over
    team = teams.register_team(convening=convening, **draft, by=BY, at=at)
    if state == "draft":
        return team
    team = teams.invite_signatories(team=team, by=f"person:{team.coordinator_id}", at=at)
    if state == "committing":
        return team
    for party in parties_of(team):
        if party.is_gating and party.signatory_id is not None:
            team = sign(party, at=at)
    assert team.state == "committed"
    assert state in ("committed", team.place), f"The team is {team.place}, not {state}: mind the capacity."
    return team


def draft_of(convening: Convening, *, kind: str = "district", members: int = 0) -> dict[str, Any]:
    """What a coordinator types for one more team: invented people at example.org."""
    number = next(_numbers)
    team_type = type_of(convening, kind)
    holders = {
        office.code: HolderDraft(
            name=f"{office.label.split()[0]} Leader {number}",
            email=f"{office.code}.{number}@example.org",
            organization=f"{office.label} of Mesa {number}",
        )
        for office in team_type.offices.all()
        if office.code != "state_board"
    }
    return {
        "type": team_type,
        "name": f"Mesa {number} Public Schools",
        "place_name": f"Mesa {number}",
        "us_state": "OH",
        "coordinator": PersonDraft(name=f"Coordinator {number}", email=f"coordinator.{number}@example.org"),
        "coordinator_side": "district" if kind == "district" else "state",
        "holders": holders,
        "members": [
            MemberDraft(f"Member {number} {m}", f"member.{number}.{m}@example.org", job="Teacher", side="union")
            for m in range(members)
        ],
    }


def registration_of(convening: Convening, **over: Any) -> Registration:
    """What the public page hands in for one more team."""
    drafted = draft_of(convening)
    kept = {name: value for name, value in drafted.items() if name != "type"} | {"type_code": drafted["type"].code}
    return Registration(**{**kept, "members": tuple(drafted["members"]), **over})


def hold_registration(team: Team, **over: Any) -> HeldRegistration:
    """A stranger's registration of a place that has this team."""
    place = {"name": team.name, "place_name": team.place_name, "us_state": team.us_state}
    handed_in = registration_of(team.convening, **{**place, **over})
    kept = registering.receive(convening=team.convening, registration=handed_in, by="public", at=NOW)
    assert isinstance(kept, HeldRegistration)
    return kept


def parties_of(team: Team) -> list[Party]:
    """The team's parties, in the order of offices."""
    return list(Party.objects.filter(agreement_id=team.agreement_id).with_answers().order_by("position"))


def party_of(team: Team, office: str) -> Party:
    return Party.objects.with_answers().get(agreement_id=team.agreement_id, office=office)


def evidence(party: Party) -> Evidence:
    return Evidence(
        address="203.0.113.7",
        user_agent="Mozilla/5.0 (a phone)",
        link_sent_to=party.signatory.email if party.signatory else "",
        promises=(1, 2, 3),
    )


def sign(party: Party, *, at: datetime = NOW, typed_name: str = "") -> Team:
    """The signatory of the party promises, as from their own link."""
    assert party.signatory is not None
    return promising.sign(
        party=party,
        typed_name=typed_name or party.signatory.name,
        evidence=evidence(party),
        by=f"person:{party.signatory_id}",
        at=at,
    )
