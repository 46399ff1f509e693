"""What must hold after a rehearsal, read from the database rather than from anybody's memory."""

import json
from collections import Counter
from collections.abc import Callable

from django.db.models import Count, F, Max, Min, Q, QuerySet

from agreements.models import Commitment, Party
from agreements.states import CommitmentState, Requirement
from breakouts.domain.seat_places import capacity_of
from breakouts.models import Presentation, Session
from checkin.models import Badge, Scan
from checkin.states import Answer, BadgeState, CheckpointKind
from convenings.models import Convening
from expo.models import Placement
from journal.domain.chain import verify
from mail.models import Message
from mail.states import MessageState
from registration.models import Attendee, Selection, Team
from registration.states import COUNTED_PLACES, KEPT_PLACES, PlaceState, TeamState

Check = Callable[[Convening], bool]


def check_invariants(convening: Convening) -> dict[str, bool]:
    """Every rule by its name, and whether it holds."""
    return {name: check(convening) for name, check in CHECKS.items()}


def _teams_within_capacity(convening: Convening) -> bool:
    return _placed(convening).count() <= convening.capacity_teams


def _people_within_capacity(convening: Convening) -> bool:
    on_teams = Attendee.objects.filter(team__in=_placed(convening), cancelled_at=None).count()
    others = Attendee.objects.filter(convening=convening, team=None, cancelled_at=None).count()
    return on_teams + others <= convening.capacity_people


def _committed_means_everybody_signed(convening: Convening) -> bool:
    """Both ways: a committed team misses no required answer, and a committing one misses at least one."""
    missing = _teams_missing_an_answer(convening)
    committed = set(convening.teams.filter(state=TeamState.COMMITTED).values_list("id", flat=True))
    committing = set(convening.teams.filter(state=TeamState.COMMITTING).values_list("id", flat=True))
    return not committed & missing and committing <= missing


def _teams_missing_an_answer(convening: Convening) -> set[int]:
    """Teams of which a required office's newest answer is no signature under a text that counts."""
    newest = {
        row["party"]: row["last"] for row in Commitment.objects.values("party").annotate(last=Max("number")).order_by()
    }
    signed = {
        (party, number)
        for party, number in Commitment.objects.filter(
            state=CommitmentState.SIGNED, version__number__gte=F("version__statement__current__counts_from")
        ).values_list("party_id", "number")
    }
    missing = set()
    for party in Party.objects.filter(agreement__team__convening=convening).select_related("agreement__team"):
        asked = party.requirement == Requirement.REQUIRED or (
            party.requirement == Requirement.REQUIRED_IF_EXISTS and party.accepted_missing_at is None
        )
        if asked and (party.id, newest.get(party.id)) not in signed:
            missing.add(party.agreement.team.pk)
    return missing


def _only_complete_teams_have_places(convening: Convening) -> bool:
    sure = (PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.IN_CHECK)
    return not convening.teams.filter(place__in=sure).exclude(state=TeamState.COMMITTED).exists()


def _waitlist_in_order_of_completion(convening: Convening) -> bool:
    first_waiting = convening.teams.filter(place=PlaceState.WAITLISTED).aggregate(n=Min("completion"))["n"]
    last_in = convening.teams.filter(place=PlaceState.CONFIRMED).aggregate(n=Max("completion"))["n"]
    return first_waiting is None or last_in is None or last_in < first_waiting


def _new_holders_promise_anew(convening: Convening) -> bool:
    """No team is complete by the promise of who holds the office no more."""
    parties = Party.objects.gating().filter(agreement__team__convening=convening)
    complete = parties.filter(agreement__team__state=TeamState.COMMITTED)
    return not complete.exclude(answer__signatory=F("signatory")).exists()


def _selection_is_a_secret(convening: Convening) -> bool:
    """Before the letters nobody is told of a place or a stand in line, and who is selected keeps it."""
    for selection in Selection.objects.standing(convening).filter(sent_at=None):
        listed = [row["team"] for row in (*selection.chosen, *selection.waiting)]
        told = Message.objects.filter(convening_id=convening.pk, occasion__in=["team.confirmed", "team.waitlisted"])
        chosen = Team.objects.filter(pk__in=[row["team"] for row in selection.chosen])
        if told.filter(refs__team__in=listed).exists() or chosen.exclude(place=PlaceState.SELECTED).exists():
            return False
    return True


def _completions_counted_once(convening: Convening) -> bool:
    numbers = [number or 0 for number in convening.teams.exclude(completion=None).values_list("completion", flat=True)]
    return len(numbers) == len(set(numbers)) and max(numbers, default=0) <= convening.completions


