"""Two organizers save the words of one mail at the same moment: one is told, and nothing is lost unsaid."""

from typing import Any

import pytest

from journal.models import Entry
from mail.domain import templates
from mail.models import MailTemplate
from mail.occasions import Source
from tests.harness.threads import Meeting, together
from tests.mail.domain.test_templates import save

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORDS = ("Mine: {{ team }}", "Theirs: {{ team }}")


def save_both(version: int) -> list[str]:
    """How two savings of the same version ended."""
    ended = together(
        *(lambda subject=subject: save(Source(subject, "Hello."), version=version) for subject in WORDS)  # type: ignore[misc]
    )
    return sorted(type(end).__name__ for end in ended)


@pytest.fixture
def both_have_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    meeting, check = Meeting(), templates.check

    def check_and_wait(*args: Any) -> None:
        check(*args)
        meeting.wait()

    monkeypatch.setattr(templates, "check", check_and_wait)


@pytest.mark.parametrize("version", [0, 1])
def test_one_of_two_is_told(version: int, both_have_checked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    if version:
        with monkeypatch.context() as alone:
            alone.setattr(templates, "check", lambda *args: None)
            save()
    assert save_both(version) == ["MailTemplate", "TemplateChangedMeanwhile"]
    kept = MailTemplate.objects.get()
    assert (kept.subject in WORDS, kept.version) == (True, version + 1)
    assert Entry.objects.filter(kind="mail_template.saved").count() == version + 1
