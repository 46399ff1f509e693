"""What the accounts room writes."""

from datetime import datetime

from accounts.domain.renewal import renew_links
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl


def compose_renewed(message: Message, at: datetime) -> Letter | None:
    """New links to all pages of whoever has this address; None where nobody has it."""
    renewed = renew_links(address=message.to_address, at=at)
    if not renewed:
        return None
    return Letter(buttons=[Button(link.title, PrivateUrl(link.url)) for link in renewed])
