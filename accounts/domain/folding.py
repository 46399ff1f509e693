"""Names as they are searched and compared: small letters, no accents, one blank between words."""

import unicodedata

# Letters that Unicode does not take apart into a letter and an accent.
WHOLE_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l", "ø": "o", "œ": "oe", "æ": "ae", "þ": "th", "ŧ": "t"}
)


def fold(text: str) -> str:
    """The text for searching: "  Đặng  Łukasz" becomes "dang lukasz"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(bare.translate(WHOLE_LETTERS).split())
