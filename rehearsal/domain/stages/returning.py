"""Mail to one leader of an invented team comes back, and nobody has corrected the address yet."""

from typing import TYPE_CHECKING

from agreements.models import Party
from mail.domain import addresses
from mail.states import ReturnKind
from rehearsal.domain import calendar
from rehearsal.domain.scripts import Ending

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

SAID = "550 5.1.1 The mailbox does not exist"


def come_back(play: "Play") -> None:
    """The first leader who is silent, of a team that waits for one."""
    waits = [team_pk for script, team_pk in play.teams if script.ending is Ending.PARTLY]
    silent = Party.objects.missing().filter(agreement__team__in=waits, signatory__isnull=False, answer__isnull=False)
    party = silent.select_related("signatory").order_by("pk").first()
    if party is None or party.signatory is None:
        return
    at = play.at(calendar.LAST_ANSWER, "15:00")
    addresses.note_bad(
        address=party.signatory.email, reason=ReturnKind.BOUNCED, said=SAID, happened_at=at, at=at,
        subject=f"person:{party.signatory_id}", convening_id=play.convening.pk,
    )
