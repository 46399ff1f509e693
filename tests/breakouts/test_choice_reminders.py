"""The reminder while breakouts can be chosen, through the delivery that sends it."""

from datetime import timedelta

import pytest

from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.models import Session
from breakouts.reminding import CHOICES_OPEN
from convenings.domain.reminder_rules import set_rule
from convenings.domain.reminder_sweep import owe_due
from registration.models import Attendee
from tests.breakouts.choice_factories import UNTIL, members, rounds
from tests.breakouts.factories import BY
from tests.registration.factories import NOW, make_convening
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db
DUE = UNTIL - timedelta(days=1)  # after the second of the suggested days' mornings
Made = tuple[list[Attendee], list[Session], list[Session]]


@pytest.fixture
def made() -> Made:
    convening = make_convening()
    first, second = rounds(convening, rounds=2)
    set_rule(convening=convening, occasion="choices_open", draft=CHOICES_OPEN.suggested, by=BY, at=NOW)
    return members(convening, 3), first, second


def in_both(who: Attendee, one: Session, other: Session) -> None:
    wishes = [Wish(one.slot_id or 0, (one.pk,)), Wish(other.slot_id or 0, (other.pk,))]
    choose(attendee=who, wishes=wishes, by=BY, at=NOW)


def test_only_who_lacks_a_round_is_told_which_and_until_when(made: Made) -> None:
    (ann, bob, __), (one, *__), (other, *__) = made
    in_both(bob, one, other)
    choose(attendee=ann, wishes=[Wish(one.slot_id or 0, (), frozenset({one.pk}))], by=BY, at=NOW)
    assert owe_due(at=DUE) > 0
    mails = {mail.to[0]: mail for mail in send("choices.open", at=DUE)}
    assert not any(bob.person.email in to for to in mails)
    (told,) = (both(mail) for to, mail in mails.items() if ann.person.email in to)
    assert "Round 2" in told
    assert "Round 1" not in told
    assert "Eastern Time" in told
    assert owe_due(at=DUE) == 0


def test_who_has_chosen_or_presents_meanwhile_gets_nothing(made: Made) -> None:
    (ann, bob, cleo), (one, *__), (other, *__) = made
    owe_due(at=DUE)
    in_both(ann, one, other)
    add_presenter(session=one, attendee=bob, by=BY, at=NOW)
    add_presenter(session=other, attendee=bob, by=BY, at=NOW)
    told = " ".join(mail.to[0] for mail in send("choices.open", at=DUE))
    assert cleo.person.email in told
    assert ann.person.email not in told
    assert bob.person.email not in told


def test_nothing_goes_where_nobody_is_asked_or_before_it_begins(made: Made) -> None:
    convening = made[0][0].convening
    set_choosing_time(convening=convening, from_at=DUE + timedelta(hours=12), until_at=UNTIL, by=BY, at=NOW)
    assert owe_due(at=DUE) == 0
    set_choosing_time(convening=convening, from_at=None, until_at=None, by=BY, at=NOW)
    assert owe_due(at=DUE) == 0
