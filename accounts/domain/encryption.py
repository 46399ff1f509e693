"""Secrets that have to be read again, such as the seed of a second factor, encrypted with keys made from SECRET_KEY.

The first key encrypts; keys of SECRET_KEY_FALLBACKS still decrypt. What was encrypted under a key that is in neither
cannot be read by anybody: `cryptography.fernet.InvalidToken`.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings

SALT = b"accord.accounts.encryption"


def encrypt(text: str) -> str:
    """Fernet: AES-128 in CBC with HMAC-SHA256; the same text is never encrypted to the same twice."""
    return _keys().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """What was encrypted under the present key or an earlier one."""
    return _keys().decrypt(encrypted.encode()).decode()


def renewed(encrypted: str) -> str:
    """The same secret under the present key."""
    return _keys().rotate(encrypted.encode()).decode()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> bytes:
    """A key for this use alone: SECRET_KEY is long and random, so one keyed hash is enough."""
    return base64.urlsafe_b64encode(hmac.digest(secret.encode(), SALT, hashlib.sha256))
