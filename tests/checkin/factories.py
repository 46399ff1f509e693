"""Convenings with teams that have places, written as rows: the door asks only what stands in them."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from accounts.domain.people import make_person
from accounts.models import Person
from agreements.models import Agreement, Party, Statement
from agreements.states import Requirement, Side
from checkin.domain import devices
from checkin.domain.badges import issue_badge
from checkin.domain.devices import make_device
from checkin.domain.printing import ask_sheet
from checkin.models import Badge, Checkpoint, Device
from checkin.states import CheckpointKind
from convenings.models import Convening, Venue
from jobs.models import Job
from jobs.states import JobState
from registration.models import Attendee, Team, TeamType
from registration.states import AttendeeKind, PlaceState, TeamState

DAY = datetime(2027, 5, 26, 12, tzinfo=UTC)  # 8 in the morning in Cincinnati
OFFICES = (
    ("union_president", "Union president", Side.UNION),
    ("superintendent", "Superintendent", Side.DISTRICT),
    ("board_president", "Board president", Side.BOARD),
)
_numbers = count(1)


def make_convening(**over: Any) -> Convening:
    number = next(_numbers)
    venue = Venue.objects.create(name="Duke Energy Center", city="Cincinnati", state="OH")
    given: dict[str, Any] = {
        "slug": f"cincinnati-{number}",
        "name": "The Cincinnati Convening",
        "time_zone": "America/New_York",
        "venue": venue,
        "starts_at": DAY,
        "ends_at": DAY + timedelta(hours=32),
        "opens_at": DAY - timedelta(days=120),
        "promise_by_at": DAY - timedelta(days=30),
        "plan_due_at": DAY - timedelta(days=10),
        "capacity_teams": 100,
        "capacity_people": 800,
        "contact_email": "desk@example.org",
    }
    return Convening.objects.create(**{**given, **over})


def make_somebody(convening: Convening, name: str = "Teresa Yazzie", **over: Any) -> Person:
    return make_person(convening_id=convening.pk, name=name, email=f"p{next(_numbers)}@example.org", **over)


def make_team(
    convening: Convening, name: str = "Durango", place: PlaceState = PlaceState.CONFIRMED, members: int = 2
) -> Team:
    """A team with its three office-holders and further members, its promise complete."""
    number = next(_numbers)
    kind, _made = TeamType.objects.get_or_create(convening=convening, code="district", defaults={"name": "District"})
    statement, _made = Statement.objects.get_or_create(convening_id=convening.pk, defaults={"title": "The promise"})
    agreement = Agreement.objects.create(
        convening_id=convening.pk, statement=statement, subject=f"team:{convening.pk}.{number}"
    )
    team = Team.objects.create(
        convening=convening,
        type=kind,
        agreement=agreement,
        name=name,
        folded_name=name.casefold(),
        place_name=name,
        us_state="CO",
        coordinator=make_somebody(convening, "Ana Coordinator"),
        coordinator_side=Side.DISTRICT,
        state=TeamState.COMMITTED,
        place=place,
        completion=number,
        registered_at=DAY - timedelta(days=90),
        invited_at=DAY - timedelta(days=80),
        completed_at=DAY - timedelta(days=60),
    )
    for position, (code, label, side) in enumerate(OFFICES):
        holder = make_somebody(convening, f"Holder{position} {name}")
        Party.objects.create(
            agreement=agreement,
            office=code,
            label=label,
            side=side,
            requirement=Requirement.REQUIRED,
            position=position,
            signatory=holder,
        )
        make_attendee(convening, holder, team=team, side=side, office=code, organization=f"{name} {side.label}")
    for number in range(members):
        make_attendee(convening, make_somebody(convening, f"Member{number} {name}"), team=team, job="Teacher, Grade 4")
    return team


def make_attendee(convening: Convening, person: Person | None = None, **over: Any) -> Attendee:
    """Somebody who comes: with a team a member, else a guest."""
    kind = AttendeeKind.MEMBER if over.get("team") else AttendeeKind.GUEST
    return Attendee.objects.create(
        **{"convening": convening, "person": person or make_somebody(convening), "kind": kind, **over}
    )


def make_checkpoint(
    convening: Convening, name: str = "North door", kind: CheckpointKind = CheckpointKind.DOOR
) -> Checkpoint:
    return Checkpoint.objects.create(convening=convening, name=name, kind=kind)


def make_badge(attendee: Attendee) -> Badge:
    return issue_badge(attendee=attendee, by="system", at=DAY - timedelta(days=5))


def badge_of(team: Team, office: str = "") -> Badge:
    """A badge of the team: of the holder of an office, or of a member without one."""
    attendee = team.members.filter(office=office).order_by("pk").first()
    assert attendee is not None
    return make_badge(attendee)


def make_scanner(convening: Convening) -> Device:
    """A scanner of a door of its own, handed out a day before."""
    number = next(_numbers)
    door = make_checkpoint(convening, f"Door {number}")
    make_device(checkpoint=door, label=f"Scanner {number}", by="user:1", at=DAY - timedelta(days=1))
    return Device.objects.get(checkpoint=door)


def may_register(scanner: Device, paper: str = "") -> Device:
    """The same scanner, which now registers walk-ups."""
    scanner.registers_walk_ups, scanner.paper = True, paper
    scanner.save(update_fields=["registers_walk_ups", "paper"])
    return scanner


def make_kiosk(convening: Convening, paper: str = "label_62") -> Device:
    """A kiosk at a door of its own, handed out a day before."""
    number = next(_numbers)
    door = make_checkpoint(convening, f"Door {number}")
    devices.make_kiosk(
        checkpoint=door, label=f"Kiosk {number}", paper=paper, by="user:1", at=DAY - timedelta(days=1)
    )
    return Device.objects.get(checkpoint=door)


def make_sheet_job(convening: Convening, *, done: bool = False) -> Job:
    """A badge sheet that was asked for; done, its file is there."""
    make_badge(make_attendee(convening))
    job = ask_sheet(convening=convening, only="all", by="user:1", at=DAY)
    if done:
        name = storages["private"].save(f"badges/{job.pk}.pdf", ContentFile(b"%PDF-"))
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE, result={"file": name, "badges": 1})
    return job
