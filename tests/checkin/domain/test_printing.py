"""What is printed, what was printed before and by whom, what changed since."""

from dataclasses import astuple
from hashlib import blake2b
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from accounts.domain.people import rename_person
from checkin.domain import badges, printing
from checkin.domain.designs import change_design, designs_of
from checkin.domain.faces import face_of
from checkin.domain.walk_ups import admit_substitute
from checkin.models import Badge, BadgePrint
from checkin.states import BadgeFormat
from convenings.models import Convening
from jobs.models import Job
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from tests.checkin.factories import DAY, make_attendee, make_badge, make_convening, make_somebody, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    held = make_convening()
    make_team(held, members=1)
    badges.issue_badges(convening=held, by="system", at=DAY)
    return held


def ask(convening: Convening, only: printing.Which = "all", by: str = "user:1", **more: object) -> Job:
    return printing.ask_sheet(convening=convening, only=only, by=by, at=DAY, **more)  # type: ignore[arg-type]


def put_on_paper(convening: Convening, only: printing.Which = "all", by: str = "user:1", **more: object) -> Job:
    job = ask(convening, only, by, **more)
    job.result = printing.make_sheet(job=job, progress=lambda done, total: None, at=DAY)
    return job


def test_a_second_print_warns_and_says_who_printed_the_first(convening: Convening) -> None:
    june = get_user_model().objects.create_user("june@example.org", name="June O'Brien-Nuñez")
    badge = Badge.objects.of(convening).for_tables().first()
    assert badge is not None
    put_on_paper(convening, "one", f"user:{june.pk}", badge=badge)
    with pytest.raises(printing.PrintedBefore) as refused:
        ask(convening, "one", badge=badge)
    said = f"June O'Brien-Nuñez printed one on Wednesday, May 26, 8:00 a.m., the first for {badge}."
    assert (refused.value.code, str(refused.value)) == ("printed_before", said)
    assert put_on_paper(convening, "one", badge=badge, again=True).result["badges"] == 1
    assert [printed.by for printed in BadgePrint.objects.order_by("pk")] == [f"user:{june.pk}", "user:1"]
    with pytest.raises(printing.PrintedBefore) as refused:
        ask(convening)
    assert str(refused.value) == f"1 of them is on paper already. {said}"
    assert len(ask(convening, again=True).args["badges"]) == 4


def test_who_stayed_home_is_put_on_no_sheet(convening: Convening) -> None:
    absent = Attendee.objects.get(office="", convening=convening)
    fresh = admit_substitute(
        absent=absent, draft=PersonDraft("Đặng Nuñez", "dang@example.org"), by="user:1", at=DAY, approved_by="user:1"
    )
    asked = set(ask(convening).args["badges"])
    assert fresh.pk in asked
    assert not Badge.objects.filter(pk__in=asked, attendee=absent).exists()
    assert len(asked) == badges.counts(convening).issued == badges.counts(convening).expected == 4
    assert len(ask(convening, "new").args["badges"]) == 4


def test_a_print_of_the_badge_before_counts_for_the_newer_one(convening: Convening) -> None:
    badge = Badge.objects.of(convening).first()
    assert badge is not None
    put_on_paper(convening, "one", badge=badge)
    newer = badges.replace_badge(badge=badge, by="user:1", at=DAY)
    with pytest.raises(printing.PrintedBefore):
        ask(convening, "one", badge=newer)
    with pytest.raises(printing.NothingToPrint):
        ask(convening, "one", badge=badge, again=True)


def test_changed_are_those_whose_name_team_kind_or_design_is_not_as_printed(convening: Convening) -> None:
    guest = make_badge(make_attendee(convening))
    put_on_paper(convening)
    assert printing.changed_badges(convening) == []
    with pytest.raises(printing.NothingToPrint):
        ask(convening, "changed")
    rename_person(person=guest.attendee.person, name="عمر", by="user:1", at=DAY)
    assert printing.changed_badges(convening) == [guest.pk]
    assert put_on_paper(convening, "changed").result["badges"] == 1
    assert printing.changed_badges(convening) == []
    change_design(convening=convening, kind="member", values={"colour": "teal"}, by="user:1", at=DAY)
    assert set(printing.changed_badges(convening)) == set(
        Badge.objects.active().filter(attendee__kind="member").values_list("pk", flat=True)
    )


def test_what_was_printed_before_digests_had_a_key_does_not_count_as_changed(convening: Convening) -> None:
    put_on_paper(convening)
    for row in BadgePrint.objects.select_related("badge__attendee__convening"):
        shown = astuple(face_of(row.badge.attendee, designs_of(convening)))[:-1]
        row.face = blake2b(repr(shown).encode(), digest_size=16).hexdigest()  # as it was
        row.save(update_fields=["face"])
    assert len(printing.changed_badges(convening)) == 4
    import_module("checkin.migrations.0009_refused_scans").put_under_the_key(apps, None)
    assert printing.changed_badges(convening) == []


def test_a_new_key_of_the_project_makes_no_badge_changed(convening: Convening, settings: Any) -> None:
    put_on_paper(convening)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another"
    assert printing.changed_badges(convening) == []
    settings.SECRET_KEY_FALLBACKS = []
    assert len(printing.changed_badges(convening)) == 4


def test_a_person_never_printed_is_new_and_not_changed(convening: Convening) -> None:
    put_on_paper(convening)
    late = make_badge(make_attendee(convening, make_somebody(convening, "王小明")))
    assert printing.changed_badges(convening) == []
    assert ask(convening, "new").args["badges"] == [late.pk]


def test_the_same_sheet_made_twice_is_one_print(convening: Convening) -> None:
    job = put_on_paper(convening, paper=BadgeFormat.A4_8)
    assert job.args["paper"] == "a4_8"
    printing.make_sheet(job=job, progress=lambda done, total: None, at=DAY)
    assert BadgePrint.objects.count() == 4


def test_a_badge_of_another_convening_is_not_printed_here(convening: Convening) -> None:
    stranger = make_badge(make_attendee(make_convening()))
    with pytest.raises(printing.NothingToPrint):
        ask(convening, "one", badge=stranger)
