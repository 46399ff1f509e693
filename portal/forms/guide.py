"""How the expo guide is narrowed, and visits that waited on a phone."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from expo.domain.guide import Chosen, GuideRow, states_of
from expo.domain.visits import MOST_AT_ONCE, VisitDraft
from journal.refusals import Refusal
from registration.domain.selection_rule import bands_of
from registration.domain.us_states import US_STATES

OLDEST_S = 10 * 24 * 60 * 60  # more is no age of a tap


class Malformed(Refusal):
    code = "malformed"
    status = 400
    words = _("These visits were not understood. Please load the guide anew and tap once more.")


class GuideForm(forms.Form):
    """Sent by GET, every field optional; what does not fit is left out."""

    q = forms.CharField(label=_("Find a team, a state or a subject"), required=False, max_length=100)
    focus = forms.ChoiceField(label=_("Focus"), required=False)
    us_state = forms.ChoiceField(label=_("State"), required=False)
    enrollment = forms.ChoiceField(label=_("Size"), required=False)
    poverty = forms.ChoiceField(label=_("Student poverty"), required=False)
    only = forms.ChoiceField(
        label=_("Of these"), required=False,
        choices=[
            ("", _("all")), ("open", _("not visited yet")), ("visited", _("visited")), ("bookmarked", _("bookmarked")),
        ],
    )  # fmt: skip

    def __init__(self, data: Any, *, rows: list[GuideRow]) -> None:
        super().__init__(data)
        themes = {str(element.pk): element.name for row in rows for element in row.team.focus.all()}
        states = [(code, US_STATES.get(code, code)) for code in states_of(rows)]
        self._offer("focus", sorted(themes.items(), key=lambda theme: theme[1]))
        self._offer("us_state", states)
        for dimension in ("enrollment", "poverty"):
            self._offer(dimension, list(bands_of(dimension).items()))

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        self.fields[name].choices = [("", _("any")), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        self.is_valid()
        return Chosen(**{name: self.cleaned_data.get(name) or "" for name in self.fields})


def drafts_of(body: bytes, *, at: datetime) -> list[VisitDraft]:
    """The visits of a phone's queue: {"visits": [{"id", "code", "age_s", "bookmark", "note"}]}. Refusal: malformed.

    age_s: seconds since the tap by the phone's own clock, whatever that clock says.
    """
    try:
        listed = json.loads(body)["visits"]
        if not isinstance(listed, list) or not 0 < len(listed) <= MOST_AT_ONCE:
            raise Malformed
        return [_draft(one, at) for one in listed]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise Malformed from error


def _draft(one: dict[str, Any], at: datetime) -> VisitDraft:
    age = min(max(float(one["age_s"]), 0.0), float(OLDEST_S))
    note, code = one.get("note", ""), one["code"]
    if not isinstance(note, str) or not isinstance(code, str):
        raise Malformed
    return VisitDraft(
        visit_id=UUID(one["id"]), code=code[:40], visited_at=at - timedelta(seconds=age),
        bookmark=bool(one.get("bookmark", True)), note=note,
    )  # fmt: skip
