"""Logos of sponsors, for print. What is sent is taken as hostile: only pixels are kept, drawn anew."""

from datetime import datetime
from io import BytesIO
from typing import Any

from django.db import transaction

from checkin.models import SponsorLogo
from convenings.models import Convening, Sponsor
from expo.domain.backdrops import redrawn
from journal.domain import entries

LONGEST_SIDE = 480  # pixels; on a badge a logo is hardly an inch long
MOST_ON_A_BADGE = 8


def set_logo(*, sponsor: Sponsor, data: bytes, by: str, at: datetime) -> SponsorLogo:
    """Print this logo of the sponsor on badges, in place of the one before. Refuses: picture_unfit."""
    return _keep(sponsor, redrawn(data, longest=LONGEST_SIDE), by=by, at=at)


@transaction.atomic
def _keep(sponsor: Sponsor, png: bytes, *, by: str, at: datetime) -> SponsorLogo:
    logo, _made = SponsorLogo.objects.update_or_create(sponsor=sponsor, defaults={"png": png})
    _record("sponsor.logo", sponsor, by=by, at=at)
    return logo


@transaction.atomic
def remove_logo(*, sponsor: Sponsor, by: str, at: datetime) -> None:
    """Print no logo of this sponsor any more. Again is harmless."""
    if SponsorLogo.objects.filter(sponsor=sponsor).delete()[0]:
        _record("sponsor.logo_gone", sponsor, by=by, at=at)


def printed_logos(convening: Convening) -> list[dict[str, Any]]:
    """The logos in the order of the sponsors, for the template. One statement."""
    held = SponsorLogo.objects.filter(sponsor__convening=convening).select_related("sponsor")
    return [_printed(logo) for logo in held.order_by("sponsor__position", "pk")[:MOST_ON_A_BADGE]]


def _printed(logo: SponsorLogo) -> dict[str, Any]:
    from PIL import Image  # needed only where a logo is printed

    with Image.open(BytesIO(bytes(logo.png))) as picture:
        ratio = picture.width / picture.height
    return {"name": logo.sponsor.name, "png": list(bytes(logo.png)), "ratio": ratio}


def _record(kind: str, sponsor: Sponsor, *, by: str, at: datetime) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"sponsor:{sponsor.pk}", convening_id=sponsor.convening_id)
