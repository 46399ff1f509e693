"""A convening's own words for its mail, in place of the default ones."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from journal.domain import entries
from journal.refusals import Refusal
from mail import occasions
from mail.domain.checking import check
from mail.domain.defaults import default_source, language_of
from mail.models import MailTemplate
from mail.occasions import Occasion, Source

DEFAULT = Source("", "")  # as it is kept


class TemplateChangedMeanwhile(Refusal):
    code = "template_changed_meanwhile"
    words = _(
        "Somebody else changed this mail meanwhile. What you wrote is still here: "
        "open the page again beside it, and make your change in theirs."
    )


class OccasionUnknown(Refusal):
    code = "occasion_unknown"
    status = 404
    words = _("There is no such mail.")


def editable() -> list[Occasion]:
    """The occasions whose words a convening may write: those whose mail is about one."""
    return [occasion for occasion in occasions.known() if "convening" in occasion.samples]


def find_editable(occasion: str, language: str) -> Occasion:
    """The occasion, if its words may be written in this language. Refusal: occasion_unknown."""
    found = next((one for one in editable() if one.name == occasion), None)
    if found is None or language_of(language) != language:
        raise OccasionUnknown
    return found


def own_template(*, convening_id: int | None, occasion: str, language: str) -> MailTemplate | None:
    """The convening's row for it, also where it was reset; None where nobody ever wrote one."""
    if convening_id is None:
        return None
    return MailTemplate.objects.filter(convening_id=convening_id, occasion=occasion, language=language).first()


def words_of(template: MailTemplate | None, *, occasion: str, language: str) -> Source:
    """What is in force: the convening's own words, or the default ones."""
    return template.source if template is not None and template.subject else default_source(occasion, language)


@transaction.atomic
def save_template(
    *, convening_id: int, occasion: str, language: str, source: Source, version: int, by: str, at: datetime
) -> MailTemplate:
    """Put the convening's own words in force; those that equal the default are the default.

    `version`: of the row that was read, 0 where there was none. Refuses what `check` does, and
    template_changed_meanwhile.
    """
    source = Source(source.subject.strip(), source.body.replace("\r\n", "\n").strip())
    check(source, find_editable(occasion, language))
    kept = DEFAULT if source == default_source(occasion, language) else source
    return _keep(
        kept, convening_id=convening_id, occasion=occasion, language=language, version=version, by=by, at=at
    )


@transaction.atomic
def reset_template(
    *, convening_id: int, occasion: str, language: str, version: int, by: str, at: datetime
) -> MailTemplate:
    """Put the default words in force again. Refusal: template_changed_meanwhile."""
    find_editable(occasion, language)
    return _keep(
        DEFAULT, convening_id=convening_id, occasion=occasion, language=language, version=version, by=by, at=at
    )


def note_fault(template: MailTemplate, words: str) -> None:
    """Remember for organizers that a mail went out in the default words, and why."""
    MailTemplate.objects.filter(pk=template.pk, version=template.version, fault="").update(fault=words)


def _keep(
    source: Source, *, convening_id: int, occasion: str, language: str, version: int, by: str, at: datetime
) -> MailTemplate:
    """Write the row that was read, or the first; whoever comes second changes nothing. Takes no lock."""
    values = {"subject": source.subject, "body": source.body, "changed_by": by, "changed_at": at, "fault": ""}
    where = {"convening_id": convening_id, "occasion": occasion, "language": language}
    if version == 0:
        try:
            with transaction.atomic():
                MailTemplate.objects.create(**where, **values)
        except IntegrityError:
            raise TemplateChangedMeanwhile from None
    elif not MailTemplate.objects.filter(**where, version=version).update(version=version + 1, **values):
        raise TemplateChangedMeanwhile
    kept = MailTemplate.objects.get(**where)
    entries.record(
        kind="mail_template.saved" if source.subject else "mail_template.reset",
        by=by,
        at=at,
        subject=f"mail_template:{kept.pk}",
        convening_id=convening_id,
        data={"occasion": occasion, "language": language, "version": kept.version},
    )
    return kept
