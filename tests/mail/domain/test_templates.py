"""A convening's own words: saved, reset, used, and never in the way of a mail."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as box

from journal.models import Entry
from mail.domain import delivery, templates
from mail.domain.defaults import default_source
from mail.domain.placeholders import UnknownVariable
from mail.domain.templates import OccasionUnknown, TemplateChangedMeanwhile
from mail.models import MailTemplate, Message
from mail.occasions import Source
from tests.registration.factories import NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
OWN = Source("Welcome, {{ team }}", "# Hello {{ coordinator }}\n\n{{ team }} is **in our books**.")
WHERE = {"occasion": "team.registered", "language": "en"}
BY = "user:1"


def save(source: Source = OWN, **over: Any) -> MailTemplate:
    return templates.save_template(
        **{"convening_id": 7, **WHERE, "version": 0, "by": BY, "at": NOW, "source": source, **over}
    )


def test_words_are_saved_and_the_journal_holds_ids_alone() -> None:
    kept = save()
    assert (kept.source, kept.version, kept.changed_by, kept.changed_at) == (OWN, 1, BY, NOW)
    entry = Entry.objects.get(kind="mail_template.saved")
    assert (entry.subject, entry.convening_id, entry.by) == (f"mail_template:{kept.pk}", 7, BY)
    assert entry.data == {"occasion": "team.registered", "language": "en", "version": 1}


def test_what_cannot_be_sent_is_not_saved() -> None:
    with pytest.raises(UnknownVariable):
        save(Source("Hi", "{{ ring }}"))
    assert not MailTemplate.objects.exists()
    assert not Entry.objects.exists()


def test_whoever_comes_second_is_told() -> None:
    save()
    save(Source("Second", "x"), version=1)
    for version in (0, 1, 3):
        with pytest.raises(TemplateChangedMeanwhile):
            save(Source("Third", "x"), version=version)
        with pytest.raises(TemplateChangedMeanwhile):
            templates.reset_template(convening_id=7, **WHERE, version=version, by=BY, at=NOW)
    assert MailTemplate.objects.get().subject == "Second"


def test_reset_puts_the_default_in_force_and_versions_go_on() -> None:
    save()
    kept = templates.reset_template(convening_id=7, **WHERE, version=1, by=BY, at=NOW + timedelta(hours=1))
    assert (kept.subject, kept.version) == ("", 2)
    assert templates.words_of(kept, **WHERE) == default_source(**WHERE)
    assert Entry.objects.filter(kind="mail_template.reset").count() == 1
    with pytest.raises(TemplateChangedMeanwhile):
        save(version=1)
    assert save(version=2).version == 3


def test_words_that_equal_the_default_are_the_default() -> None:
    default = default_source(**WHERE)
    kept = save(Source(f" {default.subject} ", default.body.replace("\n", "\r\n") + "\n"))
    assert not MailTemplate.objects.own().exists()
    assert kept.subject == ""


@pytest.mark.parametrize(
    "over", [{"occasion": "link.renewed"}, {"occasion": "none"}, {"language": "fr"}, {"occasion": "bulk.mail"}]
)
def test_only_mail_about_a_convening_can_be_written(over: dict[str, str]) -> None:
    with pytest.raises(OccasionUnknown):
        save(**over)


def sent_to_coordinator() -> tuple[box.EmailMultiAlternatives, Message]:
    box.outbox.clear()
    message = Message.objects.get(occasion="team.registered")
    delivery.deliver(message_id=message.pk, at=NOW)
    message.refresh_from_db()
    [mail] = box.outbox
    return mail, message  # type: ignore[return-value]


def test_mail_goes_out_in_the_convenings_own_words_with_its_button() -> None:
    convening = make_convening()
    save(convening_id=convening.pk)
    save(Source("Not theirs", "x"), convening_id=convening.pk + 1)
    save(Source("No es suyo", "x"), convening_id=convening.pk, language="es")
    team = make_team(convening, name="Mesa <b>Verde</b>")
    mail, message = sent_to_coordinator()
    assert mail.subject == "Welcome, Mesa <b>Verde</b>"
    assert f"Hello {team.coordinator.name}" in mail.body
    assert "Mesa &lt;b&gt;Verde&lt;/b&gt; is <strong>in our books</strong>." in str(mail.alternatives[0][0])
    assert "/l/" in mail.body  # although these words forgot the button
    assert "/l/" not in message.text + message.html
    assert message.text.count("[private link]") == 1


def test_the_default_goes_out_after_a_reset() -> None:
    convening = make_convening()
    save(convening_id=convening.pk)
    templates.reset_template(convening_id=convening.pk, **WHERE, version=1, by=BY, at=NOW)
    make_team(convening, name="Mesa")
    assert sent_to_coordinator()[0].subject == "Mesa is registered"


@pytest.mark.parametrize(
    ("subject", "body", "fault"),
    [
        ("Hi {{ gone }}", "x", "There is no variable “gone” in this mail."),
        ("Hi", "{% if team %}", "“{% if team %}” is never closed. Please add {% endif %} where it ends."),
        ("Hi\nBcc: x@example.org", "x", "These words could not be read."),
    ],
)
def test_broken_words_stop_no_mail_and_are_told(subject: str, body: str, fault: str) -> None:
    convening = make_convening()
    broken = save(convening_id=convening.pk)
    MailTemplate.objects.update(subject=subject, body=body)  # as an older release may have let pass
    make_team(convening, name="Mesa")
    mail, message = sent_to_coordinator()
    assert (mail.subject, message.state) == ("Mesa is registered", "sent")
    broken.refresh_from_db()
    assert broken.fault == fault
    assert save(convening_id=convening.pk, version=1).fault == ""
