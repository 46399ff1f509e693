"""The pages of hours: organizers', an attendee's own, and the public one of a certificate."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from accounts.domain import links
from checkin.domain.hours import set_rule
from checkin.domain.hours_certificates import release_all
from checkin.models import Checkpoint, HoursCertificate, HoursCorrection, HoursRule
from console.domain.exports import run_export
from convenings.models import Convening
from convenings.permissions import Role
from jobs.models import Job
from registration.models import Attendee, AttendeeDetails
from tests.checkin.factories import DAY, make_attendee, make_badge, make_convening, make_somebody
from tests.checkin.hours_factories import read, talk
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db
AFTER = DAY + timedelta(days=3)


@pytest.fixture
def registrar(convening: Convening, gate: Checkpoint) -> Client:
    return client_of(convening, Role.REGISTRAR)


@pytest.fixture
def certificate(ann: Attendee, gate: Checkpoint) -> HoursCertificate:
    read(ann, gate, DAY)
    release_all(convening=ann.convening, by="user:1", at=AFTER)
    return HoursCertificate.objects.get()


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/check-in/hours/"


def own(attendee: Attendee) -> Client:
    """A browser that opened this person's own link."""
    until = timezone.now() + timedelta(days=400)
    token = links.mint(
        person=attendee.person, purpose="attend", subject=f"attendee:{attendee.pk}", expires_at=until,
        at=timezone.now(),
    )  # fmt: skip
    client = Client()
    client.post(links.url_for(token).partition("testserver")[2], follow=True)
    client.get(links.url_for(token).partition("testserver")[2], follow=True)
    return client


def test_the_list_says_who_has_what_and_the_rules_count_anew(
    registrar: Client, ann: Attendee, gate: Checkpoint
) -> None:
    assert "Nobody was scanned at a room yet." in registrar.get(root(ann.convening)).content.decode()
    read(ann, gate, DAY)
    text = registrar.get(root(ann.convening) + "?q=nunez").content.decode()
    assert "O&#x27;Brien-Nuñez" in text
    assert "<b>1.00</b>" in text
    rules = {
        "kinds": ["breakout"], "unit": "CEU", "credit_per_hour": "0.1", "step_minutes": "15", "grace_minutes": "0",
        "least_percent": "75", "stays_unless_scanned_out": "on", "signed_by": "June <b>",
    }  # fmt: skip
    assert registrar.post(root(ann.convening) + "rules/", rules).status_code == 302
    assert "<b>0.10</b>" in registrar.get(root(ann.convening)).content.decode()
    refused = registrar.post(root(ann.convening) + "rules/", {**rules, "credit_per_hour": "-1"})
    assert (refused.status_code, HoursRule.objects.get().unit) == (422, "CEU")


def test_a_session_is_corrected_and_certified_by_hand(registrar: Client, ann: Attendee) -> None:
    page = f"{root(ann.convening)}{ann.pk}/"
    session = talk(ann.convening, 8)
    given = {"session": session.pk, "minutes": "61", "reason": "Ruth saw her"}
    refused = registrar.post(page + "correct/", given)
    assert "A session counts at most as many minutes as it lasts." in refused.content.decode()
    assert "Ruth saw her" in refused.content.decode()
    registrar.post(page + "correct/", {**given, "minutes": "60"})
    assert "<b>1.00 contact hours</b>" in registrar.post(page + "certify/", follow=True).content.decode()
    row = HoursCertificate.objects.get()
    registrar.post(f"{root(ann.convening)}certificates/{row.pk}/withdraw/", {"reason": ""})
    assert HoursCertificate.objects.standing().count() == 1
    gone = registrar.post(
        f"{root(ann.convening)}certificates/{row.pk}/withdraw/", {"reason": "Not hers"}, follow=True
    ).content.decode()
    assert "Not hers" in gone


def test_nothing_of_another_convening_is_reached(
    registrar: Client, certificate: HoursCertificate, ann: Attendee
) -> None:
    elsewhere = make_convening()
    stranger = client_of(elsewhere, Role.OWNER)
    for path in (f"{ann.pk}/", f"{ann.pk}/correct/", f"{ann.pk}/certify/"):
        assert stranger.post(root(elsewhere) + path).status_code in {404, 405}
    assert stranger.get(f"{root(elsewhere)}{ann.pk}/").status_code == 404
    withdraw = f"{root(elsewhere)}certificates/{certificate.pk}/withdraw/"
    assert stranger.post(withdraw, {"reason": "x"}).status_code == 404
    assert stranger.get(root(ann.convening)).status_code == 404
    assert client_of(ann.convening, Role.DESK).get(root(ann.convening)).status_code == 403
    other = make_attendee(elsewhere)
    session = talk(ann.convening, 8)
    own_owner = stranger.post(
        f"{root(elsewhere)}{other.pk}/correct/", {"session": session.pk, "minutes": "5", "reason": "x"}
    )
    assert (own_owner.status_code, HoursCorrection.objects.count()) == (422, 0)


