"""Form fields: the error stands between label and control, what was typed stays, screen readers hear both."""

import re

import pytest
from django import forms
from django.forms import BaseForm
from django.template import engines


class SampleForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="Where we write to.")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "First"), ("b", "Second")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    where = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> None:
        if self.data.get("note") == "clash":
            raise forms.ValidationError("The two do not go together.")


def shown(form: BaseForm, tag: str) -> str:
    return engines["django"].from_string(f"{{% load fields %}}{{% {tag} %}}").render({"form": form})


def test_label_hint_error_control_in_this_order() -> None:
    html = shown(SampleForm({"email": "r.okafor@example"}), "field form.email")
    assert re.search(r"<label.*E-mail.*Where we write to\..*class=\"err\".*<input", html, re.DOTALL)


def test_a_bad_field_keeps_what_was_typed_and_says_why() -> None:
    html = shown(SampleForm({"email": "r.okafor@example"}), "field form.email")
    assert 'value="r.okafor@example"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_hint id_email_error"' in html
    assert 'id="id_email_hint"' in html
    assert 'id="id_email_error"' in html


def test_a_good_field_is_not_called_bad() -> None:
    html = shown(SampleForm({"email": "r.okafor@example.org"}), "field form.email")
    assert "bad" not in html
    assert "aria-invalid" not in html
    assert 'aria-describedby="id_email_hint"' in html


def test_what_may_stay_empty_says_so() -> None:
    assert "(optional)" in shown(SampleForm(), "field form.note")
    assert "(optional)" not in shown(SampleForm(), "field form.email")


def test_typed_markup_is_text() -> None:
    html = shown(SampleForm({"email": "<script>x</script>"}), "field form.email")
    assert "<script>" not in html


def test_choices_are_a_group_with_their_error() -> None:
    html = shown(SampleForm({}), "field form.kind")
    assert html.startswith("<fieldset")
    assert 'aria-describedby="id_kind_error"' in html
    assert html.count('class="mark"') == 2


def test_a_box_has_its_error_before_it() -> None:
    html = shown(SampleForm({}), "field form.agreed")
    assert re.search(r"class=\"err\".*<label class=\"mark\"", html, re.DOTALL)


def test_a_hidden_field_is_its_control_alone() -> None:
    assert shown(SampleForm({"where": "x"}), "field form.where").strip() == (
        '<input type="hidden" name="where" value="x" id="id_where">'
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Please look at the fields marked in red"),
        ({"email": "a@example.org", "kind": "a", "agreed": "on", "note": "clash"}, "The two do not go together."),
    ],
)
def test_the_form_says_what_is_wrong_as_a_whole(data: dict[str, str], words: str) -> None:
    html = shown(SampleForm(data), "form_errors form")
    assert words in html
    assert 'role="alert"' in html


def test_a_form_without_errors_says_nothing() -> None:
    assert shown(SampleForm(), "form_errors form").strip() == ""
