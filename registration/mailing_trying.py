"""Words of mail as an organizer tries them: sent to themselves, as the team that they look at would read them."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.models import Convening
from mail import occasions
from mail.domain import checking, outbox
from mail.models import Message
from mail.occasions import Letter, Occasion, PrivateUrl, Source
from registration.mailing_previews import preview_letter
from registration.models import Team

OCCASION = "words.tried"


def try_words(
    *, convening: Convening, occasion: Occasion, language: str, source: Source, team: Team | None, to_address: str,
    to_name: str, by: str, at: datetime,
) -> bool:  # fmt: skip
    """Send these words, saved or not, to who wrote them; False where the same second saw them already.

    team: whose copy it is; None: with samples. Refuses what could not be saved.
    """
    checking.check(source, occasion)
    refs = {
        "convening": convening.pk, "occasion": occasion.name, "subject": source.subject, "body": source.body,
        "team": team.pk if team else None,
    }  # fmt: skip
    message = outbox.owe(
        occasion=OCCASION, key=f"{OCCASION}:{convening.pk}:{by}:{at:%Y%m%dT%H%M%S}", to_address=to_address,
        to_name=to_name, convening_id=convening.pk, refs=refs, language=language, at=at,
    )  # fmt: skip
    return message is not None


def compose_tried(message: Message, at: datetime) -> Letter | None:
    """The preview as a mail. Its button leads to the convening's page: no link is minted for a try."""
    occasion, refs = occasions.get(message.refs["occasion"]), message.refs
    convening = Convening.objects.get(pk=refs["convening"])
    teams = Team.objects.select_related("convening__venue", "coordinator", "agreement")
    team = teams.filter(convening=convening, pk=refs["team"]).first() if refs["team"] else None
    if occasion is None:
        return None
    letter, _is_real = preview_letter(occasion, team, at=at)
    nowhere = PrivateUrl(f"{settings.ACCORD_URL}/c/{convening.slug}/")
    source = Source(_("Test: %(subject)s") % {"subject": refs["subject"]}, refs["body"])
    buttons = [replace(button, url=nowhere) for button in letter.buttons]
    return replace(letter, source=source, buttons=buttons, attachments=())


OCCASIONS = (Occasion(OCCASION, compose_tried, gettext_lazy("a try of your own words"), asked_for=True),)
