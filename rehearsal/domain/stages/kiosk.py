"""A kiosk at the door, for two guests who were added when all badges were on paper: one came, one is still to come."""

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from accounts.domain.folding import fold
from checkin.domain.badges import active_badge
from checkin.domain.devices import make_kiosk, open_kiosk
from checkin.domain.kiosk import check_in_by_badge, print_badge
from checkin.domain.walk_ups import register_guest
from checkin.states import BadgeFormat
from registration.domain.drafts import PersonDraft

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
OPEN_TO_VISITORS = timedelta(days=365)  # of the demonstration, who come when the convening is over
CAME, COMES = ("Lucía Benavides", "Amir Haddad")  # invented


def stand_alone(play: "Play") -> None:
    """Stands at the north door from seven on."""
    door = play.convening.checkpoints.get(name="North door")
    opened = play.at(1, "07:00")
    token = make_kiosk(
        checkpoint=door, label="Tablet beside the desk", paper=BadgeFormat.LABEL_62, by=BY, at=opened,
        expires_at=opened + OPEN_TO_VISITORS,
    )  # fmt: skip
    kiosk, _secret = open_kiosk(token=token, at=opened + timedelta(minutes=4))
    late = play.at(1, "07:10")
    for name in (CAME, COMES):
        draft = PersonDraft(name=name, email=f"{fold(name).replace(' ', '.')}@example.org")
        register_guest(
            convening=play.convening, draft=draft, organization="Foundation for Public Schools", by=BY, at=late
        )
    guest = play.convening.attendees.get(person__name=CAME)
    badge, at = active_badge(guest), play.at(1, "08:20")
    assert badge is not None
    by = f"device:{kiosk.pk}"
    check_in_by_badge(device=kiosk, code=badge.code, scan_id=uuid4(), by=by, at=at)
    play.scans_sent += 1
    print_badge(device=kiosk, badge=badge, by=by, at=at + timedelta(seconds=20))
