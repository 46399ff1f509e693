from typing import Any

import pytest

from mail.domain.markdown import LinkBroken
from mail.domain.markup import ButtonMisplaced, Parts, write
from mail.domain.placeholders import UnknownVariable
from mail.occasions import PrivateUrl, Source

HOSTILE = [
    "**x**",
    "[evil](http://evil.example)",
    "<b>x</b>",
    "<script>x()</script>",
    "{{ secret }}",
    "{% if secret %}",
    "# big",
    "- item",
    "1. one",
    "> quoted",
    "---",
    "a\n\n# b",
    "<https://evil.example>",
    "https://evil.example",
    "\\*",
    "_x_",
    "&amp;",
    "\ue0000\ue001",
    "\ue002",
    "O'Brien-Nuñez",
    "王小明",
    '"><img src=x onerror=x()>',
]


def written(body: str, **values: Any) -> Parts:
    return write(Source("Hello", body), values)


@pytest.mark.parametrize(
    ("body", "html", "text"),
    [
        ("One\ntwo\n\nthree", "<p>One<br>\ntwo</p>\n<p>three</p>", "One\ntwo\n\nthree"),
        ("**b** and *i*", "<p><strong>b</strong> and <em>i</em></p>", "b and i"),
        ("## Where", "<h2>Where</h2>", "Where"),
        ("#### Deep", "<h2>Deep</h2>", "Deep"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>', "3. a\n4. b"),
        ("- a\n  - b", "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>", "- a\n  - b"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>", "a"),
        ("[a](https://x.org/b)", '<p><a href="https://x.org/b">a</a></p>', "a (https://x.org/b)"),
        ("[d@x.org](mailto:d@x.org)", '<p><a href="mailto:d@x.org">d@x.org</a></p>', "d@x.org"),
        ("<b>a</b> &amp; <!-- -->", "<p>&lt;b&gt;a&lt;/b&gt; &amp;amp; &lt;!-- --&gt;</p>", "<b>a</b> &amp; <!-- -->"),
        ("`a`\n\n    code", "<p>`a`</p>\n<p>code</p>", "`a`\n\ncode"),
        (r"\*a\*", "<p>*a*</p>", "*a*"),
        ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>", "a\n\nb"),
        ("", "", ""),
        (" \n\n ", "", ""),
    ],
)
def test_one_source_makes_both_parts(body: str, html: str, text: str) -> None:
    parts = written(body)
    assert (parts.before.html, parts.before.text) == (html, text)
    assert (parts.heading.html, parts.heading.text, parts.after.html, parts.small.html) == ("Hello", "Hello", "", "")


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "body", ["{{ v }}", "Dear {{ v }},", "- {{ v }}", "**{{ v }}**", "> {{ v }}", "{{ v }}\n{{ v }}"]
)
def test_a_value_is_never_read_as_markup(value: str, body: str) -> None:
    parts, harmless = written(body, v=value, secret="s3cr3t"), written(body, v="harmless", secret="s3cr3t")
    shown = " ".join(value.split())
    from django.utils.html import escape

    assert parts.before.html == harmless.before.html.replace("harmless", escape(shown))
    assert parts.before.text == harmless.before.text.replace("harmless", shown)


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_in_subject_and_heading_is_never_read_as_markup(value: str) -> None:
    parts = write(Source("To {{ v }}", "# For {{ v }}\nbody"), {"v": value})
    assert parts.subject == f"To {' '.join(value.split())}"
    assert parts.heading.text == f"For {' '.join(value.split())}"
    assert "<" not in parts.heading.html


def test_each_of_many_has_a_line_of_its_own() -> None:
    parts = written("With {{ who }}:\n\n1. {{ who }}.", who=["Ana", "<Li>"])
    assert parts.before.text == "With Ana, <Li>:\n\n1. Ana.\n2. <Li>."
    assert "<li>Ana.</li>\n<li>&lt;Li&gt;.</li>" in parts.before.html


def test_the_button_divides_and_a_rule_begins_the_small_print() -> None:
    parts = written("# **Big** day\n\nbefore\n\n{{ button }}\n\nafter\n\n---\n\nsmall\n\n---\n\nsmaller")
    assert parts.heading.html == "<strong>Big</strong> day"
    assert parts.heading.text == "Big day"
    assert [part.text for part in (parts.before, parts.after, parts.small)] == [
        "before", "after", "small\n\n* * *\n\nsmaller",
    ]  # fmt: skip
    assert "<hr>" in parts.small.html


@pytest.mark.parametrize(
    "body",
    ["a {{ button }}", "- {{ button }}", "{{ button }}\n{{ button }}", "# {{ button }}", "a\n---\n{{ button }}"],
)
def test_a_button_elsewhere_is_refused(body: str) -> None:
    with pytest.raises(ButtonMisplaced):
        written(body)


@pytest.mark.parametrize(
    "body",
    [
        "[a](javascript:x())",
        "[a](data:text/html,x)",
        "[a](/relative)",
        "[a](https://)",
        "[a]({{ v }})",
        "[a](https://x.org/{{ v }})",
        "[a](mailto:{{ v }}@x.org)",
    ],
)
def test_a_link_that_leads_nowhere_or_to_a_value_is_refused(body: str) -> None:
    with pytest.raises(LinkBroken):
        written(body, v="x")


def test_the_subject_takes_no_private_value() -> None:
    with pytest.raises(UnknownVariable):
        write(Source("{{ code }}", ""), {"code": PrivateUrl("123456")})
    assert write(Source("x", "{{ code }}"), {"code": PrivateUrl("123456")}).before.text == "123456"


def test_an_image_is_none() -> None:
    assert "<img" not in written("![a](https://x.org/a.png)").before.html
