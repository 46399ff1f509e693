"""The expo's three hours: teams walk and scan, leave notes, and write highlights of which some wait to be read."""

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from expo.domain.highlights import decide_highlight, write_highlight
from expo.domain.notes import withdraw_note
from expo.domain.signs import ask_signs
from expo.domain.visits import VisitDraft, leave_visit
from expo.models import Hall, Note, Placement
from expo.states import HighlightState
from jobs.domain import work
from registration.models import Attendee

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
ORGANIZER = "user:0"  # nobody by name: whoever sat at the moderator's table
WALKS = 0.75  # which share of the attendees scans at all
NOTES = (
    "We do this too, with one hour less. Could we compare schedules in June?",
    "Who wrote the first draft of your agreement, and how long did it take?",
    "Thank you for the honest answer about the second year.",
    "Please send us the form that you use for peer reviews.",
    "Our boards meet on the same evening. Shall we call each other?",
)
HIGHLIGHTS = (
    ("A superintendent and a union president just finished each other’s sentence.", HighlightState.SHOWN),
    ("Booth 104 puts its minutes on the wall. All of them.", HighlightState.SHOWN),
    ("We came with a plan and leave with a phone number.", HighlightState.SHOWN),
    ("“We disagreed for a year. Then we counted what it cost.”", HighlightState.SHOWN),
    ("Three districts, one peer review form. Borrowed it on the spot.", HighlightState.HELD),
    ("Ask the team from the lake shore how they fund the coaches.", HighlightState.HELD),
    ("My book on all this is for sale at the hotel desk!", HighlightState.REJECTED),
)


def visit(play: "Play") -> None:
    """Everything is done by the attendees themselves, at times within the expo."""
    rng = Random(f"visits:{play.plan.seed}")  # its own dice: what follows falls as it fell
    hall = Hall.objects.filter(convening=play.convening, booths__placement__isnull=False).distinct().order_by("pk")[0]
    job = ask_signs(hall=hall, by=BY, at=play.at(1, "06:40"))
    work.run(job_id=job.pk, at=play.at(1, "06:40"))
    placements = list(Placement.objects.standing().filter(booth__hall=hall).select_related("booth").order_by("pk"))
    coming = Attendee.objects.placed().filter(convening=play.convening).select_related("person")
    walkers = [one for one in coming.order_by("pk") if rng.random() < WALKS]
    for walker in walkers:
        _walk(rng, hall, walker, placements)
    _take_one_back()
    _write(rng, hall, walkers)


def _walk(rng: Random, hall: Hall, walker: Attendee, placements: list[Placement]) -> None:
    """Two to six booths; the last one of the list stands in a corner, and few find it."""
    others = [one for one in placements if one.team_id != walker.team_id]
    near = [one for one in others if one is not placements[-1] or rng.random() < 0.1]
    minutes = int((hall.closes_at - hall.opens_at) / timedelta(minutes=1))
    for chosen in rng.sample(near, min(len(near), rng.randint(2, 6))):
        at = hall.opens_at + timedelta(minutes=rng.randint(3, minutes - 3), seconds=rng.randint(0, 59))
        note = rng.choice(NOTES) if rng.random() < 0.08 else ""
        draft = VisitDraft(_id(rng), chosen.booth.code, at, bookmark=rng.random() < 0.4, note=note)
        leave_visit(attendee=walker, draft=draft, by=f"person:{walker.person_id}", at=at)


def _take_one_back() -> None:
    """Somebody thinks better of a note."""
    note = Note.objects.select_related("attendee").order_by("pk").last()
    if note is not None:
        by, at = f"person:{note.attendee.person_id}", note.written_at + timedelta(minutes=4)
        withdraw_note(attendee=note.attendee, note=note.pk, by=by, at=at)


def _write(rng: Random, hall: Hall, walkers: list[Attendee]) -> None:
    for number, (text, state) in enumerate(HIGHLIGHTS[: len(walkers)]):
        author = walkers[number * 5 % len(walkers)]
        at = hall.opens_at + timedelta(minutes=20 * (number + 1))
        row = write_highlight(
            attendee=author, highlight_id=_id(rng), text=text, by=f"person:{author.person_id}", at=at
        )
        if state != HighlightState.HELD:
            decided_at = at + timedelta(minutes=2)
            decide_highlight(highlight=row, to=state, seen=row.state, by=ORGANIZER, at=decided_at)


def _id(rng: Random) -> UUID:
    return UUID(int=rng.getrandbits(128), version=4)
