"""Each rule of a rehearsal holds after one, and is seen to break when the database is spoilt."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import Max, Min

from agreements.models import Party
from breakouts.models import Presentation, Room, Seat, Session
from checkin.models import Badge, Checkpoint, Scan
from checkin.states import Answer, BadgeState, CheckpointKind
from convenings.models import Convening
from expo.models import Booth
from journal.models import ChainHead
from mail.models import Message
from registration.models import Selection, Team
from registration.states import PlaceState, TeamState
from rehearsal.domain.invariants import CHECKS, check_invariants
from rehearsal.domain.play import Play
from rehearsal.domain.report import report_on
from rehearsal.domain.sink import Sink

pytestmark = pytest.mark.slow  # each plays a convening
Spoil = Callable[[Convening], object]


def test_all_hold_after_a_rehearsal(played: Play) -> None:
    assert check_invariants(played.convening) == dict.fromkeys(CHECKS, True)


def small_capacity(convening: Convening, field: str) -> None:
    Convening.objects.filter(pk=convening.pk).update(**{field: 1})


def commit_without_answers(convening: Convening) -> None:
    team = convening.teams.filter(state=TeamState.LAPSED).earliest("pk")
    Team.objects.filter(pk=team.pk).update(state=TeamState.COMMITTED, completion=900, completed_at=team.registered_at)


def complete_but_not_committed(convening: Convening) -> None:
    waiting = convening.teams.filter(place=PlaceState.WAITLISTED)
    assert waiting.update(state=TeamState.COMMITTING)


def place_without_promise(convening: Convening) -> None:
    assert convening.teams.filter(place=PlaceState.CONFIRMED).update(state=TeamState.WITHDRAWN)


def skip_the_line(convening: Convening) -> None:
    first = convening.teams.filter(place=PlaceState.WAITLISTED).earliest("completion")
    Team.objects.filter(pk=first.pk).update(completion=0)


def forget_that_it_was_handed_over(convening: Convening) -> None:
    party = Party.objects.filter(agreement__team__in=convening.teams.filter(state=TeamState.COMMITTED)).earliest("pk")
    Party.objects.filter(pk=party.pk).update(signatory=convening.teams.earliest("pk").coordinator)


def tell_of_the_selection(convening: Convening) -> None:
    """Letters that were never sent, of a selection of teams that know their places already."""
    rows = [{"team": team.pk, "why": [], "by_hand": False} for team in convening.teams.filter(place="confirmed")[:2]]
    at = convening.starts_at
    Selection.objects.create(
        convening=convening, number=1, rule={}, chosen=rows, waiting=[], letters_at=at, applied_at=at, applied_by="x"
    )


def uncount(convening: Convening) -> None:
    Convening.objects.filter(pk=convening.pk).update(completions=1)


def owe_again(convening: Convening) -> None:
    message = Message.objects.filter(convening_id=convening.pk).earliest("pk")
    message.pk, message.key = None, "another"
    message.save()


def leave_one_behind(convening: Convening) -> None:
    Message.objects.filter(pk=Message.objects.aggregate(n=Min("pk"))["n"]).update(state="queued")


def keep_a_link(convening: Convening) -> None:
    Message.objects.filter(pk=Message.objects.aggregate(n=Max("pk"))["n"]).update(text="https://example.org/l/abc/")


def forget_a_badge(convening: Convening) -> None:
    badge = Badge.objects.filter(attendee__team__place=PlaceState.CONFIRMED, state=BadgeState.ACTIVE).earliest("pk")
    Badge.objects.filter(pk=badge.pk).update(state=BadgeState.REPLACED, replaced_at=badge.issued_at)


def admit_again(convening: Convening) -> None:
    scan = Scan.objects.filter(answer=Answer.WELCOME).earliest("pk")
    expo = Checkpoint.objects.filter(kind=CheckpointKind.EXPO).earliest("pk")
    Checkpoint.objects.filter(pk=expo.pk).update(kind=CheckpointKind.DOOR)
    scan.pk, scan.checkpoint, scan.gate, scan.scan_id = None, expo, expo.gate, "0b0e0000-0000-4000-8000-000000000001"
    scan.save(force_insert=True)


def admit_who_has_no_place(convening: Convening) -> None:
    team = Scan.objects.filter(answer=Answer.WELCOME).exclude(attendee__team=None).earliest("pk").attendee.team
    Team.objects.filter(pk=team.pk).update(place=PlaceState.RELEASED)


def take_features_away(convening: Convening) -> None:
    assert Booth.objects.update(features=[])


def present_twice(convening: Convening) -> None:
    slot = Session.objects.exclude(slot=None).filter(kind="breakout").earliest("pk").slot
    one, other = Session.objects.filter(slot=slot)[:2]
    Presentation.objects.create(session=other, presenter=one.presentations.first().presenter, slot=None)


def oversell(convening: Convening) -> None:
    session = Session.objects.filter(convening=convening, kind="breakout", slot__isnull=False).earliest("pk")
    assert session.room is not None
    Room.objects.filter(pk=session.room.pk).update(capacity=1)
    for who in convening.attendees.order_by("pk")[:2]:
        Seat.objects.create(
            attendee=who, session=session, slot=session.slot, given_by="x", given_at=convening.starts_at
        )


def cut_the_journal(convening: Convening) -> None:
    ChainHead.objects.update(digest="0" * 64)


SPOILS: dict[str, Spoil] = {
    "teams_within_capacity": lambda convening: small_capacity(convening, "capacity_teams"),
    "people_within_capacity": lambda convening: small_capacity(convening, "capacity_people"),
    "committed_means_everybody_signed": commit_without_answers,
    "only_complete_teams_have_places": place_without_promise,
    "waitlist_in_order_of_completion": skip_the_line,
    "new_holders_promise_anew": forget_that_it_was_handed_over,
    "selection_is_a_secret": tell_of_the_selection,
    "completions_counted_once": uncount,
    "mail_owed_once": owe_again,
    "mail_delivered": leave_one_behind,
    "no_private_link_kept": keep_a_link,
    "one_active_badge_each": forget_a_badge,
    "one_welcome_each": admit_again,
    "nobody_admitted_without_place": admit_who_has_no_place,
    "booths_meet_needs": take_features_away,
    "rooms_and_presenters_once": present_twice,
    "no_room_oversold": oversell,
    "journal_verifies": cut_the_journal,
}


def test_every_rule_has_its_spoil() -> None:
    assert SPOILS.keys() == CHECKS.keys()


def test_each_rule_is_seen_to_break(played: Play) -> None:
    """All on one play, each spoil undone before the next: playing takes longer than breaking."""
    still_hold = []
    for name, spoil in SPOILS.items():
        mark = transaction.savepoint()
        spoil(played.convening)
        if CHECKS[name](Convening.objects.get(pk=played.convening.pk)):
            still_hold.append(name)
        transaction.savepoint_rollback(mark)
    assert still_hold == []


def test_gate_is_read_both_ways(played: Play) -> None:
    complete_but_not_committed(played.convening)
    assert CHECKS["committed_means_everybody_signed"](played.convening) is False


def test_report_compares_with_what_arrived_and_what_was_sent(played: Play) -> None:
    sink = Sink()
    sink.arrived.update(Message.objects.filter(state="sent").values_list("message_id", flat=True))
    assert report_on(played, sink).holds
    sink.arrived[next(iter(sink.arrived))] += 1
    played.scans_sent += 1
    invariants = report_on(played, sink).invariants
    assert (invariants["mail_arrived_once"], invariants["scans_recorded_once"]) == (False, False)
