"""What comes of an instance of a planning problem: an answer, or a sentence that says why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class InstanceUnreadable(Exception):
    """The file is not an instance, or one that has no answer; the words are for who wrote it."""


@dataclass(frozen=True)
class Answer:
    """What a solver found: `answer` is written to the file, `figures` are shown."""

    answer: Mapping[str, Any]
    figures: Mapping[str, Any]
