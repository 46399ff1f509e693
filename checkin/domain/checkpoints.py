"""Checkpoints: where badges are scanned."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checkin.models import Checkpoint
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal


class CheckpointNameTaken(Refusal):
    code = "checkpoint_name_taken"
    words = _("There is a checkpoint of this name. Please give this one another.")
    field = "name"


@transaction.atomic
def make_checkpoint(*, convening: Convening, name: str, kind: str, by: str, at: datetime) -> Checkpoint:
    """A place where badges are scanned. Refuses: checkpoint_name_taken."""
    Convening.objects.select_for_update(of=("self",), no_key=True).get(pk=convening.pk)
    if convening.checkpoints.filter(name=name).exists():
        raise CheckpointNameTaken
    checkpoint = Checkpoint(convening=convening, name=name, kind=kind)
    checkpoint.save()
    entries.record(
        kind="checkpoint.made",
        by=by,
        at=at,
        subject=f"checkpoint:{checkpoint.pk}",
        convening_id=convening.pk,
        data={"kind": kind},
    )
    return checkpoint
