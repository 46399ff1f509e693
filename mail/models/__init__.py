from mail.models.bad_address import BadAddress
from mail.models.message import Message
from mail.models.returned import Returned
from mail.models.template import MailTemplate

__all__ = ["BadAddress", "MailTemplate", "Message", "Returned"]
