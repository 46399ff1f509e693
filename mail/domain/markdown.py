"""The Markdown of mail, read once into both of its forms.

Headings, paragraphs, lists, quotations (which is how a promise is shown), **bold**, *italic*, [words](address) and
rules. No HTML, no images; a link leads to http, https or mailto, and its address holds no variable.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from textwrap import indent
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.utils.html import escape
from django.utils.translation import gettext_lazy

from mail.domain.placeholders import MARK, OURS, TemplateBroken

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

ADDRESS = re.compile(r"(?:https?://[^/\s]|mailto:[^\s@]+@)", re.IGNORECASE)


class LinkBroken(TemplateBroken):
    code = "template_link_broken"
    words = gettext_lazy(
        "The address of a link is written out, begins with https:// or mailto:, and holds no variable."
    )


@dataclass(frozen=True)
class Pieces:
    """Both forms, cut at the marks: what is written, the number of a value, what is written, …"""

    html: tuple[str, ...]
    text: tuple[str, ...]

    def filled(self, values: Sequence[str]) -> tuple[str, str]:
        """HTML and text with the values put in, as the text that they are."""
        escaped = [str(escape(value)) for value in values]
        return "".join(_put_in(self.html, escaped)), "".join(_put_in(self.text, values))


def _put_in(pieces: Sequence[str], values: Sequence[str]) -> Iterator[str]:
    return (values[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces))


@cache
def _reader() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # a megabyte that only who writes mail needs

    reader = MarkdownIt("zero", {"breaks": True})
    reader.enable(["heading", "list", "blockquote", "hr", "emphasis", "link", "escape", "newline"])
    reader.validateLink = lambda url: bool(ADDRESS.match(url))  # type: ignore[method-assign]
    return reader


@lru_cache(maxsize=1024)
def read(markdown: str, *, is_line: bool = False) -> Pieces:
    """Both forms of a text with marks in it; of a line, without a paragraph around it. Refuses broken links."""
    from markdown_it.tree import SyntaxTreeNode

    reader = _reader()
    tokens = reader.parseInline(markdown) if is_line else reader.parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h2"  # the mail has one first heading, and no level is left out below it
        _require_links(token.children or ())
    html = reader.renderer.render(tokens, reader.options, {})
    return Pieces(tuple(MARK.split(html.strip())), tuple(MARK.split(_text(SyntaxTreeNode(tokens)).strip())))


def _require_links(tokens: Sequence[object]) -> None:
    for token in tokens:
        if token.type == "link_open" and OURS.search(unquote(str(token.attrs["href"]))):  # type: ignore[attr-defined]
            raise LinkBroken
        if token.type == "text" and "](" in token.content:  # type: ignore[attr-defined]
            raise LinkBroken


def _text(node: "SyntaxTreeNode") -> str:
    """What a reader without HTML sees."""
    inner = [_text(child) for child in node.children]
    match node.type:
        case "text":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            words, address = "".join(inner), str(node.attrs["href"]).removeprefix("mailto:")
            return words if words == address else f"{words} ({address})"
        case "paragraph" | "heading" | "inline" | "strong" | "em":
            return "".join(inner)
        case "bullet_list":
            return "\n".join(_item("- ", item) for item in inner)
        case "ordered_list":
            first = int(node.attrs.get("start", 1))
            return "\n".join(_item(f"{number}. ", item) for number, item in enumerate(inner, first))
        case "list_item":
            return "\n".join(inner)
        case "blockquote":
            return indent("\n\n".join(inner), "  ")
        case "hr":
            return "* * *"
        case _:
            return "\n\n".join(inner)


def _item(sign: str, words: str) -> str:
    return sign + words.replace("\n", "\n" + " " * len(sign))
