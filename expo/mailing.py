"""The mail of this room, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.templatetags import times
from expo.domain.booth_news import OCCASION, TOLD, news_for
from expo.domain.neighbourhood import edges_between, surroundings_of
from expo.domain.neighbours import BESIDE
from expo.mailing_shifts import SOON
from expo.models import Booth
from mail import occasions
from mail.models import Message
from mail.occasions import Letter, Variable
from registration import mailing_values
from registration.domain import coordinators
from registration.mailing import letter, team_button
from registration.models import Team

BOOTH = (
    Variable("booth", gettext_lazy("number of the booth"), "129", required=True),
    Variable("hall", gettext_lazy("the hall, and the zone where there is one"), gettext_lazy("Hall A, by the stage")),
    Variable(
        "hours", gettext_lazy("day and hours of the expo, with the time zone"),
        gettext_lazy("Wed, May 26, 1:30 p.m. to 4:30 p.m., Eastern Time"),
    ),
    Variable("beside", gettext_lazy("numbers of the booths beside it (a list)"), ("128", "130")),
)  # fmt: skip


def compose_booth(message: Message, at: datetime) -> Letter | None:
    """To a coordinator: where the team stands, and how to find it."""
    teams = Team.objects.select_related("convening__venue", "coordinator")
    team = teams.filter(pk=message.refs["team"], convening__state__in=TOLD).first()
    placement = news_for(team, stood=message.refs["stood"]) if team is not None else None
    if team is None or placement is None:
        return None
    found = (one.person for one in coordinators.of_team(team) if one.person.pk == message.person_id)
    person = next(found, None)
    if person is None:
        return None  # coordinates it no more
    booth, hall, convening = placement.booth, placement.booth.hall, team.convening
    values = mailing_values.of_team(team) | {"name": person.name, "booth": str(booth.number)}
    values["hall"] = f"{hall}, {booth.zone}" if booth.zone else str(hall)
    values["hours"] = _("%(day)s, %(opens)s to %(closes)s, %(zone)s") % {
        "day": times.day(hall.opens_at, convening), "opens": times.clock(hall.opens_at, convening),
        "closes": times.clock(hall.closes_at, convening), "zone": times.zone_name(convening),
    }  # fmt: skip
    values["beside"] = beside(booth)
    return letter(convening, values, team_button(team, person, at))


def beside(booth: Booth) -> list[str]:
    """The numbers of the booths to both sides."""
    booths = list(Booth.objects.filter(hall=booth.hall_id).order_by("number"))
    edges = edges_between(booths, surroundings_of(booth.hall_id))
    place = booths.index(booth)
    return [str(booths[one + other - place]) for one, other, near in edges if near == BESIDE and place in (one, other)]


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    variables = (*mailing_values.TEAM, mailing_values.NAME, *BOOTH)
    occasions.register(OCCASION, compose_booth, gettext_lazy("a team has its booth"), variables, has_button=True)
    occasions.register(SOON.name, SOON.compose, SOON.title, SOON.variables, has_button=True)
