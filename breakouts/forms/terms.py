"""What a session asks for, as forms have it."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from breakouts.domain.terms import Terms


def terms_in(data: Mapping[str, Any]) -> Terms:
    """The terms from cleaned data of the same names."""
    facts = {field.name: data[field.name] for field in fields(Terms)}
    earlier = facts["comes_after"]
    for name in ("needs", "audience"):
        facts[name] = tuple(facts[name])
    return Terms(**{**facts, "comes_after": earlier.pk if earlier is not None else None})
