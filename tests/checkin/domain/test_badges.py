from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from checkin.domain import badges
from checkin.domain.codes import check
from checkin.models import Badge, QrImage
from checkin.states import BadgeState
from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.states import PlaceState
from tests.checkin.factories import DAY, badge_of, make_attendee, make_badge, make_convening, make_team
from tests.registration import factories as registration

pytestmark = pytest.mark.django_db


def issue(convening: Convening) -> int:
    return badges.issue_badges(convening=convening, by="user:1", at=DAY)


def test_everybody_who_may_come_gets_one_badge_and_nobody_else() -> None:
    convening = make_convening()
    placed, waiting = make_team(convening), make_team(convening, "Waiting", PlaceState.WAITLISTED)
    guest = make_attendee(convening)
    make_attendee(convening, cancelled_at=DAY)
    make_team(make_convening())

    assert issue(convening) == 6
    held = Badge.objects.active().values_list("attendee_id", flat=True)
    assert set(held) == {*placed.members.values_list("pk", flat=True), guest.pk}
    assert not Badge.objects.filter(attendee__team=waiting).exists()
    assert all(check(code) for code in Badge.objects.values_list("code", flat=True))


def test_issuing_again_issues_only_what_is_missing() -> None:
    convening = make_convening()
    make_team(convening)
    assert (issue(convening), issue(convening)) == (5, 0)
    make_attendee(convening)
    assert issue(convening) == 1
    assert Entry.objects.filter(kind="badges.issued").count() == 2


def test_registered_teams_get_badges_for_all_their_members() -> None:
    team = registration.make_team(state="confirmed", members=2)
    assert issue(team.convening) == 5
    signatories = Badge.objects.of(team.convening).exclude(attendee__office="")
    assert {badge.attendee.side for badge in signatories} == {"union", "district", "board"}


def test_issuing_takes_few_statements_whatever_the_number(django_assert_max_num_queries: Any) -> None:
    convening = make_convening()
    for name in ("Durango", "Riverton", "Prairie Gate"):
        make_team(convening, name)
    with django_assert_max_num_queries(13):  # two rounds: one that issues, one that finds nothing
        assert issue(convening) == 15


def test_whoever_gets_a_badge_is_written_to_once() -> None:
    convening = make_convening()
    team, guest = make_team(convening), make_attendee(convening)
    issue(convening)
    owed = Message.objects.filter(occasion="attendee.badge", convening_id=convening.pk)
    people = {*team.members.values_list("person", flat=True), guest.person_id}
    assert set(owed.values_list("person_id", flat=True)) == people
    assert owed.get(person_id=guest.person_id).refs == {"attendee": guest.pk}
    old = Badge.objects.get(attendee=guest)
    badges.replace_badge(badge=old, by="user:1", at=DAY)
    issue(convening)
    assert owed.count() == len(people) == 6


def test_one_active_badge_each_is_a_constraint() -> None:
    badge = make_badge(make_attendee(make_convening()))
    with pytest.raises(IntegrityError), transaction.atomic():
        Badge.objects.create(attendee=badge.attendee, code="OTHER", issued_at=DAY)


def test_issuing_one_gives_the_badge_that_is_there() -> None:
    attendee = make_attendee(make_convening())
    assert make_badge(attendee) == make_badge(attendee) == badges.active_badge(attendee)


def test_who_has_no_place_gets_no_badge() -> None:
    team = make_team(make_convening(), place=PlaceState.RELEASED)
    with pytest.raises(badges.NotExpected) as refused:
        badge_of(team)
    assert refused.value.code == "not_expected"


def test_replacing_kills_the_old_badge_at_once() -> None:
    old = make_badge(make_attendee(make_convening()))
    badges.render_qr(badge=old, at=DAY)
    newer = badges.replace_badge(badge=old, by="user:1", at=DAY + timedelta(hours=1))

    old.refresh_from_db()
    assert (old.state, old.replaced_at) == (BadgeState.REPLACED, DAY + timedelta(hours=1))
    assert badges.active_badge(old.attendee) == newer
    assert newer.code != old.code
    assert not QrImage.objects.filter(code=old.code).exists()
    assert Entry.objects.get(kind="badge.replaced").data == {"old": old.pk, "new": newer.pk}


def test_a_replaced_badge_is_not_replaced_again() -> None:
    old = make_badge(make_attendee(make_convening()))
    badges.replace_badge(badge=old, by="user:1", at=DAY)
    with pytest.raises(badges.BadgeNotActive) as refused:
        badges.replace_badge(badge=old, by="user:1", at=DAY)
    assert refused.value.code == "badge_not_active"


def test_no_new_badge_for_who_was_cancelled() -> None:
    badge = make_badge(make_attendee(make_convening()))
    badge.attendee.cancelled_at = DAY
    badge.attendee.save(update_fields=["cancelled_at"])
    with pytest.raises(badges.NotExpected):
        badges.replace_badge(badge=badge, by="user:1", at=DAY)


def test_rendering_draws_what_is_missing_once() -> None:
    convening = make_convening()
    make_team(convening)
    issue(convening)
    assert badges.counts(convening) == badges.BadgeCounts(expected=5, issued=5, drawn=0, printed=0)
    assert badges.render_waiting(at=DAY, limit=3) == 3
    assert badges.counts(convening).drawn == 3
    assert (badges.render_waiting(at=DAY), badges.render_waiting(at=DAY)) == (2, 0)


def test_the_worker_is_told_after_the_commit(django_capture_on_commit_callbacks: Any) -> None:
    from checkin import signals

    told: list[object] = []
    signals.issued.connect(lambda **kwargs: told.append(kwargs), weak=False, dispatch_uid="test")
    try:
        with django_capture_on_commit_callbacks(execute=True):
            make_badge(make_attendee(make_convening()))
            assert not told
        assert len(told) == 1
    finally:
        signals.issued.disconnect(dispatch_uid="test")
