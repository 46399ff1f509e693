"""A reminder as one of its people would get it now: composed and taken back, so that no link is minted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import translation

from convenings.domain.reminder_calendar import recipients_on
from convenings.models import ReminderRule
from convenings.reminder_occasions import Occasion, Recipient
from mail import occasions
from mail.domain.rendering import Rendered, render_letter, strike_links
from mail.models import Message


@dataclass(frozen=True)
class Preview:
    """The mail to one of `people`, with links struck out."""

    people: int
    to_name: str = ""
    mail: Rendered | None = None


def preview(rule: ReminderRule, occasion: Occasion, on: date, *, at: datetime) -> Preview:
    """The run of that day as it would go out now. Writes nothing that stays."""
    people = recipients_on(rule, occasion, on, at=at)
    for one in people:
        mail = _written(rule, occasion, one, at)
        if mail is not None:
            return Preview(len(people), one.name, mail)
    return Preview(len(people))


def _written(rule: ReminderRule, occasion: Occasion, one: Recipient, at: datetime) -> Rendered | None:
    known = occasions.get(occasion.mail)
    message = Message(
        occasion=occasion.mail,
        convening_id=rule.convening_id,
        person_id=one.person_id,
        to_name=one.name,
        to_address=one.address,
        language=one.language,
        refs=dict(one.refs),
        owed_at=at,
        due_at=at,
    )
    with translation.override(one.language), transaction.atomic():
        letter = known.compose(message, at) if known is not None else None
        rendered = render_letter(letter=letter, message=message) if letter is not None else None
        transaction.set_rollback(True)  # last: nothing may be read after it
    return strike_links(rendered=rendered, letter=letter) if letter is not None and rendered is not None else None
