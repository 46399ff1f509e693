"""Why a mail did not go out: whether trying again helps, and the words for it."""

import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused
from django.core.mail import BadHeaderError
from django.utils.translation import gettext as _

# What ails the house and not the message: the server's login, the sender, a server that is not there.
OURS = (smtplib.SMTPAuthenticationError, smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused)


@dataclass(frozen=True)
class Fault:
    """`lasting`: trying again will not help. `words` are for organizers."""

    lasting: bool
    words: str


def fault_of(error: Exception) -> Fault | None:
    """What a failure to hand over means; None when it is none that we know, and so a fault of ours."""
    match error:
        case smtplib.SMTPRecipientsRefused(recipients=refused):
            code, said = next(iter(refused.values()), (550, b""))
            return Fault(code >= 500, _said(_("The mail server did not take the address"), code, said))
        case smtplib.SMTPNotSupportedError():
            return Fault(True, _("The mail server cannot write to this address: %(error)s") % {"error": error})
        case smtplib.SMTPResponseException(smtp_code=code, smtp_error=said):
            lasting = code >= 500 and not isinstance(error, OURS)
            return Fault(lasting, _said(_("The mail server said no"), code, said))
        case AnymailRecipientsRefused():
            return Fault(True, _("The mail provider did not take the address."))
        case AnymailAPIError():
            code = getattr(error, "status_code", None) or 0
            lasting = 400 <= code < 500 and code not in {401, 403, 408, 425, 429}
            return Fault(lasting, _("The mail provider answered %(code)s.") % {"code": code})
        case BadHeaderError():
            return Fault(True, _("A line break stands in the subject or in an address."))
        case UnicodeError():
            return Fault(True, _("The address has letters that mail cannot carry."))
        case smtplib.SMTPException() | OSError():  # disconnected, timed out, no route, TLS
            words = _("The mail server could not be reached: %(error)s")
            return Fault(False, words % {"error": str(error) or type(error).__name__})
    return None


def _said(words: str, code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{words}: {code} {' '.join(text.split())[:300]}".strip()
