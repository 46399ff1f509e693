"""Numbers and times beyond all reason, and files of nothing: refused in words."""

from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from checkin.forms.door import DeviceForm
from console.forms.moments import MomentField
from convenings.models import Grant
from convenings.permissions import Role
from jobs.domain import tables
from jobs.domain.imports import plan_import
from jobs.domain.tables import FileRefused, read_table
from registration.domain.directory import DIRECTORY
from tests.house.access_table import job
from tests.registration.factories import make_convening


class EndsForm(forms.Form):
    """With a moment in it, as organizers' forms have."""

    ends_at = MomentField()


@pytest.mark.parametrize(
    ("typed", "zone", "is_time"),
    [
        ("9999-12-31T23:59", "America/New_York", False),
        ("9999-12-31T23:59", "Europe/Berlin", True),
        ("0001-01-01T00:00", "America/New_York", True),
        ("0001-01-01T00:00", "Europe/Berlin", False),
    ],
)
def test_what_is_before_or_after_all_time_is_no_moment(typed: str, zone: str, is_time: bool) -> None:
    """It was a fault of ours when it was kept."""
    form = EndsForm({"ends_at": typed})
    form.fields["ends_at"].zone = ZoneInfo(zone)  # type: ignore[attr-defined]
    assert form.is_valid() == is_time
    assert "ends_at" in (form.cleaned_data if is_time else form.errors)


@pytest.mark.django_db
def test_a_number_of_five_thousand_digits_is_a_bad_row() -> None:
    data = f"LEAID,LEA_NAME,ST,MEMBER\n0100005,Albertville City,AL,{'9' * 5000}\n".encode()
    plan = plan_import(kind=DIRECTORY, data=data, options={})
    assert [(row.line, row.column) for row in plan.bad] == [(2, "MEMBER")]


def test_a_file_of_empty_lines_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_LINES", 100)
    with pytest.raises(FileRefused, match="more than"):
        read_table(b"A,B\n" + b"\n" * 101 + b"1,2\n", needed=["A"])
    assert len(read_table(b"\n" * 90 + b"A,B\n1,2\n", needed=["A"]).rows) == 1


@pytest.mark.django_db
def test_a_tag_of_five_thousand_digits_is_no_tag(client: Client) -> None:
    convening = make_convening(slug="walk")
    number = job(type("World", (), {"convening": convening}))  # type: ignore[arg-type]
    user = User.objects.create_user("owner@example.org")
    Grant.objects.create(convening=convening, user=user, role=Role.OWNER)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    tag = f'"running-{"9" * 5000}-{"9" * 5000}-False-"'
    polled = {"If-None-Match": tag, "HX-Request": "true"}
    assert client.get(f"/organize/walk/jobs/{number}/", headers=polled).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("page", ["breakouts:set_call", "breakouts:wishes", "expo:requests"])
def test_a_deadline_before_or_after_all_time_is_refused(client: Client, page: str, day: str) -> None:
    convening = make_convening()
    owner = User.objects.create_user("o@example.org")
    Grant.objects.create(convening=convening, user=owner, role=Role.OWNER)
    client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[0])
    sent = {"from_on": day, "until_on": day, "on": day, "text": "Talks"}
    assert client.post(reverse(page, args=[convening.slug]), sent).status_code == 422


@pytest.mark.django_db
def test_a_checkpoint_beyond_all_numbers_is_none() -> None:
    form = DeviceForm({"label": "Ben", "also": ["9" * 40]}, convening=make_convening())
    assert "also" in form.errors
