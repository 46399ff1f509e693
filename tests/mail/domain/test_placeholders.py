import pytest

from mail.domain.placeholders import TagBroken, UnknownVariable, expand, fill, names, printed


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("", ""),
        ("{{team}} and {{ team }}", "Đặng and Đặng"),
        ("{% if yes %}in{% else %}out{% endif %}", "in"),
        ("{% if no %}in{% else %}out{% endif %}", "out"),
        ("{% if no %}in{% endif %}.", "."),
        ("{% if empty %}in{% endif %}{% if none %}in{% endif %}.", "."),
        ("{% if yes %}{% if no %}a{% else %}{{ team }}{% endif %}{% endif %}", "Đặng"),
        ("{{ many }}", "a, b"),
        ("- {{ many }};", "- a;\n- b;"),
        ("> 1. {{ many }}", "> 1. a\n> 1. b"),
        ("- {{ none }}\n- x", "- x"),
        ("- {{ many }} {{ three }}", "- a x\n- b y"),
        ("- {{ many }} {{ team }}", "- a Đặng\n- b Đặng"),
        ("say { this } and 50 % off", "say { this } and 50 % off"),
        ("a mark \ue0000\ue001 of our own", "a mark 0 of our own"),
    ],
)
def test_values_are_put_in(text: str, filled: str) -> None:
    values = {"team": "Đặng", "yes": True, "no": False, "empty": "", "many": ["a", "b"], "none": []}
    values |= {"three": ["x", "y", "z"]}
    assert fill(text, values) == filled


def test_a_value_is_one_line_and_is_read_as_nothing() -> None:
    assert fill("{{ a }}", {"a": "x\r\n\r\ny\u2028z\x00 {{ b }} \ue0000\ue001", "b": "secret"}) == (
        "x y z {{ b }} \ue0000\ue001"
    )


@pytest.mark.parametrize("text", ["{{ gone }}", "{% if gone %}x{% endif %}", "{{ __class__ }}"])
def test_an_unknown_variable_is_refused(text: str) -> None:
    with pytest.raises((UnknownVariable, TagBroken)):
        expand(text, {"team": "x"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{ team", "“{{” stands alone"),
        ("team }}", "“}}” stands alone"),
        ("{{ te\nam }}", "holds no name"),
        ("{% if a %}x", "“{% if a %}” is never closed"),
        ("{% if a %}x{% else %}y", "“{% if a %}” is never closed"),
        ("{% if a %}x{% else %}y{% else %}z{% endif %}", "There are two {% else %}"),
        ("{% endif %}", "“{% endif %}” cannot be used here"),
        ("{% else %}", "“{% else %}” cannot be used here"),
        ("{% load i18n %}", "“{% load i18n %}” cannot be used here"),
        ("{% include 'x' %}", "cannot be used here"),
        ("{% if a or b %}x{% endif %}", "cannot be used here"),
        ("{{ team.coordinator }}", "holds no name"),
        ("{{ team|safe }}", "holds no name"),
        ("{{ settings['SECRET_KEY'] }}", "holds no name"),
        ("{{ }}", "holds no name"),
        ("{% if a %}" * 6 + "{% endif %}" * 6, "too many"),
        ("{% if a %}" * 3_000, "too many"),
    ],
)
def test_a_broken_tag_is_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(TagBroken) as refused:
        expand(text, {"a": True, "team": "x"})
    assert words in str(refused.value)


def test_the_names_that_a_text_uses() -> None:
    text = "{{ a }} {% if b %}{{ c }}{% else %}{% if d %}{{ a }}{% endif %}{% endif %}"
    assert names(text) == {"a", "b", "c", "d"}
    assert printed(text) == {"a", "c"}