def _mail_owed_once(convening: Convening) -> bool:
    """No two messages say the same to the same person for the same moment, whatever their keys."""
    rows = Message.objects.filter(convening_id=convening.id).values_list("occasion", "to_address", "refs", "owed_at")
    counts = Counter((occasion, to, json.dumps(refs, sort_keys=True), at) for occasion, to, refs, at in rows)
    return all(n == 1 for n in counts.values())


def _mail_delivered(convening: Convening) -> bool:
    """Nothing is left behind: every message was sent or cancelled."""
    done = [MessageState.SENT, MessageState.CANCELLED]
    return not Message.objects.filter(convening_id=convening.id).exclude(state__in=done).exists()


def _no_private_link_kept(convening: Convening) -> bool:
    """No stored copy of a mail shows a working link."""
    copies = Message.objects.filter(convening_id=convening.id)
    return not (copies.filter(text__contains="/l/").exists() or copies.filter(html__contains="/l/").exists())


def _one_active_badge_each(convening: Convening) -> bool:
    """Every person with a place has one living badge, once badges were issued at all."""
    badges = Badge.objects.filter(attendee__convening=convening, state=BadgeState.ACTIVE)
    if not badges.exists():
        return True
    counts = Counter(badges.values_list("attendee_id", flat=True))
    expected = set(
        Attendee.objects.filter(convening=convening, cancelled_at=None, team__place=PlaceState.CONFIRMED).values_list(
            "id", flat=True
        )
    )
    return expected <= set(counts) and all(n == 1 for n in counts.values())


def _one_welcome_each(convening: Convening) -> bool:
    """All doors together let a person in once."""
    welcomes = Scan.objects.standing().filter(
        checkpoint__convening=convening, checkpoint__kind=CheckpointKind.DOOR, answer=Answer.WELCOME
    )
    return not welcomes.values("attendee").annotate(n=Count("id")).filter(n__gt=1).exists()


def _nobody_admitted_without_place(convening: Convening) -> bool:
    welcomes = Scan.objects.standing().filter(checkpoint__convening=convening, answer=Answer.WELCOME)
    return not welcomes.exclude(attendee__team=None).exclude(attendee__team__place__in=KEPT_PLACES).exists()


def _booths_meet_needs(convening: Convening) -> bool:
    placements = Placement.objects.filter(booth__hall__convening=convening).select_related(
        "booth", "team__booth_request"
    )
    return all(
        set(placement.team.booth_request.needs) <= placement.booth.offers
        for placement in placements
        if hasattr(placement.team, "booth_request")
    )


def _rooms_and_presenters_once(convening: Convening) -> bool:
    placed = Session.objects.filter(convening=convening).exclude(slot=None)
    rooms = placed.values("room", "slot").annotate(n=Count("id")).filter(n__gt=1)
    presenters = (
        Presentation.objects.filter(session__in=placed)
        .values("presenter", "session__slot")
        .annotate(n=Count("id"))
        .filter(n__gt=1)
    )
    return not rooms.exists() and not presenters.exists()


def _journal_verifies(convening: Convening) -> bool:
    return not verify()


def _placed(convening: Convening) -> QuerySet[Team]:
    return convening.teams.filter(place__in=COUNTED_PLACES)


def _no_room_oversold(convening: Convening) -> bool:
    """No session has more people than seats."""
    held = Session.objects.filter(convening=convening, room__isnull=False).select_related("room")
    there = Count("seats", filter=Q(seats__slot__isnull=False))
    return all(session.people <= capacity_of(session) for session in held.annotate(people=there))


CHECKS: dict[str, Check] = {
    "teams_within_capacity": _teams_within_capacity,
    "people_within_capacity": _people_within_capacity,
    "committed_means_everybody_signed": _committed_means_everybody_signed,
    "only_complete_teams_have_places": _only_complete_teams_have_places,
    "waitlist_in_order_of_completion": _waitlist_in_order_of_completion,
    "new_holders_promise_anew": _new_holders_promise_anew,
    "selection_is_a_secret": _selection_is_a_secret,
    "completions_counted_once": _completions_counted_once,
    "mail_owed_once": _mail_owed_once,
    "mail_delivered": _mail_delivered,
    "no_private_link_kept": _no_private_link_kept,
    "one_active_badge_each": _one_active_badge_each,
    "one_welcome_each": _one_welcome_each,
    "nobody_admitted_without_place": _nobody_admitted_without_place,
    "booths_meet_needs": _booths_meet_needs,
    "rooms_and_presenters_once": _rooms_and_presenters_once,
    "no_room_oversold": _no_room_oversold,
    "journal_verifies": _journal_verifies,
}
