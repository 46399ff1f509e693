"""What organizers see of bulk mail: rows of a list, and one with its people, its figures and a preview."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import translation

from convenings.models import Convening
from mail.domain.defaults import language_of
from mail.domain.rendering import Rendered, render_letter
from mail.models import Message
from registration.domain import bulk_list, bulk_mail
from registration.domain.audience import Recipient
from registration.domain.bulk_sending import Figures, figures_of
from registration.mailing_bulk import preview_of
from registration.models import BulkMail
from registration.states import BulkState

NAMES = 500  # more are counted and not named
OPEN = (BulkState.DRAFT, BulkState.HELD)


@dataclass(frozen=True)
class BulkPage:
    """`reader`: whose copy is shown; None where nobody is on the list. `figures`: once it is confirmed."""

    bulk: BulkMail
    people: list[Recipient]
    reader: Recipient | None
    next_reader: int
    preview: Rendered | None
    figures: Figures | None
    is_stuck: bool
    is_stopped: bool

    @property
    def named(self) -> list[Recipient]:
        return self.people[:NAMES]

    @property
    def unnamed(self) -> int:
        return max(0, len(self.people) - NAMES)

    @property
    def may_cancel(self) -> bool:
        return self.bulk.state in (*OPEN, BulkState.SENDING)


def bulk_rows(convening: Convening) -> "QuerySet[BulkMail]":
    """The convening's bulk mails, newest first."""
    return BulkMail.objects.filter(convening=convening).defer("body").order_by("-pk")


def bulk_page(bulk: BulkMail, *, reader: int = 0) -> BulkPage:
    """One bulk mail as the reader with this number gets it. Five statements at most."""
    people = bulk_list.list_of(bulk)
    number = reader % len(people) if people else 0
    chosen = people[number] if people else None
    return BulkPage(
        bulk=bulk,
        people=people,
        reader=chosen,
        next_reader=(number + 1) % len(people) if people else 0,
        preview=preview(bulk, chosen) if chosen else None,
        figures=figures_of(bulk) if bulk.confirmed_at else None,
        is_stuck=bulk_mail.is_stuck(bulk),
        is_stopped=bulk_mail.is_stopped(bulk),
    )


def preview(bulk: BulkMail, reader: Recipient) -> Rendered:
    """The mail as this reader gets it, in their language; its button leads nowhere."""
    message = Message(to_name=reader.person.name, to_address=reader.person.email, occasion="bulk.mail")
    with translation.override(language_of(reader.person.language)):
        return render_letter(letter=preview_of(bulk, reader), message=message)
