"""The codes on badges: opaque, short enough for the smallest QR symbol, forgiving to type, hard to mistype.

31 characters of the QR alphanumeric mode without 0, 1, I, L and O, which people confuse. 13 random ones carry
64 bits; the 14th checks them: since 31 is prime and every place has a weight of its own, each single wrong
character and each swap of two characters is found.
"""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM = 13
LENGTH = RANDOM + 1
GROUPS = (5, 5, 4)
_VALUE = {character: value for value, character in enumerate(ALPHABET)}


def new_code() -> str:
    """A code that nobody can guess."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that makes the weighted sum of all characters 0 modulo 31."""
    total = sum(weight * _VALUE[character] for weight, character in enumerate(body, start=2))
    return ALPHABET[-total % len(ALPHABET)]


def tidy(text: str) -> str:
    """What was typed or read, as a code is stored: capitals, without spaces and hyphens. Not checked."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(character for character in folded if character.isalnum())


def check(code: str) -> bool:
    """Whether a tidied code can be one of ours."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    return check_character(code[:RANDOM]) == code[RANDOM]


def spaced(code: str) -> str:
    """The code in groups, for people who read it aloud or type it."""
    parts, start = [], 0
    for size in GROUPS:
        parts.append(code[start : start + size])
        start += size
    return "-".join(parts)
