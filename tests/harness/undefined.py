"""An undefined variable in a template of ours fails the test, where Django would print nothing."""

import sys
from pathlib import Path
from types import FrameType

from django.template.base import Node

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


class UndefinedTemplateVariable(AssertionError):
    """A template of ours printed a variable that it was not given."""


def template_of(frame: FrameType | None) -> str:
    """The file of the template whose node is being rendered."""
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""


class FailLoudly(str):
    """Stands in for what Django prints for an undefined variable."""

    __slots__ = ()

    def __contains__(self, key: object) -> bool:
        return key == "%s"

    def __mod__(self, variable: object) -> str:
        """Fail for our templates; print nothing in those of other packages, which count on it."""
        name = template_of(sys._getframe(1))
        if name and Path(name).is_relative_to(TEMPLATES):
            raise UndefinedTemplateVariable(f"{Path(name).relative_to(TEMPLATES)}: {{{{ {variable} }}}} is undefined")
        return ""
