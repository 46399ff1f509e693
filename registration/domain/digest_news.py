"""What a digest tells: what happened in a stretch of time, as far as its reader may know.

To a coordinator nothing but what their own page shows: that another side answered, or that anybody declined or waits
for a vote, neither stands in a digest nor brings one about (a test holds that).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from accounts.models import Person
from agreements.models import Party
from convenings.models import Convening
from jobs.models import Job
from jobs.states import JobState
from journal.models import Entry
from journal.models.entry import EntryQuerySet
from mail.models import Message, Returned
from mail.states import MessageState
from registration.domain.sealing import CoordinatorView
from registration.models import Attendee, HeldRegistration, SideCoordinator, Team
from registration.states import HeldState, TeamState

STANDING = (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED)
NAMES = 5  # of each kind; the rest are counted
COORDINATORS_READ = {
    "attendee.added": gettext_noop("%(name)s was added to the team."),
    "attendee.cancelled": gettext_noop("%(name)s was taken off the team."),
    "team.renamed": gettext_noop("%(name)s: the team’s name or place was corrected."),
    "team.deadline_extended": gettext_noop("%(name)s has another last day for promises."),
}
ORGANIZERS_READ = {
    "team.registered": gettext_noop("Registered"),
    "team.committed": gettext_noop("Became complete"),
    "commitment.declined": gettext_noop("An office declined"),
    "commitment.deferred": gettext_noop("An office waits for a vote"),
    "commitment.withdrawn": gettext_noop("An office withdrew its promise"),
    "office.reported_missing": gettext_noop("Reported that there is no such office"),
    "office.share_asked": gettext_noop("Said that one person holds two offices"),
    "team.withdrawn": gettext_noop("Withdrew"),
    "team.declined": gettext_noop("Closed by an organizer"),
    "team.lapsed": gettext_noop("Lapsed"),
}


@dataclass(frozen=True)
class Span:
    """After `since` and up to `until`."""

    since: datetime
    until: datetime

    def has(self, at: datetime | None) -> bool:
        return at is not None and self.since < at <= self.until


def teams_of(person: Person) -> list[Team]:
    """The teams of which somebody coordinates a side, and that have not left. One statement."""
    beside = SideCoordinator.objects.standing().filter(person=person)
    found = Team.objects.filter(Q(coordinator=person) | Q(pk__in=beside.values("team")), state__in=STANDING)
    return list(found.select_related("convening__venue", "agreement", "coordinator").order_by("folded_name", "pk"))


def news_for_coordinator(team: Team, span: Span, *, side: str, by: str) -> list[str]:
    """What happened with a team, for who coordinates a side, in sentences; without what they did themselves (`by`).

    Three statements.
    """
    own = Party.objects.filter(agreement=team.agreement_id, side=side).with_answers()
    news = [
        _("%(office)s: %(name)s has promised.") % {"office": party.label, "name": party.signatory}
        for party in own.order_by("position")
        if party.has_signed and party.answer is not None and span.has(party.answer.at)
    ]
    members = {f"attendee:{one.pk}": one for one in Attendee.objects.filter(team=team).select_related("person")}
    happened = _entries(team.convening_id, span).filter(subject__in=[f"team:{team.pk}", *members])
    for entry in happened.exclude(by=by).filter(kind__in=COORDINATORS_READ):
        about = members.get(entry.subject)
        news.append(_(COORDINATORS_READ[entry.kind]) % {"name": about.person.name if about else team.name})
    return news


def missing_in(team: Team, view: CoordinatorView, *, side: str) -> list[str]:
    """What the page of who coordinates a side shows as still to be done: of members, the lead does it for all.

    One statement.
    """
    come = list(team.members.coming().select_related("person").order_by("pk"))
    missing = [
        _("%(office)s: not promised yet.") % {"office": office.label}
        for office in view.offices
        if office.required and not office.has_signed and team.state == TeamState.COMMITTING
    ]
    missing += [
        _("%(office)s: nobody is named.") % {"office": office.label}
        for office in view.offices
        if office.required and not office.name and not office.reported_missing and not office.same_as
    ]
    if len(come) < (least := team.convening.members_least):
        words = ngettext("At least %(least)d person comes with a team; you have %(n)d.",
                         "At least %(least)d people come with a team; you have %(n)d.", least)
        missing.append(words % {"least": least, "n": len(come)})
    missing += [
        _("%(name)s: what they work as is not stated.") % {"name": one.person.name}
        for one in come
        if not one.job and not one.office and side in (team.coordinator_side, one.side)
    ]
    return missing


def news_for_organizers(convening: Convening, span: Span) -> list[str]:
    """What happened in the convening, in sentences, each kind once. Six statements."""
    return [*_of_teams(convening, span), *_of_registrations(convening, span), *_of_work(convening, span)]


def _of_teams(convening: Convening, span: Span) -> list[str]:
    told: dict[str, list[str]] = defaultdict(list)
    happened = list(_entries(convening.pk, span).filter(kind__in=ORGANIZERS_READ))
    named = _names([entry.subject for entry in happened])
    for entry in happened:
        name = named.get(entry.subject)
        if name and name not in told[entry.kind]:
            told[entry.kind].append(name)
    return [_sentence(str(words), told[kind]) for kind, words in ORGANIZERS_READ.items() if told[kind]]


def _of_registrations(convening: Convening, span: Span) -> list[str]:
    held = HeldRegistration.objects.filter(convening=convening, state=HeldState.HELD)
    waiting = list(held.values_list("held_at", flat=True))
    if not any(map(span.has, waiting)):
        return []
    n = len(waiting)
    return [ngettext("%(n)d second registration of a place waits for your decision.",
                     "%(n)d second registrations of a place wait for your decision.", n) % {"n": n}]


def _of_work(convening: Convening, span: Span) -> list[str]:
    failing = Q(state=MessageState.FAILED, claimed_at__gt=span.since, claimed_at__lte=span.until)
    noted = Returned.objects.filter(noted_at__gt=span.since, noted_at__lte=span.until)
    back = Q(state=MessageState.BOUNCED, pk__in=noted.values("message"))
    lost = Message.objects.filter(failing | back, convening_id=convening.pk).count()
    over = {"ended_at__gt": span.since, "ended_at__lte": span.until}
    failed = Job.objects.filter(convening_id=convening.pk, state=JobState.FAILED, **over).count()
    news = []
    if lost:
        news.append(ngettext("%(n)d mail did not arrive.", "%(n)d mails did not arrive.", lost) % {"n": lost})
    if failed:
        words = ngettext("%(n)d piece of background work failed.", "%(n)d pieces of background work failed.", failed)
        news.append(words % {"n": failed})
    return news


def _names(subjects: Iterable[str]) -> Mapping[str, str]:
    """The teams of these subjects, "team:5" or "party:9", by name. Two statements."""
    ids: dict[str, set[int]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        ids[kind].add(int(number))
    named = {f"team:{pk}": name for pk, name in Team.objects.filter(pk__in=ids["team"]).values_list("pk", "name")}
    parties = Party.objects.filter(pk__in=ids["party"]).values_list("pk", "label", "agreement__team__name")
    return named | {f"party:{pk}": f"{team} ({label})" for pk, label, team in parties if team}


def _sentence(words: str, names: list[str]) -> str:
    shown, more = names[:NAMES], len(names) - NAMES
    listed = ", ".join(shown)
    if more > 0:
        listed = _("%(names)s and %(n)d more") % {"names": listed, "n": more}
    return f"{_(words)}: {listed}."


def _entries(convening_id: int, span: Span) -> EntryQuerySet:
    return Entry.objects.filter(convening_id=convening_id, at__gt=span.since, at__lte=span.until).order_by("pk")
