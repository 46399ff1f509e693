"""From one source, a subject and a body, to both parts of a mail.

    # A heading, which else is the subject
    Dear {{ name }}, **bold**, *italic*, [words](https://address.example)
    - one line for each: {{ names }}
    > 1. what is promised: {{ promises }}
    {% if text_changed %}this{% else %}that{% endif %}
    {{ button }}
    ---
    small print

What stands in {{ }} is put in as plain text: it is never read as Markdown, HTML or a template.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from mail.domain import markdown, placeholders
from mail.domain.placeholders import BUTTON_MARK, TemplateBroken
from mail.occasions import PrivateUrl, Source, Value


class ButtonMisplaced(TemplateBroken):
    code = "template_button_misplaced"
    words = gettext_lazy("{{ button }} stands once, on a line of its own, above the small print.")


@dataclass(frozen=True)
class Both:
    """The same words in both forms."""

    html: SafeString
    text: str


@dataclass(frozen=True)
class Parts:
    """A mail's words: around the button, and below the rule."""

    subject: str
    heading: Both
    before: Both
    after: Both
    small: Both


def write(source: Source, values: Mapping[str, Value]) -> Parts:
    """Both forms of the words, with the values in them. `values` are flat: text, True or False, or a list of texts.

    Refuses (`TemplateBroken`) unknown variables, broken tags and links. The subject takes no private values. It may
    be used with any text of an organizer's; `mail.domain.rendering.render` makes a whole mail of it.
    """
    open_values = {name: value for name, value in values.items() if not isinstance(value, PrivateUrl)}
    subject = placeholders.fill(source.subject, open_values)
    marked, placed = placeholders.expand(source.body.replace("\r\n", "\n"), values)
    line, *rest = _cut(marked)
    heading = _both(line, placed, is_line=True) if line else Both(SafeString(escape(subject)), subject)
    return Parts(subject, heading, *(_both(piece, placed) for piece in rest))


def literal(source: Source) -> tuple[Source, dict[str, Value]]:
    """The same words as they stand there, of which nothing is markup: a source, and its values."""
    lines = {f"line_{number}": line for number, line in enumerate(source.body.splitlines()) if line.strip()}
    body = "\n".join(
        f"{{{{ line_{n} }}}}" if f"line_{n}" in lines else "" for n in range(len(source.body.splitlines()))
    )
    return Source("{{ subject }}", body), {"subject": source.subject, **lines}


def _cut(marked: str) -> tuple[str, str, str, str]:
    """The heading, what stands before and after the button, and the small print."""
    lines = marked.strip().split("\n")
    heading = lines.pop(0)[2:] if lines[0].startswith("# ") else ""
    main, small = _halves(lines, "---")
    before, after = _halves(main, BUTTON_MARK)
    if any(BUTTON_MARK in line for line in [heading, *before, *after, *small]):
        raise ButtonMisplaced
    return heading, "\n".join(before), "\n".join(after), "\n".join(small)


def _halves(lines: Sequence[str], at: str) -> tuple[Sequence[str], Sequence[str]]:
    where = next((number for number, line in enumerate(lines) if line.strip() == at), len(lines))
    return lines[:where], lines[where + 1 :]


def _both(marked: str, values: Sequence[str], *, is_line: bool = False) -> Both:
    html, text = markdown.read(marked.strip(), is_line=is_line).filled(values)
    return Both(SafeString(html), text)  # every value in it was escaped, and the reader knows no HTML
