"""Booth signs as long work: asked for here, drawn by a worker, kept as a private file."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from expo.domain.sign_sheets import draw_signs
from expo.models import Hall, PartnerStand, Placement
from jobs.domain import work
from jobs.domain.keeping import keep_file
from jobs.models import Job
from journal.refusals import Refusal

KIND = "expo.signs"


class NothingToSign(Refusal):
    code = "nothing_to_sign"
    words = _(
        "Nobody has a booth in this hall yet. Assign the booths first; every team and every partner then gets a sign."
    )


def ask_signs(*, hall: Hall, by: str, at: datetime) -> Job:
    """Asks for a sign for every team and every partner at a booth of the hall, in the language of who asks.

    Refusal: nothing_to_sign.
    """
    placed = Placement.objects.standing().filter(booth__hall=hall)
    if not placed.exists() and not PartnerStand.objects.filter(booth__hall=hall).exists():
        raise NothingToSign
    args = {"hall": hall.pk, "language": translation.get_language() or "en"}
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=hall.convening_id)


def make_signs(job: Job, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The worker's part. Run again it comes to the same file, as long as nobody moves. Refusal: nothing_to_sign."""
    assert job.convening_id is not None
    placed = Placement.objects.standing().filter(booth__hall_id=job.args["hall"])
    placements = list(
        placed.select_related("team", "booth__hall").prefetch_related("team__focus").order_by("booth__number")
    )
    stands = list(PartnerStand.objects.filter(booth__hall_id=job.args["hall"]).select_related("booth__hall"))
    if not placements and not stands:
        raise NothingToSign
    convening = Convening.objects.get(pk=job.convening_id)
    with translation.override(job.args["language"]):
        pdf, signs, unprintable = draw_signs(
            convening, placements, stands, stamp=int(job.asked_at.timestamp()), progress=progress
        )
    name = keep_file(f"signs/{convening.pk}/{convening.slug}-booth-signs-{job.pk}.pdf", pdf)
    return {"file": name, "signs": signs, "unprintable": unprintable}


def newest_signs(hall: Hall) -> Job | None:
    """The work that was asked for last, for the page to show."""
    return Job.objects.filter(kind=KIND, convening_id=hall.convening_id, args__hall=hall.pk).order_by("-pk").first()
