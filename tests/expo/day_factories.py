"""Visits, notes and highlights for tests, made by the domain functions, while the expo of `rota_factories` goes on."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from expo.domain.highlights import decide_highlight, write_highlight
from expo.domain.notes import leave_note
from expo.domain.visits import VisitDraft, leave_visit
from expo.models import Booth, Highlight, Note, Visit
from expo.states import HighlightState
from registration.domain.details import Details, change_details
from registration.models import Attendee, AttendeeDetails
from tests.expo.rota_factories import EXPO

BY = "user:1"
DURING = EXPO + timedelta(minutes=40)  # in the second of six waves


def me(who: Attendee) -> str:
    return f"person:{who.person_id}"


def draft(number: int = 102, **over: Any) -> VisitDraft:
    return VisitDraft(**{"visit_id": uuid4(), "code": code_of(number), "visited_at": DURING, **over})


def code_of(number: int) -> str:
    return Booth.objects.filter(number=number).latest("pk").code


def visit(who: Attendee, number: int = 102, **over: Any) -> Visit:
    return leave_visit(attendee=who, draft=draft(number, **over), by=me(who), at=DURING)


def note(who: Attendee, number: int = 102, text: str = "Call us.", **over: Any) -> Note:
    facts = {"note_id": uuid4(), "by": me(who), "at": DURING, **over}
    return leave_note(attendee=who, code=code_of(number), text=text, **facts)


def highlight(who: Attendee, text: str = "We met.", state: HighlightState = HighlightState.HELD) -> Highlight:
    row = write_highlight(attendee=who, highlight_id=uuid4(), text=text, by=me(who), at=DURING)
    if state == HighlightState.HELD:
        return row
    return decide_highlight(highlight=row, to=state, seen=row.state, by=BY, at=DURING)


def listed(who: Attendee) -> Attendee:
    """They agree to stand in lists."""
    details = Details(name=who.person.name, may_list=True)
    change_details(attendee=who, details=details, by=me(who), at=DURING)
    return Attendee.objects.select_related("person", "team", "details", "convening").get(pk=who.pk)


def minor(who: Attendee) -> Attendee:
    """They are under 18, whatever they said before."""
    AttendeeDetails.objects.update_or_create(
        attendee=who, defaults={"is_minor": True, "may_list": None, "changed_at": DURING,
                                "guardian_name": "Ann", "guardian_consent_on": DURING.date()},
    )  # fmt: skip
    return Attendee.objects.select_related("person", "team", "details").get(pk=who.pk)