def test_the_tables_hold_educator_ids_only_where_hours_are_certified_and_no_formula(
    registrar: Client, certificate: HoursCertificate, ann: Attendee
) -> None:
    AttendeeDetails.objects.create(attendee=ann, educator_id="=HYPERLINK(1)", changed_at=DAY)
    ann.person.name = "=cmd|' /C calc'!A0"
    ann.person.save(update_fields=["name"])

    def rows() -> list[dict[str, str]]:
        data = registrar.get(root(ann.convening) + "table.csv").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(data)))

    (row,) = rows()
    assert (row["educator_id"], row["credit"], row["certified_credit"]) == ("", "1.00", "1.00")
    assert row["name"].startswith("'=cmd")
    assert row["certificate"].endswith(f"/verify/hours/{certificate.code}/")
    Convening.objects.update(certifies_hours=True)
    assert rows()[0]["educator_id"] == "'=HYPERLINK(1)"
    book = registrar.get(root(ann.convening) + "table.xlsx").content
    cells = next(load_workbook(io.BytesIO(book)).active.iter_rows(min_row=2))  # type: ignore[union-attr]
    assert (cells[0].value, cells[0].data_type, cells[9].value) == ("=HYPERLINK(1)", "s", 1)
    assert not [cell.value for cell in cells if cell.data_type == "f"]


def test_long_tables_are_written_by_a_worker(
    registrar: Client, certificate: HoursCertificate, ann: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("checkin.views.hours.AT_ONCE", 0)
    monkeypatch.setattr("console.domain.exports.AT_ONCE", 0)
    refused = registrar.get(root(ann.convening) + "table.xlsx", follow=True).content.decode()
    assert "This table is too long for Excel at once." in refused
    assert "text/html" in registrar.get(root(ann.convening) + "table.csv")["Content-Type"]
    registrar.post(root(ann.convening) + "table.csv")
    job = Job.objects.get(kind="export.hours")
    written = run_export(job, lambda done, total: None)
    with storages["private"].open(written["file"]) as kept:
        assert b"O'Brien-Nu" in kept.read()


def test_own_hours_say_what_counts_and_lead_to_the_certificate(
    certificate: HoursCertificate, ann: Attendee
) -> None:
    me = own(ann)
    text = me.get(f"/me/{ann.pk}/hours/").content.decode()
    for words in ("Talk at 8", "the whole session", "Download the PDF"):
        assert words in text
    assert "Certificate of attendance and hours" in me.get(f"/me/{ann.pk}/hours/certificate/").content.decode()
    pdf = me.get(f"/me/{ann.pk}/hours/certificate.pdf")
    assert pdf.content.startswith(b"%PDF-")
    assert "no-store" in pdf["Cache-Control"]
    bo = make_attendee(ann.convening, make_somebody(ann.convening, "Bo"))
    assert own(bo).get(f"/me/{ann.pk}/hours/").status_code == 403
    assert own(bo).get(f"/me/{bo.pk}/hours/certificate/").status_code == 404


def test_the_public_page_says_whether_it_holds_and_names_nobody(
    certificate: HoursCertificate, ann: Attendee, client: Client
) -> None:
    cache.clear()
    page = client.get(f"/verify/hours/{certificate.code}/")
    text = page.content.decode()
    assert "It holds." in text
    assert "1.00 contact hours" in text
    assert not [word for word in ("Nuñez", "Ann", "Talk at 8") if word in text]
    assert page["X-Robots-Tag"] == "noindex"
    set_rule(convening=ann.convening, values={"unit": "clock hours"}, by="user:1", at=AFTER)
    release_all(convening=ann.convening, by="user:1", at=AFTER)
    assert "A newer certificate replaces it." in client.get(f"/verify/hours/{certificate.code}/").content.decode()
    assert client.get("/verify/hours/unknown/").status_code == 404


def test_a_certificate_is_shown_whatever_others_of_its_network_type(
    certificate: HoursCertificate, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr("registration.views.limits.UNKNOWN_CERTIFICATES", 1)
    answers = [client.get("/verify/hours/unknown/").status_code for _ in range(3)]
    assert answers == [404, 429, 429]
    assert "It holds." in client.get(f"/verify/hours/{certificate.code}/").content.decode()


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_takes_as_many_statements_for_more(
    registrar: Client,
    convening: Convening,
    gate: Checkpoint,
    people: int,
    connection_statements: Callable[[], Any],
) -> None:
    for _number in range(people):
        one = make_attendee(convening)
        make_badge(one)
        read(one, gate, DAY)
    registrar.get(root(convening))
    with connection_statements() as statements:
        registrar.get(root(convening))
    assert len(statements) == 12, "\n".join(statements)
