"""The mail that organizers write to many: in their words, to each reader with their own name and link."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail import occasions
from mail.domain import markup
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl, Source
from registration.domain import bulk_text
from registration.domain.audience import Recipient, still_meant
from registration.domain.bulk_mail import is_stopped
from registration.mailing import letter, private_link
from registration.models import BulkMail, BulkRecipient
from registration.states import BulkState

OWN_PAGE = {  # by what a reader is written to as: the link's purpose, and the button's words
    "team": ("coordinate", gettext_lazy("Open the team's page")),
    "party": ("answer", gettext_lazy("Open your page")),
    "attendee": ("attend", gettext_lazy("Open your page")),
}


def compose_bulk(message: Message, at: datetime) -> Letter | None:
    """To somebody on the list, unless it was cancelled, the convening stopped, or they are no longer what they were."""
    rows = BulkRecipient.objects.select_related("bulk__convening__venue", "person")
    row = rows.filter(message=message.pk).first()
    if row is None or not _is_wanted(row):
        return None
    if not row.bulk.with_link:
        return letter_of(row.bulk, row)
    purpose, words = OWN_PAGE[row.subject.partition(":")[0]]
    url = private_link(row.person, purpose, row.subject, row.bulk.convening, at)
    return letter_of(row.bulk, row, Button(str(words), url))


def letter_of(bulk: BulkMail, row: BulkRecipient | Recipient, *buttons: Button) -> Letter:
    """The mail as this reader gets it."""
    convening = bulk.convening
    values = bulk_text.values_for(convening=convening, person=row.person, teams=row.teams)
    source = Source(bulk.subject, bulk.body)
    if bulk.is_plain:
        source, values = markup.literal(source)
    return letter(convening, values, *buttons, source=source)


def preview_of(bulk: BulkMail, row: BulkRecipient | Recipient) -> Letter:
    """The same before it is sent: the button leads nowhere."""
    words = OWN_PAGE[row.subject.partition(":")[0]][1]
    return letter_of(bulk, row, *([Button(str(words), PrivateUrl(_("[private link]")))] if bulk.with_link else []))


def _is_wanted(row: BulkRecipient) -> bool:
    bulk = row.bulk
    if bulk.state not in (BulkState.SENDING, BulkState.SENT) or is_stopped(bulk):
        return False
    assert bulk.held_at is not None  # whoever is on a list is there since then
    return still_meant(person_id=row.person_id, subject=row.subject, since=bulk.held_at)


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    occasions.register("bulk.mail", compose_bulk, title=gettext_lazy("bulk mail of the organizers"), has_button=True)
