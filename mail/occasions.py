"""Why a mail is sent, and who writes it: higher rooms register each occasion at start-up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from mail.models import Message

Value = str | bool | Sequence[str]  # what a template may print, or ask for; never a model instance
Words = str | Promise
Sample = Words | bool | Sequence[Words]
BUTTON = "button"  # the name by which a template places the buttons


class PrivateUrl(str):
    """What opens a door, a private link or a code: sent as it is, struck out in the copy that is kept."""

    __slots__ = ()


@dataclass(frozen=True)
class Source:
    """What a mail is made of: a subject and a body in the Markdown of mail.domain.markup, with {{ variables }}."""

    subject: str
    body: str


@dataclass(frozen=True)
class Button:
    """The one thing to do; `title` stands above it where there are several.

    `url` may be what mints the link: it is called when the mail is sent, and for no preview.
    """

    words: str
    url: PrivateUrl | Callable[[], PrivateUrl]
    title: str = ""

    def minted(self) -> "Button":
        """The same with its link."""
        return self if isinstance(self.url, PrivateUrl) else replace(self, url=self.url())


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a letter. media_type: "text/calendar"; parameters: {"method": "PUBLISH"}."""

    name: str
    content: bytes
    media_type: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """What a composer knows before the mail is written. `values` hold what the occasion declares, all of it.

    `source` is for mail whose words are nobody's template, such as bulk mail; otherwise the convening's own text for
    the occasion is taken, or the default one. Buttons stand where the text says, and at its end where it says nothing.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    buttons: Sequence[Button] = ()
    reply_to: str | None = None
    is_demo: bool = False
    source: Source | None = None
    attachments: Sequence[Attachment] = ()

    def minted(self) -> "Letter":
        """The letter with its links, to be sent."""
        return replace(self, buttons=[button.minted() for button in self.buttons])


@dataclass(frozen=True)
class Variable:
    """What a template of an occasion may say. `words` explain it to organizers; `sample` is what it may look like.

    A sample that is a list: a template prints one line per item in a list of its own, and commas elsewhere. One that
    is True or False: for {% if … %} alone. Words in it are translated. `required`: without it the mail is useless, and
    no template may omit it.
    """

    name: str
    words: Words
    sample: Sample
    required: bool = False


Composer = Callable[["Message", datetime], Letter | None]


@dataclass(frozen=True)
class Occasion:
    name: str
    compose: Composer
    title: Words
    variables: tuple[Variable, ...] = ()
    has_button: bool = False
    asked_for: bool = False  # by its reader, a moment ago: it goes even to an address that is known as bad

    @property
    def samples(self) -> dict[str, Value]:
        """The values of a mail that is nobody's, in the active language."""
        return {variable.name: _said(variable.sample) for variable in self.variables}


def _said(sample: Sample) -> Value:
    if isinstance(sample, bool):
        return sample
    return str(sample) if isinstance(sample, str | Promise) else tuple(map(str, sample))


_occasions: dict[str, Occasion] = {}


def register(
    occasion: str,
    compose: Composer,
    title: Words = "",
    variables: Sequence[Variable] = (),
    *,
    has_button: bool = False,
    asked_for: bool = False,
) -> None:
    """Tell who writes the mail of an occasion; called from AppConfig.ready. The last registration holds.

    The composer runs when the mail is sent, in the language of its reader and in a transaction, and for previews:
    it writes nothing, and leaves the minting of links to its buttons. It returns None when the mail is no longer
    needed, and the message is then cancelled. Its words are in templates/mail/<language>/<occasion>.md and may use
    the `variables`, and {{ button }} with `has_button`.
    """
    add(Occasion(occasion, compose, title or occasion, tuple(variables), has_button, asked_for))


def add(*occasions: Occasion) -> None:
    """The same as `register`, for many."""
    _occasions.update({occasion.name: occasion for occasion in occasions})


def get(occasion: str) -> Occasion | None:
    """The registered occasion; None when this process knows of none (an older release may still be at work)."""
    return _occasions.get(occasion)


def known() -> tuple[Occasion, ...]:
    """All occasions of this process, in the order of their registration."""
    return tuple(_occasions.values())


def title_of(occasion: str) -> str:
    """What organizers read for the occasion."""
    found = _occasions.get(occasion)
    return str(found.title) if found else occasion
