"""The call for sessions, and materials, on pages: {% load calls %}."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from agreements.states import Side
from breakouts.domain.calls import is_open as is_call_open
from breakouts.models import Call, Material, Submission
from breakouts.states import Feature, SubmissionState
from registration.models import Team

register = template.Library()


@register.simple_tag
def proposal_url(proposer: Any, submission: Submission) -> str:
    """The page of one of the proposer's own."""
    door = "team" if isinstance(proposer, Team) else "own"
    return reverse(f"portal:{door}_proposal", args=[proposer.pk, submission.key])


@register.filter
def side_names(sides: Iterable[str]) -> str:
    """Sides in words: union, board."""
    return ", ".join(str(Side(side).label) for side in sides)


@register.filter
def feature_names(features: Iterable[str]) -> str:
    """What a room has to have, in words: Projector and screen, microphones."""
    return capfirst(", ".join(str(Feature(feature).label) for feature in features))


@register.simple_tag
def material_url(material: Material, door: str, of: Any) -> str:
    """Where a material is opened: "public" and "organizer" of a convening, "own" of an attendee."""
    if material.url:
        return material.url
    if door == "own":
        return reverse("portal:own_file", args=[of.pk, material.pk])
    return reverse(f"breakouts:{door}_file", args=[of.slug, material.pk])


@register.inclusion_tag("breakouts/team_call.html")
def team_call(team: Team) -> dict[str, Any]:
    """On a team's page: what it proposes, and until when it can.

    One statement where there is a call, none where there is none, of a team that was read with its convening's call.
    """
    at = timezone.now()
    call: Call | None = getattr(team.convening, "call", None)
    proposals = list(team.submissions.exclude(state=SubmissionState.WITHDRAWN)) if call is not None else []
    is_open = call is not None and is_call_open(call, at)
    return {
        "team": team, "call": call, "convening": team.convening, "proposals": proposals, "is_open": is_open,
    }  # fmt: skip
