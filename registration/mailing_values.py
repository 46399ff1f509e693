"""What the mail of this room may say: each value beside the variable that declares it to organizers' templates.

All are plain words, dates already written out in the convening's time zone. Nothing here says who has answered before
all have: what stands in no variable, no template can reveal.
"""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from agreements.models import Party
from convenings.models import Convening
from convenings.templatetags import times
from mail.occasions import Value, Variable
from registration.domain.sealing import Completion
from registration.models import Team

NAME = Variable("name", gettext_lazy("name of who reads the mail"), "Rosa Okafor")
UNTIL = Variable(
    "until",
    gettext_lazy("last moment, with the time zone"),
    gettext_lazy("Fri, April 2, 2027, 11:59 p.m. Eastern Time"),
)
OFFICE = Variable("office", gettext_lazy("the office that the mail is about"), gettext_lazy("Superintendent"))

SIDE = Variable("side", gettext_lazy("the side that they coordinate"), gettext_lazy("union"))

CONVENING = (
    Variable("convening", gettext_lazy("name of the convening"), gettext_lazy("Advancing Student Achievement")),
    Variable("contact", gettext_lazy("address for questions"), "convening@example.org"),
)
DATES = (
    Variable("first_day", gettext_lazy("first day of the convening"), gettext_lazy("Wed, May 23, 2027")),
    Variable("last_day", gettext_lazy("last day of the convening"), gettext_lazy("Thu, May 24, 2027")),
    Variable("venue", gettext_lazy("venue and its city"), gettext_lazy("Convention Center, Cincinnati")),
)
TEAM = (Variable("team", gettext_lazy("name of the team"), "Mesa Verde"), *CONVENING)
COORDINATOR = (
    Variable("coordinator", gettext_lazy("name of the team's coordinator"), "Ana Reyes"),
    Variable("coordinator_email", gettext_lazy("address of the team's coordinator"), "ana.reyes@example.org"),
    Variable(
        "deadline",
        gettext_lazy("when all promises are due"),
        gettext_lazy("Fri, April 2, 2027, 11:59 p.m. Eastern Time"),
    ),
)
WHOLE_TEAM = (*TEAM, *DATES, *COORDINATOR)
ASKED = (
    NAME,
    OFFICE,
    Variable(
        "organization",
        gettext_lazy("the organization of that office, or nothing"),
        gettext_lazy("Mesa Verde Schools"),
    ),
    Variable(
        "offices",
        gettext_lazy("all offices that must promise (a list)"),
        (gettext_lazy("Union president"), gettext_lazy("Superintendent")),
    ),
    Variable(
        "promises",
        gettext_lazy("what is promised (a list)"),
        (gettext_lazy("To attend together"), gettext_lazy("To prepare a plan together")),
    ),
    Variable("text_changed", gettext_lazy("whether they promised an earlier text"), False),
    Variable("asked_again", gettext_lazy("whether they answered before, and are asked anew"), False),
)
COMPLETION = (
    Variable(
        "completed_on", gettext_lazy("the day on which the team became complete"), gettext_lazy("Mon, March 1, 2027")
    ),
    Variable(
        "signatories",
        gettext_lazy("who promised, with their offices (a list)"),
        (gettext_lazy("Rosa Okafor, Union president"), gettext_lazy("Li Ming, Superintendent")),
    ),
)
REASON = Variable("reason", gettext_lazy("the reason that you gave"), gettext_lazy("Snow is on the way."))
COMPLETED_ON = COMPLETION[0]
CODE = Variable("code", gettext_lazy("the six digits"), "123456", required=True)
MINUTES = Variable("minutes", gettext_lazy("for how many minutes it works"), "15")
THEIR_REGISTRATION = (
    Variable("who", gettext_lazy("name of who else wants to register"), "Sam O'Brien"),
    Variable("who_email", gettext_lazy("their address"), "sam.obrien@example.org"),
    Variable("their_team", gettext_lazy("how they call the team"), "Mesa Verde Unified"),
)


def of_convening(convening: Convening) -> dict[str, Value]:
    """The values of CONVENING."""
    return {"convening": convening.name, "contact": convening.contact_email}


def dates(convening: Convening) -> dict[str, Value]:
    """The values of DATES."""
    return {
        "first_day": times.full_day(convening.starts_at, convening),
        "last_day": times.full_day(convening.ends_at, convening),
        "venue": str(convening.venue),
    }


def of_team(team: Team) -> dict[str, Value]:
    """The values of TEAM."""
    return {"team": team.name, **of_convening(team.convening)}


def of_whole_team(team: Team, coordinator: Person | None = None) -> dict[str, Value]:
    """The values of WHOLE_TEAM. coordinator: who looks after the reader's side; None: the lead."""
    who = coordinator or team.coordinator
    named = {"coordinator": who.name, "coordinator_email": who.email}
    return of_team(team) | dates(team.convening) | named | {"deadline": zoned(team.deadline, team.convening)}


def asked(party: Party, *, text_changed: bool, asked_again: bool) -> dict[str, Value]:
    """The values of ASKED, for the holder of an office."""
    assert party.signatory is not None
    version = party.agreement.statement.current
    return {
        "name": party.signatory.name,
        "office": party.label,
        "organization": party.organization,
        "offices": list(party.agreement.parties.gating().values_list("label", flat=True)),
        "promises": [promise["title"] for promise in version.promises] if version else [],
        "text_changed": text_changed,
        "asked_again": asked_again,
    }


def of_completion(completion: Completion) -> dict[str, Value]:
    """The values of COMPLETION, in the order of offices."""
    named = [", ".join(filter(None, (one.name, one.label, one.organization))) for one in completion.names]
    return {"completed_on": times.plain_day(completion.completed_on), "signatories": named}


def zoned(at: datetime, convening: Convening) -> str:
    """An instant in words, with its time zone."""
    words = {"moment": times.moment(at, convening), "zone": times.zone_name(convening)}
    return _("%(moment)s %(zone)s") % words
