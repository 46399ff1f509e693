"""Files that go with a mail: small ones, and only what the house itself has made."""

from collections.abc import Sequence
from email.encoders import encode_base64
from email.mime.base import MIMEBase

from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal
from mail.occasions import Attachment

MOST_BYTES = 200_000  # of all together: mail servers and phones take that much everywhere


class AttachmentsTooGreat(Refusal):
    code = "attachments_too_great"
    words = _("What is attached to this mail is too great.")


def parts_of(attachments: Sequence[Attachment]) -> list[MIMEBase]:
    """The attachments as parts of a mail. Refusal: attachments_too_great."""
    if sum(len(attachment.content) for attachment in attachments) > MOST_BYTES:
        raise AttachmentsTooGreat
    return [_part(attachment) for attachment in attachments]


def named(attachments: Sequence[Attachment]) -> list[dict[str, object]]:
    """What is kept of them: name and size."""
    return [{"name": attachment.name, "bytes": len(attachment.content)} for attachment in attachments]


def _part(attachment: Attachment) -> MIMEBase:
    kind, __, subtype = attachment.media_type.partition("/")
    part = MIMEBase(kind, subtype)
    for name, value in attachment.parameters.items():
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encode_base64(part)  # whatever carries it changes no line end in it
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
