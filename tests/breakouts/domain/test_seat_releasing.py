"""Rules of seats that contradict each other: the smallest set of them, in words, each of them released."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain, combinations
from random import Random

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.companions import choose_companion
from breakouts.domain.seat_proposals import KIND, ask_seating, check_seatable
from breakouts.domain.seat_releasing import SeatRuleUnknown, clash_of, release_seat_rule
from breakouts.domain.seating_contradictions import _is_crowded
from breakouts.domain.seats import take_seat
from breakouts.domain.terms import set_terms, terms_of
from breakouts.models import Choice, Companion, Seat, Session
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job
from journal.models import Entry
from journal.refusals import Refusal
from tests.breakouts.choice_factories import members
from tests.breakouts.domain.test_seat_proposals import proposed, sought, wish
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import own, people, seat, seated_rounds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]


def released(convening: Convening) -> list[str]:
    """Releases the first rule in the way, again and again; what was said of each."""
    said = []
    while (clash := clash_of(convening, at=AT)) is not None:
        assert clash.words.endswith("What stands is unchanged.")
        for rule in clash.rules:
            assert all((rule.words, rule.released, rule.action))
        said.append(release_seat_rule(convening=convening, key=clash.rules[0].key, by=BY, at=AT).words)
    return said


def test_ruled_out_and_too_little_room(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 1, 5)
    for who in people(convening, 2):
        wish(who, one, never=(two,))
    with pytest.raises(Refusal, match="Some rules contradict each other"):
        ask_seating(convening=convening, mode="anew", by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert clash.words.startswith("In “Round 1” not everybody can have a seat. Release one")
    assert [rule.words for rule in clash.rules] == ["2 people would rather not sit in “Talk 1.2”"]
    assert released(convening) == ["2 people would rather not sit in “Talk 1.2”"]
    assert not Choice.objects.filter(rank=None).exists()
    assert proposed(convening).rows
    assert Entry.objects.filter(kind="seat.rule_released").get().data == {"rule": "never", "session": two.pk}


def test_a_limit_against_a_session_for_one_side(convening: Convening) -> None:
    """Members choose nothing; four of them for two seats and a session that is not theirs."""
    ((one, two),) = seated_rounds(convening, 9, 9)
    members(convening, 2)
    set_terms(session=one, terms=replace(terms_of(one), most=2), by=BY, at=AT)
    set_terms(session=two, terms=replace(terms_of(two), audience=("state",)), by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [rule.words for rule in clash.rules] == [
        "“Talk 1.1” takes no more than 2, and Hall 1 has more seats", "“Talk 1.2” is not for all sides"
    ]  # fmt: skip
    release_seat_rule(convening=convening, key=clash.rules[0].key, by=BY, at=AT)
    assert Session.objects.get(pk=one.pk).most is None
    assert check_seatable(convening, at=AT).people
    with pytest.raises(SeatRuleUnknown):
        release_seat_rule(convening=convening, key=clash.rules[0].key, by=BY, at=AT)


def test_pins_against_a_limit(convening: Convening) -> None:
    ((one, __),) = seated_rounds(convening, 2, 9)
    for who in people(convening, 2):
        take_seat(attendee=who, session=one, pinned=True, by=BY, at=AT)
    Session.objects.filter(pk=one.pk).update(most=1)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [rule.words for rule in clash.rules] == [
        "“Talk 1.1” takes no more than 1, and Hall 1 has more seats", "2 people are pinned to “Talk 1.1”"
    ]  # fmt: skip
    release_seat_rule(convening=convening, key=clash.rules[0].key, by=BY, at=AT)
    assert clash_of(convening, at=AT) is None
    assert Seat.objects.filter(is_pinned=True).count() == 2
    Session.objects.filter(pk=one.pk).update(most=1)
    (__, pins) = clash.rules
    release_seat_rule(convening=convening, key=pins.key, by=BY, at=AT)
    assert not Seat.objects.filter(is_pinned=True).exists()


def test_what_ties_rounds_is_named_by_the_search(convening: Convening) -> None:
    """Two who sit together are held apart by what they ruled out; a topic has nothing to do with it."""
    ((one, two), (later, __)) = seated_rounds(convening, 9, 9, rounds=2)
    Session.objects.filter(pk__in=(one.pk, later.pk)).update(topic="Pay")
    ann, bob = members(convening)
    set_choosing_time(convening=convening, from_at=None, until_at=AT + timedelta(days=1), by=BY, at=AT)
    for who, mate, never in ((ann, bob, one), (bob, ann, two)):
        choose_companion(attendee=who, mate=mate, by=own(who), at=AT)
        Choice.objects.create(attendee=who, slot_id=never.slot_id or 0, session=never)
    assert clash_of(convening, at=AT) is None  # not seen at once
    job = sought(convening)
    assert [rule["kind"] for rule in job.result["clash"]] == ["pair"]
    assert (job.result["is_smallest"], clash_of(convening, at=AT).is_smallest) == (True, True)
    assert released(convening) == [f"{ann.person.name}, {bob.person.name} sit together in every round"]
    assert not Companion.objects.exists()
    assert proposed(convening).rows
    assert seat(ann, two) is not None


@pytest.mark.parametrize(
    ("kept", "heading", "words"),
    [
        (["pair"], "This rule cannot hold", "The time was too short to make sure that fewer of them are not enough."),
        ([], "No seating was found", "The time was too short to tell which rules are in the way."),
    ],
)
def test_what_was_not_proven_says_so(
    convening: Convening, client: Client, kept: list[str], heading: str, words: str
) -> None:
    ann, bob = members(convening)
    for who, mate in ((ann, bob), (bob, ann)):
        Companion.objects.create(attendee=who, mate=mate)
    rules = [{"kind": kind, "session": None, "people": [ann.pk, bob.pk]} for kind in kept]
    job = work.ask(kind=KIND, args={}, by=BY, at=AT, convening_id=convening.pk)
    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now(), result={"clash": rules, "is_smallest": False})
    june = User.objects.create_user("june@example.org", name="June")
    grant(convening=convening, user=june, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(june)
    page = client.get(f"/organize/{convening.slug}/programme/seats/contradiction/").content.decode()
    assert heading in page
    assert words in page
    assert "Nothing is in the way" not in page


def test_crowds_are_found_exactly() -> None:
    """Against all subsets of sessions (Hall)."""
    rng, crowded = Random(7), 0
    for _ in range(300):
        seats = [rng.randint(0, 4) for _ in range(rng.randint(1, 5))]
        held = [
            (rng.randint(1, 5), frozenset(at for at in range(len(seats)) if rng.random() < 0.6))
            for _ in range(rng.randint(1, 4))
        ]
        subsets = chain.from_iterable(combinations(range(len(seats)), size) for size in range(len(seats) + 1))
        expected = any(
            sum(people for people, at in held if at <= set(some)) > sum(seats[at] for at in some) for some in subsets
        )
        assert _is_crowded(held, seats) == expected
        crowded += expected
    assert 50 < crowded < 250
