"""Why a mail did not go out: whether trying again helps, and the words for it."""

import re
import smtplib
from dataclasses import dataclass

from django.core.mail import BadHeaderError
from django.utils.translation import gettext as _

# What ails the house and not the message: the server's login, the sender, a server that is not there.
OURS = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused)
UNANSWERED = {0, 408, 502, 504}  # by HTTP: what became of the mail behind it, nobody said
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")  # RFC 3463
NO_SUCH_MAILBOX = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)")  # RFC 3463; 5.7.x are rules, such as no relaying


@dataclass(frozen=True)
class Fault:
    """`lasting`: trying again will not help. `words` are for organizers.

    `of_address`: no mail will ever reach it. `doubtful`: nobody said no, so that the mail may have arrived.
    """

    lasting: bool
    words: str
    of_address: bool = False
    doubtful: bool = False


def fault_of(error: Exception) -> Fault | None:
    """What a failure to hand over means; None when it is none that we know, and so a fault of ours."""
    # Seven megabytes that no web process needs.
    from anymail.exceptions import AnymailAPIError, AnymailInvalidAddress, AnymailRecipientsRefused

    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, said = next(iter(refused.values()), (550, b""))
            words = _said(_("The mail server did not take the address"), code, said)
            return Fault(code >= 500, words, of_address=_is_no_mailbox(code, words))
        case smtplib.SMTPNotSupportedError():
            return Fault(True, _("The mail server cannot write to this address: %(error)s") % {"error": error})
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            lasting = code >= 500 and not isinstance(error, OURS)
            return Fault(lasting, _said(_("The mail server said no"), code, said))
        case AnymailRecipientsRefused() | AnymailInvalidAddress():
            return Fault(True, _("The mail provider did not take the address."), of_address=True)
        case AnymailAPIError():
            code = getattr(error, "status_code", None) or 0
            lasting = 400 <= code < 500 and code not in {401, 403, 408, 425, 429}
            words = _("The mail provider answered %(code)s.") if code else _("The mail provider did not answer.")
            return Fault(lasting, words % {"code": code}, doubtful=code in UNANSWERED)
        case BadHeaderError():
            return Fault(True, _("A line break stands in the subject or in an address."))
        case UnicodeError():
            return Fault(True, _("The address has letters that mail cannot carry."))
        case smtplib.SMTPException() | OSError():  # disconnected, timed out, no route, TLS
            words = _("The mail server could not be reached: %(error)s")
            return Fault(False, words % {"error": str(error) or type(error).__name__}, doubtful=True)
    return None


def _is_no_mailbox(code: int, words: str) -> bool:
    """Whether it is the address that is refused for good, and not our server, our network or what we sent."""
    if enhanced := ENHANCED.search(words):
        return NO_SUCH_MAILBOX.fullmatch(enhanced[0]) is not None
    return code in {550, 551, 553} and "relay" not in words.lower()


def _said(words: str, code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{words}: {code} {' '.join(text.split())[:300]}".strip()
