"""Digests: what happened since the last one, and how it stands when the mail is written."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.templatetags import times
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Variable
from registration import mailing_values
from registration.domain import coordinators, digests, sealing
from registration.domain.digest_news import Span, missing_in, news_for_coordinator, news_for_organizers, teams_of
from registration.domain.next_steps import next_for
from registration.mailing import letter, private_link
from registration.models import DigestReader, Team

NEWS = Variable(
    "news",
    gettext_lazy("what happened since the last digest (a list)"),
    (gettext_lazy("Rosa Okafor was added to the team."),),
)
SINCE = Variable("since", gettext_lazy("since when"), gettext_lazy("Fri, April 2, 2027"))
COORDINATOR = (
    *mailing_values.CONVENING, SINCE, NEWS,
    Variable(
        "missing", gettext_lazy("what is still to be done (a list)"),
        (gettext_lazy("Superintendent: not promised yet."),),
    ),
    Variable(
        "next", gettext_lazy("what comes next (a list)"),
        (gettext_lazy("Fri, April 2, 2027: the last promise is due."),),
    ),
)  # fmt: skip
ORGANIZERS = (
    *mailing_values.CONVENING, SINCE, NEWS,
    Variable("overview", gettext_lazy("address of the overview"), "https://accord.example/organize/cincinnati/"),
)  # fmt: skip


def compose_coordinator(message: Message, at: datetime) -> Letter | None:
    """To a coordinator: what their own page shows, of each of their teams."""
    reader, span = _read(message)
    if reader is None or reader.person is None:
        return None
    teams = teams_of(reader.person)
    by = f"person:{reader.person.pk}"
    sides = {team.pk: coordinators.side_of(team, by) for team in teams}
    told = [(team, news_for_coordinator(team, span, side=sides[team.pk], by=by)) for team in teams]
    if not any(news for _team, news in told):
        return None
    several = len(teams) > 1
    news = [_of(team, words, several=several) for team, found in told for words in found]
    missing = [
        _of(team, words, several=several)
        for team in teams
        for words in missing_in(team, sealing.view_for_coordinator(team, sides[team.pk]), side=sides[team.pk])
    ]
    coming = [
        _of(team, f"{times.full_day(step.at, team.convening)}: {step.first}", several=several)
        for team in teams
        for step in next_for(team, at=at)
    ]
    buttons = [
        Button(
            _("Open the team's page"),
            private_link(reader.person, "coordinate", f"team:{team.pk}", team.convening, at),
            title=team.name if several else "",
        )
        for team in teams
    ]
    values = mailing_values.of_convening(reader.convening) | _since(reader, span)
    return letter(reader.convening, values | {"news": news, "missing": missing, "next": coming}, *buttons)


def compose_organizers(message: Message, at: datetime) -> Letter | None:
    """To an organizer: what happened in the convening."""
    reader, span = _read(message)
    if reader is None or not digests.may_read(reader):
        return None
    news = news_for_organizers(reader.convening, span)
    if not news:
        return None
    address = f"{settings.ACCORD_URL}/organize/{reader.convening.slug}/"
    values = mailing_values.of_convening(reader.convening) | _since(reader, span)
    return letter(reader.convening, values | {"news": news, "overview": address})


OCCASIONS = (
    Occasion("digest.coordinator", compose_coordinator, gettext_lazy("digest for a coordinator"), COORDINATOR, True),
    Occasion("digest.organizers", compose_organizers, gettext_lazy("digest for organizers"), ORGANIZERS),
)


def _read(message: Message) -> tuple[DigestReader | None, Span]:
    rows = DigestReader.objects.select_related("convening__venue", "person", "user")
    refs = message.refs
    span = Span(datetime.fromisoformat(refs["since"]), datetime.fromisoformat(refs["until"]))
    return rows.filter(pk=refs["reader"]).first(), span


def _since(reader: DigestReader, span: Span) -> dict[str, str]:
    return {"since": times.full_day(span.since, reader.convening)}


def _of(team: Team, words: str, *, several: bool) -> str:
    return f"{team.name}: {words}" if several else words
