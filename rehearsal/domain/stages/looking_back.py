"""What sessions give to take home, and what people say of those that are over."""

import io
from collections import defaultdict
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from breakouts.domain.feedback import FeedbackDraft, asked_about, give_feedback
from breakouts.domain.materials import MaterialDraft, add_file, add_link, publish
from breakouts.models import Session
from breakouts.states import MaterialPhase, SessionKind
from registration.models import Attendee

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
ANSWERING = 0.4  # which share of the attendees says something
SENTENCES = (
    "More time for questions, please.",
    "The form on the second page alone was worth the way.",
    "I would have liked to hear the board’s side, too.",
    "Honest about what did not work. Thank you.",
    "Too much on one slide.",
    "We will try the shared calendar in the fall.",
    "The room was too warm.",
)
LINKS = (
    ("The agreement that we talk about", "https://example.org/agreement"),
    ("Minutes of our first three meetings", "https://example.org/minutes"),
    ("A page to read before", "https://example.org/before"),
)
FILES = 3  # sessions whose presenters bring a file, of which the last still waits to be looked at


def look_back(play: "Play") -> None:
    """Draws from a seed of its own, so that the rest of the play stays as it was."""
    rng = Random(f"looking back:{play.plan.seed}")
    breakouts = Session.objects.filter(convening=play.convening, kind=SessionKind.BREAKOUT, slot__isnull=False)
    presented = breakouts.filter(presentations__isnull=False).distinct().select_related("convening")
    _bring(play, list(presented.order_by("slot__starts_at", "pk")[:8]))
    _say(play, rng, at=play.at(1, "19:00"))


def _bring(play: "Play", sessions: list[Session]) -> None:
    at = play.at(0, "16:00")
    for number, session in enumerate(sessions):
        presenter = session.presentations.select_related("presenter").order_by("pk")[0].presenter
        by = f"person:{presenter.person_id}"
        title, url = LINKS[number % len(LINKS)]
        phase = MaterialPhase.BEFORE if "before" in url else MaterialPhase.AFTER
        link = add_link(session=session, draft=MaterialDraft(phase, title), url=url, by=by, at=at)
        publish(material=link, by=BY, at=at + timedelta(hours=1))
        if number < FILES:
            draft = MaterialDraft(MaterialPhase.AFTER, "What we showed")
            data, name = _page(session.title), "what-we-showed.pdf"
            file = add_file(session=session, draft=draft, data=data, name=name, by=by, at=at)
            if number < FILES - 1:
                publish(material=file, by=BY, at=at + timedelta(hours=1))


def _page(title: str) -> bytes:
    """A page of PDF with a title, as a file to be given out."""
    from PIL import Image, ImageDraw

    sheet, out = Image.new("L", (612, 792), 255), io.BytesIO()
    ImageDraw.Draw(sheet).text((72, 72), title.encode("ascii", "replace").decode(), fill=0)
    sheet.save(out, "PDF")
    return out.getvalue()


def _say(play: "Play", rng: Random, *, at: datetime) -> None:
    """Of sessions side by side each person was in one."""
    by_slot = defaultdict(list)
    over = asked_about(play.convening, at=at)
    for session in sorted(over, key=lambda one: (one.slot.starts_at if one.slot else at, one.pk)):
        by_slot[session.slot_id].append(session)
    for attendee in Attendee.objects.placed().filter(convening=play.convening).order_by("pk"):
        if rng.random() > ANSWERING:
            continue
        for beside in by_slot.values():
            session = rng.choice(beside)
            if session.presentations.filter(presenter=attendee).exists():
                continue
            said = rng.choice(SENTENCES) if rng.random() < 0.3 else ""
            useful, takes = rng.choice(("yes", "yes", "partly", "no")), rng.choice(("yes", "perhaps", "no"))
            draft = FeedbackDraft(useful, takes, said)
            by = f"person:{attendee.person_id}"
            give_feedback(attendee=attendee, session=session, draft=draft, by=by, at=at)
