"""{{ variables }} and {% if … %} in the words of a mail, over plain values by name.

A template reaches nothing but the values it is given. Each value is replaced by a numbered mark first, and put in
when the markup around it has been read: so nothing in a value is ever read as markup, or as a template.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journal.refusals import Refusal
from mail.occasions import BUTTON, Value

TAG = re.compile(r"({{[^{}\n]*}}|{%[^{}%\n]*%})")  # no bracket inside: ten thousand that are open cost no time
NAME = re.compile(r"[a-z][a-z0-9_]*")
ITEM = re.compile(r"[ >]*(?:[-*+]|\d{1,9}[.)]) ")  # a line that begins an item of a list
MARK = re.compile("\ue000([0-9]+)\ue001")
BUTTON_MARK = "\ue002"
OURS = re.compile("[\ue000-\ue002]")
BREAKS = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
DEEPEST = 5


class TemplateBroken(Refusal):
    code = "template_broken"
    words = gettext_lazy("This template cannot be read.")
    field = "body"


class TagBroken(TemplateBroken):
    code = "template_tag_broken"


class UnknownVariable(TemplateBroken):
    code = "template_unknown_variable"


@dataclass(frozen=True)
class Print:
    name: str


@dataclass(frozen=True)
class If:
    name: str
    then: tuple["Node", ...]
    other: tuple["Node", ...]


Node = str | Print | If


@lru_cache(maxsize=512)
def parse(text: str) -> tuple[Node, ...]:
    """The text as a tree. Refuses tags that are unknown, or that nobody opened or closed."""
    return _block(iter(TAG.split(OURS.sub("", text))), opened=())[0]


def names(text: str) -> frozenset[str]:
    """All variables that the text prints or asks for. Refuses as `parse` does."""
    return frozenset(_names(parse(text)))


def printed(text: str) -> frozenset[str]:
    """The variables that the text prints. Refuses as `parse` does."""
    return frozenset(_printed(parse(text)))


def expand(text: str, values: Mapping[str, Value]) -> tuple[str, tuple[str, ...]]:
    """The text with numbered marks where values stand, and the values by number. Refuses unknown variables.

    An item of a list that holds a list is repeated for each of its items; elsewhere they are joined by commas.
    """
    found: list[Value] = []
    marked = "".join(_filled(parse(text), values, found))
    placed: list[str] = []

    def place(value: Value, item: int | None = None) -> str:
        if not isinstance(value, str | bool):
            value = ", ".join(map(one_line, value)) if item is None else value[item]
        placed.append(one_line(value))
        return f"\ue000{len(placed) - 1}\ue001"

    lines: list[str] = []
    for line in marked.split("\n"):
        lists = [len(value) for value in _values_in(line, found) if not isinstance(value, str | bool)]
        items = range(min(lists)) if lists and ITEM.match(line) else [None]
        lines += [MARK.sub(lambda mark, i=item: place(found[int(mark[1])], i), line) for item in items]  # type: ignore[misc]
    return "\n".join(lines), tuple(placed)


def fill(text: str, values: Mapping[str, Value]) -> str:
    """The text with its values, as plain text."""
    marked, placed = expand(text, values)
    return MARK.sub(lambda mark: placed[int(mark[1])], marked)


def one_line(value: object) -> str:
    """A value without line breaks: they could pass for more of the mail than it is."""
    return BREAKS.sub(" ", str(value)).strip()


def _block(pieces: Iterator[str], opened: tuple[str, ...]) -> tuple[tuple[Node, ...], str]:
    """The nodes up to the end of what is opened, and the word that ended it."""
    nodes: list[Node] = []
    for piece in pieces:
        if piece.startswith("{{") and piece.endswith("}}"):
            nodes.append(Print(_name(piece[2:-2].strip(), piece)))
        elif piece.startswith("{%") and piece.endswith("%}"):
            match piece[2:-2].split():
                case ["if", name]:
                    nodes.append(_if(_name(name, piece), pieces, opened))
                case ["else" | "endif" as word] if opened:
                    return tuple(nodes), word
                case _:
                    raise TagBroken(_("“%(tag)s” cannot be used here. Please correct or remove it.") % {"tag": piece})
        elif bracket := next((mark for mark in ("{{", "}}", "{%", "%}") if mark in piece), None):
            words = _("“%(mark)s” stands alone. A variable is written {{ name }}, on one line.")
            raise TagBroken(words % {"mark": bracket})
        else:
            nodes.append(piece)
    if opened:
        words = _("“{%% if %(name)s %%}” is never closed. Please add {%% endif %%} where it ends.")
        raise TagBroken(words % {"name": opened[-1]})
    return tuple(nodes), ""


def _if(name: str, pieces: Iterator[str], opened: tuple[str, ...]) -> If:
    if len(opened) >= DEEPEST:
        raise TagBroken(_("There are too many {% if … %} inside each other. Please use fewer."))
    then, ended = _block(pieces, (*opened, name))
    other, ended = _block(pieces, (*opened, name)) if ended == "else" else ((), ended)
    if ended != "endif":
        raise TagBroken(_("There are two {% else %} for one {% if … %}. Please remove one."))
    return If(name, then, other)


def _name(name: str, tag: str) -> str:
    if not NAME.fullmatch(name):
        raise TagBroken(_("“%(tag)s” holds no name of a variable.") % {"tag": tag})
    return name


def _filled(nodes: tuple[Node, ...], values: Mapping[str, Value], found: list[Value]) -> Iterator[str]:
    for node in nodes:
        match node:
            case str():
                yield node
            case Print(name) if name == BUTTON:
                yield BUTTON_MARK
            case Print(name):
                found.append(_value(name, values))
                yield f"\ue000{len(found) - 1}\ue001"
            case If(name, then, other):
                yield from _filled(then if _value(name, values) else other, values, found)


def _value(name: str, values: Mapping[str, Value]) -> Value:
    if name not in values:
        raise UnknownVariable(_("There is no variable “%(name)s” in this mail.") % {"name": name})
    return values[name]


def _values_in(line: str, found: list[Value]) -> list[Value]:
    return [found[int(number)] for number in MARK.findall(line)]


def _names(nodes: tuple[Node, ...]) -> Iterator[str]:
    yield from _printed(nodes)
    for node in nodes:
        if isinstance(node, If):
            yield node.name
            yield from _names(node.then + node.other)


def _printed(nodes: tuple[Node, ...]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Print):
            yield node.name
        elif isinstance(node, If):
            yield from _printed(node.then + node.other)
