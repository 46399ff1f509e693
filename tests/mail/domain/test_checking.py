import pytest

from mail.domain.checking import check
from mail.domain.placeholders import TemplateBroken, UnknownVariable
from mail.occasions import Occasion, Source, Variable

OCCASION = Occasion(
    "test",
    lambda message, at: None,
    "a test",
    (
        Variable("team", "", "Mesa"),
        Variable("code", "", "123456", required=True),
        Variable("changed", "", False),
        Variable("names", "", ("a", "b")),
    ),
    has_button=True,
)


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Hello", "{{ code }}"),
        (
            "For {{ team }}",
            "# {{ team }}\n{{ code }}\n{{ button }}\n{% if changed %}x{% else %}y{% endif %}\n- {{ names }}",
        ),
        ("王小明", "{{code}} [x](https://example.org)"),
    ],
)
def test_what_can_be_sent_is_let_pass(subject: str, body: str) -> None:
    check(Source(subject, body), OCCASION)


@pytest.mark.parametrize(
    ("subject", "body", "code", "field", "words"),
    [
        (" ", "{{ code }}", "template_subject_missing", "subject", "write a subject"),
        ("Hi\nBcc: a@b.org", "{{ code }}", "template_subject_broken", "subject", "one line"),
        ("Hi", "  \n", "template_body_missing", "body", "write the text"),
        ("x" * 201, "{{ code }}", "template_too_long", "subject", "at most"),
        ("Hi", "{{ code }}" + "x" * 10_000, "template_too_long", "body", "at most"),
        ("Hi", "Hello", "template_required_missing", "body", "useless without {{ code }}"),
        ("Hi", "{% if code %}Hello{% endif %}", "template_required_missing", "body", "useless without {{ code }}"),
        ("{{ code }}", "{{ code }}", "template_unknown_variable", "subject", "no {{ code }} here"),
        ("{{ button }}", "{{ code }}", "template_unknown_variable", "subject", "no {{ button }} here"),
        ("{{ taem }}", "{{ code }}", "template_unknown_variable", "subject", "Do you mean {{ team }}?"),
        ("Hi", "{{ code }} {{ ring }}", "template_unknown_variable", "body", "The list shows which there are."),
        ("Hi", "{{ code }} {% if ring %}{% endif %}", "template_unknown_variable", "body", "no {{ ring }}"),
        ("Hi", "{{ code }} {% if changed %}", "template_tag_broken", "body", "never closed"),
        ("{{ team", "{{ code }}", "template_tag_broken", "subject", "stands alone"),
        ("Hi", "{{ code }} {{ changed }}", "template_flag_printed", "body", "yes or no"),
        ("Hi", "{{ code }} a {{ button }}", "template_button_misplaced", "body", "line of its own"),
        ("Hi", "{{ code }} {% if changed %}[a](javascript:x){% endif %}", "template_link_broken", "body", "https://"),
        ("Hi", "{{ code }} {% if changed %}{% else %}[a](/x){% endif %}", "template_link_broken", "body", "https://"),
    ],
)
def test_what_cannot_is_refused_beside_its_field(subject: str, body: str, code: str, field: str, words: str) -> None:
    with pytest.raises(TemplateBroken) as refused:
        check(Source(subject, body), OCCASION)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert words in str(refused.value)


def test_a_mail_without_a_button_has_no_place_for_one() -> None:
    plain = Occasion("plain", lambda message, at: None, "a test", OCCASION.variables)
    with pytest.raises(UnknownVariable, match=r"no \{\{ button \}\} here"):
        check(Source("Hi", "{{ code }}\n{{ button }}"), plain)
