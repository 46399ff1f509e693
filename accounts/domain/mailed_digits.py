"""Six digits that are mailed to somebody who types them: how they are made, kept and compared.

Limits of tries are their room's. `purpose` and `code_id` name what they are for: equal digits have other digests.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


def make(*, purpose: str, code_id: int) -> tuple[str, str]:
    """New digits, for the mail alone, and the digest to keep."""
    digits = f"{secrets.randbelow(10**6):06d}"
    return digits, _digest(purpose, code_id, digits)


def fit(typed: str, *, digest: str, purpose: str, code_id: int) -> bool:
    """Whether these are the digits, however they were spaced."""
    digits = "".join(character for character in typed if character.isdecimal())[:20]
    return constant_time_compare(_digest(purpose, code_id, digits), digest)


def _digest(purpose: str, code_id: int, digits: str) -> str:
    """A hash that wants our secret key: six digits alone are found by trying."""
    return salted_hmac(purpose, f"{code_id}:{digits}", algorithm="sha256").hexdigest()
