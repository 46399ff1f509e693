from mail.models.bad_address import BadAddress
from mail.models.message import Message
from mail.models.returned import Returned

__all__ = ["BadAddress", "Message", "Returned"]
