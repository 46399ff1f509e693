"""What organizers see of the words of mail: all occasions, and one with its variables, its difference and a preview."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from agreements.domain.differences import Piece, words
from convenings.models import Convening
from mail.domain import checking, templates
from mail.domain.defaults import default_source
from mail.domain.rendering import Rendered, render
from mail.models import MailTemplate
from mail.occasions import Occasion, Source
from registration.mailing_previews import NOWHERE, preview_letter
from registration.models import Team


@dataclass(frozen=True)
class Written:
    """One occasion in one language."""

    language: str
    name: str  # of the language
    template: MailTemplate | None

    @property
    def is_own(self) -> bool:
        return self.template is not None and bool(self.template.subject)

    @property
    def has_fault(self) -> bool:
        return self.template is not None and bool(self.template.fault)


@dataclass(frozen=True)
class Row:
    """One occasion in all languages."""

    occasion: Occasion
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Preview:
    """A mail as it would go out. is_real: the team would get it now; else samples stand for what it lacks."""

    mail: Rendered
    is_real: bool


@dataclass(frozen=True)
class TemplatePage:
    """One occasion in one language: what is in force, and what it may say."""

    occasion: Occasion
    written: Written
    source: Source
    default: Source

    @property
    def version(self) -> int:
        return self.written.template.version if self.written.template else 0

    @cached_property
    def subject_difference(self) -> tuple[Piece, ...]:
        return words(self.default.subject, self.source.subject)

    @cached_property
    def body_difference(self) -> tuple[Piece, ...]:
        return words(self.default.body, self.source.body)


def template_rows(convening: Convening) -> list[Row]:
    """All mail whose words may be written, and which are the convening's own. One statement."""
    found = {(one.occasion, one.language): one for one in MailTemplate.objects.filter(convening_id=convening.pk)}
    return [
        Row(occasion, tuple(Written(code, name, found.get((occasion.name, code))) for code, name in _languages()))
        for occasion in templates.editable()
    ]


def faulty_templates(convening: Convening) -> int:
    """How many of the convening's own words could not be used, so that mail went out in the default ones."""
    return MailTemplate.objects.own().filter(convening_id=convening.pk).exclude(fault="").count()


def template_page(convening: Convening, *, occasion: str, language: str) -> TemplatePage:
    """One of them. Refusal: occasion_unknown."""
    known = templates.find_editable(occasion, language)
    own = templates.own_template(convening_id=convening.pk, occasion=occasion, language=language)
    return TemplatePage(
        occasion=known,
        written=Written(language, dict(_languages())[language], own),
        source=templates.words_of(own, occasion=occasion, language=language),
        default=default_source(occasion, language),
    )


def preview(*, source: Source, occasion: Occasion, language: str, team: Team | None, at: datetime) -> Preview:
    """The words as the team would read them. Refuses what could not be saved, in the language of who writes them."""
    checking.check(source, occasion)
    with translation.override(language):
        letter, is_real = preview_letter(occasion, team, at=at)
        values = {name: letter.values[name] for name in occasion.samples}
        mail = render(source, values, buttons=letter.buttons, is_demo=letter.is_demo)
        return Preview(replace(mail, text=mail.text.replace(NOWHERE, _("[private link]"))), is_real)


def _languages() -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in settings.LANGUAGES]
