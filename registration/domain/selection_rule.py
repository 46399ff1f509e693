"""The published rule of a convening's selection: what it can balance over and bound, how it is kept, and its words."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convenings.models import Convening, Element
from registration.domain.selection import EACH, Bound, Reason, Rule
from registration.domain.us_states import US_STATES
from registration.models import Team
from registration.states import Locale

DIMENSIONS: dict[str, str | Promise] = {
    "us_state": gettext_lazy("state"),
    "enrollment": gettext_lazy("enrollment"),
    "poverty": gettext_lazy("student poverty"),
    "locale": gettext_lazy("locale"),
    "type": gettext_lazy("kind of team"),
    "focus": gettext_lazy("focus"),
}
NOT_STATED = "none"
ENROLLMENT = ((1_000, "under_1000"), (5_000, "under_5000"), (25_000, "under_25000"), (None, "from_25000"))
POVERTY = ((25, "under_25"), (50, "under_50"), (75, "under_75"), (None, "from_75"))
_BANDS: dict[str, dict[str, str | Promise]] = {
    "enrollment": {
        "under_1000": gettext_lazy("under 1,000 students"),
        "under_5000": gettext_lazy("1,000 to 4,999 students"),
        "under_25000": gettext_lazy("5,000 to 24,999 students"),
        "from_25000": gettext_lazy("25,000 students and more"),
        NOT_STATED: gettext_lazy("enrollment not stated"),
    },
    "poverty": {
        # A percent sign, xgettext:no-python-format
        "under_25": gettext_lazy("under 25% student poverty"),
        # A percent sign, xgettext:no-python-format
        "under_50": gettext_lazy("25 to 49% student poverty"),
        # A percent sign, xgettext:no-python-format
        "under_75": gettext_lazy("50 to 74% student poverty"),
        # A percent sign, xgettext:no-python-format
        "from_75": gettext_lazy("75% student poverty or more"),
        NOT_STATED: gettext_lazy("student poverty not stated"),
    },
    "locale": {**dict(Locale.choices), NOT_STATED: gettext_lazy("locale not stated")},
}


def traits_of(team: Team) -> dict[str, tuple[str, ...]]:
    """A team's values by dimension. Wants its type and focus loaded."""
    return {
        "us_state": (team.us_state,),
        "enrollment": (_band(team.enrollment, ENROLLMENT),),
        "poverty": (_band(team.poverty_percent, POVERTY),),
        "locale": (team.locale or NOT_STATED,),
        "type": (team.type.code,),
        "focus": tuple(sorted(str(element.pk) for element in team.focus.all())) or (NOT_STATED,),
    }


def bands_of(dimension: str) -> Mapping[str, str | Promise]:
    """The bands of enrollment or poverty, or the locales, in their order, with their words."""
    return _BANDS[dimension]


def rule_of(convening: Convening) -> Rule:
    """The rule as it is kept; without one, the order of completion decides."""
    kept = convening.selection_rule or {}
    return Rule(tuple(kept.get("balance", ())), tuple(Bound(**bound) for bound in kept.get("bounds", ())))


def as_kept(rule: Rule) -> dict[str, Any]:
    """For the record of a selection; `with_names` for the convening itself."""
    return {"balance": list(rule.balance), "bounds": [asdict(bound) for bound in rule.bounds]}


def values_of(convening: Convening) -> dict[str, dict[str, str]]:
    """What can be bounded: the values of each dimension, with their words. Two statements."""
    types = {kind.code: kind.name for kind in convening.team_types.all()}
    focus = {str(element.pk): element.name for element in Element.objects.filter(convening=convening)}
    return _values(types, focus)


def published_rule(convening: Convening) -> list[str]:
    """The rule in words for everybody, without a statement: the names that it needs are kept with it."""
    names = (convening.selection_rule or {}).get("names", {})
    return rule_in_words(rule_of(convening), _values(names.get("type", {}), names.get("focus", {})))


def with_names(rule: Rule, values: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """For the convening's `selection_rule`: the rule with the names of teams' kinds and elements that it speaks of."""
    names: dict[str, dict[str, str]] = {"type": {}, "focus": {}}
    for bound in rule.bounds:
        if bound.dimension in names and bound.value != EACH:
            names[bound.dimension][bound.value] = values[bound.dimension].get(bound.value, bound.value)
    return {**as_kept(rule), "names": names}


def _values(types: Mapping[str, str], focus: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {
        "us_state": {EACH: _("each state"), **{code: str(name) for code, name in sorted(US_STATES.items())}},
        "enrollment": {code: str(words) for code, words in _BANDS["enrollment"].items()},
        "poverty": {code: str(words) for code, words in _BANDS["poverty"].items()},
        "locale": {EACH: _("each locale"), **{code: str(words) for code, words in _BANDS["locale"].items()}},
        "type": dict(types),
        "focus": {EACH: _("each focus"), **focus, NOT_STATED: _("focus not stated")},
    }


def rule_in_words(rule: Rule, values: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The rule as sentences, for everybody."""
    said = []
    for bound in rule.bounds:
        what = values.get(bound.dimension, {}).get(bound.value, bound.value)
        if bound.least is not None:
            said.append(_("At least %(n)d from: %(what)s.") % {"n": bound.least, "what": what})
        if bound.most is not None:
            said.append(_("At most %(n)d from: %(what)s.") % {"n": bound.most, "what": what})
    if rule.balance:
        over = ", ".join(str(DIMENSIONS[dimension]) for dimension in rule.balance if dimension in DIMENSIONS)
        words = _("Balanced over %(over)s: each next place goes to the kind with the fewest so far.")
        said.append(words % {"over": over})
    said.append(_("Among equals, the team that became complete first."))
    return said


def reason_in_words(reason: Reason, values: Mapping[str, Mapping[str, str]]) -> str:
    """Why a team is in, or why not yet."""
    what = values.get(reason.dimension, {}).get(reason.value, reason.value)
    n = reason.number
    if reason.code == "floor":
        return _("counts towards the %(n)d wanted from: %(what)s") % {"n": n, "what": what}
    if reason.code == "balance":
        if n == 0:
            return _("the first of its kind: %(what)s") % {"what": what}
        words = ngettext("only %(n)d of its kind before it: %(what)s", "only %(n)d of its kind before it: %(what)s", n)
        return words % {"n": n, "what": what}
    if reason.code == "ceiling":
        return _("there are %(n)d from %(what)s, which is the most") % {"n": n, "what": what}
    if reason.code == "no_room_people":
        return ngettext("no room for %(n)d person more", "no room for its %(n)d people", n) % {"n": n}
    if reason.code == "no_room_teams":
        return _("all places are given")
    return _("number %(n)d to become complete") % {"n": n}


def _band(value: Any, bands: tuple[tuple[int | None, str], ...]) -> str:
    if value is None:
        return NOT_STATED
    return next(code for below, code in bands if below is None or value < below)
