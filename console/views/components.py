"""The page that shows every component in every state: for page authors, screenshots and axe."""

from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required, login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.templatetags.accord import CHIP_FRAMES
from accounts.templatetags.pictures import Step
from agreements.domain.ring import Ring, Segment, SegmentState, open_ring, sealed_ring
from agreements.states import Side
from convenings.models import Convening

DISTRICT = ("union", "district", "board")
STATE = ("state", "union", "union", "board")
ALL_SIDES = ("state", "district", "union", "board", "partner")


class SampleForm(forms.Form):
    """Every kind of field; the sample is sent with a bad address, so that its error shows."""

    team = forms.CharField(label="Name of the team", help_text="The place, as people say it.")
    email = forms.EmailField(
        label="Superintendent’s e-mail",
        error_messages={"invalid": "“r.okafor@example” has no ending such as .org. Please complete it."},
    )
    enrollment = forms.CharField(label="Students enrolled", widget=forms.TextInput(attrs={"readonly": True}))
    kind = forms.ChoiceField(label="Kind of team", choices=[("district", "District team"), ("state", "State team")])
    affiliate = forms.ChoiceField(
        label="Is there an AFT affiliate in your state?",
        choices=[("yes", "Yes"), ("no", "We have none")],
        widget=forms.RadioSelect,
        help_text="If there is none you will be asked for a reason. The organizers see it.",
    )
    together = forms.BooleanField(label="Keep Teresa and Paul in the same breakouts", help_text="Both must agree.")
    note = forms.CharField(label="Note for the desk", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    name = forms.CharField(label="Sign with your full name")


SAMPLE_DATA = {
    "team": "Oak Lawn-Hometown",
    "email": "r.okafor@example",
    "enrollment": "3,868",
    "kind": "district",
    "together": "on",
    "name": "Ellen Marsh",
}


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Open to all in a demonstration and while developing, else to who has an account."""
    if settings.DEBUG or settings.ACCORD_DEMO:
        return show_components(request)
    return login_required(show_components)(request)


def show_components(request: HttpRequest) -> HttpResponse:
    """The page itself."""
    context = {
        "sides": list(Side),
        "rings": [*open_samples()],
        "sealed": [sealed_ring(count=count, total=total) for count, total in [(0, 3), (1, 3), (2, 3), (2, 4), (2, 5)]],
        "two_of_three": ring_of(DISTRICT, "signed", "signed", "invited"),
        "just_closed": ring_of(DISTRICT, "signed", "signed", "signed"),
        "sizes": (16, 20, 24, 32, 44, 64, 112, 160, 240),
        "chips": [(state, state.replace("_", " ").capitalize()) for state in CHIP_FRAMES],
        "form": SampleForm(SAMPLE_DATA),
        "page": Paginator(range(168), 50).page(2),
        "steps": [
            Step("Started", 168, "9 are still drafts"),
            Step("Committed", 86, "every office is in"),
            Step("Confirmed", 57, "29 have until Friday"),
            Step("Arrived", 0),
        ],
        "states": {"IL": 8, "CA": 7, "MA": 5, "CO": 4, "WA": 3, "ME": 2, "VT": 1},
        "points": [(480 + 5 * step, round(812 * (step / 18) ** 2 * (3 - 2 * step / 18))) for step in range(19)],
        "marks": [(480, "8:00"), (495, "8:15"), (510, "8:30"), (525, "8:45"), (540, "9:00"), (570, "9:30 a.m.")],
        "plan": [(480, 0), (570, 812)],
        "facts": [("Office", "Superintendent"), ("Answer", "Promised"), ("Statement", "Version 2")],
        "history": [
            (datetime(2027, 3, 15, 14, 12, tzinfo=UTC), "The ring is closed."),
            (datetime(2027, 3, 1, 13, 0, tzinfo=UTC), "Registered."),
        ],
        "zone": Convening(time_zone="America/New_York"),
        "instant": datetime(2027, 4, 3, 3, 59, tzinfo=UTC),
    }
    return render(request, "console/components.html", context)


def ring_of(sides: tuple[str, ...], *states: SegmentState) -> Ring:
    """A ring whose segments stand as told, in the order of the sides."""
    return open_ring(Segment(side, state, str(Side(side).label)) for side, state in zip(sides, states, strict=True))


def open_samples() -> list[tuple[Ring, str]]:
    """Rings as organizers see them, with their words."""
    return [
        (ring_of(DISTRICT, "invited", "invited", "invited"), "0 of 3, invited"),
        (ring_of(DISTRICT, "signed", "invited", "invited"), "1 of 3"),
        (ring_of(DISTRICT, "signed", "signed", "invited"), "2 of 3"),
        (ring_of(DISTRICT, "signed", "signed", "signed"), "3 of 3, closed"),
        (ring_of(DISTRICT, "signed", "declined", "invited"), "1 of 3, district declined"),
        (ring_of(DISTRICT, "signed", "asked_again", "signed"), "2 of 3, district asked again"),
        (ring_of(DISTRICT, "signed", "signed", "deferred"), "2 of 3, board waits for a vote"),
        (ring_of(STATE, "signed", "invited", "signed", "invited"), "2 of 4"),
        (ring_of(STATE, "signed", "signed", "signed", "signed"), "4 of 4, closed"),
        (ring_of(ALL_SIDES, "signed", "invited", "signed", "invited", "signed"), "3 of 5"),
    ]
