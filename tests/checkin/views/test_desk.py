import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from checkin.domain import badges
from checkin.domain.printing import KIND
from checkin.forms.door import DeviceForm
from checkin.models import Badge, Checkpoint, Device
from checkin.states import CheckpointKind
from convenings.models import Convening, Grant
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from tests.checkin.factories import DAY, badge_of, make_checkpoint, make_convening, make_somebody, make_team

pytestmark = pytest.mark.django_db


def client_of(convening: Convening, role: Role) -> Client:
    user = get_user_model().objects.create_user(f"{role}{convening.pk}@example.org", name=f"June {role}")
    Grant.objects.create(convening=convening, user=user, role=role)
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def convening() -> Convening:
    held = make_convening()
    make_team(held)
    return held


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/check-in/"


def test_the_page_begins_with_what_to_do(desk: Client, convening: Convening) -> None:
    text = desk.get(root(convening)).content.decode()
    for words in ("There is no checkpoint yet", "No phone scans yet."):
        assert words in text


def test_a_checkpoint_is_added_and_a_second_of_its_name_refused(desk: Client, convening: Convening) -> None:
    address = root(convening) + "checkpoints/"
    assert desk.post(address, {"name": "North door", "kind": "door"}).status_code == 302
    refused = desk.post(address, {"name": "North door", "kind": "meal"})
    assert refused.status_code == 422
    assert "There is a checkpoint of this name." in refused.content.decode()
    assert Checkpoint.objects.get().kind == "door"


def test_a_scanners_link_is_shown_once_and_opens(desk: Client, convening: Convening, client: Client) -> None:
    door = make_checkpoint(convening)
    shown = desk.post(root(convening) + "scanners/", {"label": "Ben's phone", "checkpoint": door.pk})
    link = re.search(r'value="http://testserver(/door/open/[^"]+)"', shown.content.decode())
    assert link
    assert "no-store" in shown["Cache-Control"]
    assert client.get(link[1], follow=True).status_code in {200, 403}  # the day of the test lies after the convening's
    page = desk.get(root(convening)).content.decode()
    assert link[1] not in page


def test_a_door_is_offered_first(convening: Convening) -> None:
    convening.checkpoints.create(name="A hall of the expo", kind=CheckpointKind.EXPO)
    convening.checkpoints.create(name="North", kind=CheckpointKind.DOOR)

    offered: Any = DeviceForm(convening=convening).fields["checkpoint"]
    assert [place.name for place in offered.queryset] == ["North", "A hall of the expo"]


def test_a_kiosk_is_handed_out_and_a_lost_link_made_anew(desk: Client, convening: Convening) -> None:
    asked = {"label": "Tablet", "checkpoint": make_checkpoint(convening).pk, "paper": "label_62"}
    made = desk.post(root(convening) + "kiosks/", asked).content.decode()
    assert "Photograph this code with the tablet" in made
    kiosk = Device.objects.get()
    assert (kiosk.kind, kiosk.paper) == ("kiosk", "label_62")
    assert "kiosk, prints on label roll, 62 mm wide" in desk.get(root(convening)).content.decode()
    again = desk.post(f"{root(convening)}scanners/{kiosk.pk}/link/").content.decode()
    links = {found for page in (made, again) for found in re.findall(r"/door/open/([^/]+)/", page)}
    assert len(links) == 2
    assert desk.post(root(convening) + "kiosks/", {**asked, "paper": "letter_6"}).status_code == 422
    desk.post(f"{root(convening)}scanners/{kiosk.pk}/revoke/")
    refused = desk.post(f"{root(convening)}scanners/{kiosk.pk}/link/", follow=True).content.decode()
    assert "This link was revoked." in refused


def test_a_scanner_needs_a_checkpoint_of_this_convening(desk: Client, convening: Convening) -> None:
    other = make_checkpoint(make_convening())
    assert desk.post(root(convening) + "scanners/", {"label": "X", "checkpoint": other.pk}).status_code == 422
    assert not Device.objects.exists()


def test_a_printer_is_for_a_scanner_that_registers(desk: Client, convening: Convening) -> None:
    body = {"label": "Ben", "checkpoint": make_checkpoint(convening).pk, "paper": "label_62"}
    told = desk.post(root(convening) + "scanners/", body)
    assert (told.status_code, "Tick that it may" in told.content.decode()) == (422, True)
    assert desk.post(root(convening) + "scanners/", {**body, "registers_walk_ups": "on"}).status_code == 200
    assert Device.objects.get().paper == "label_62"


def test_revoking_is_for_scanners_of_this_convening(desk: Client, convening: Convening) -> None:
    desk.post(root(convening) + "scanners/", {"label": "Ben", "checkpoint": make_checkpoint(convening).pk})
    device = Device.objects.get()
    stranger = make_convening()
    elsewhere = client_of(stranger, Role.OWNER)
    assert elsewhere.post(f"{root(stranger)}scanners/{device.pk}/revoke/").status_code == 404
    assert desk.post(f"{root(convening)}scanners/{device.pk}/revoke/").status_code == 302
    device.refresh_from_db()
    assert device.revoked_at is not None


def test_badges_are_issued_printed_and_downloaded(desk: Client, convening: Convening) -> None:
    address = root(convening) + "badges/"
    assert "5 badges were issued." in desk.post(address + "issue/", follow=True).content.decode()
    asked = desk.post(root(convening) + "sheets/", {"only": "new", "paper": "letter_6"}, follow=True)
    assert "Waits for a worker" in asked.content.decode()
    job = Job.objects.get(kind=KIND)
    pdf = f"{root(convening)}sheets/{job.pk}/badges.pdf"
    assert desk.get(pdf).status_code == 404
    assert work.run(job_id=job.pk, at=timezone.now()) == JobState.DONE
    assert "Download the PDF" in desk.get(address).content.decode()
    got = desk.get(pdf)
    assert b"".join(got.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert {"private", "no-store"} <= set(got["Cache-Control"].split(", "))
    elsewhere = make_convening()
    owner = client_of(elsewhere, Role.OWNER)
    assert owner.get(pdf).status_code == 404
    assert owner.get(f"{root(elsewhere)}sheets/{job.pk}/badges.pdf").status_code == 404
    assert client_of(convening, Role.EXPO).get(pdf).status_code == 403
    assert storages["private"].exists(Job.objects.get().result["file"])


def test_a_sheet_that_waits_can_be_cancelled(desk: Client, convening: Convening) -> None:
    badges.issue_badges(convening=convening, by="user:1", at=DAY)
    desk.post(root(convening) + "sheets/", {"only": "all", "paper": "letter_6"})
    job = Job.objects.get()
    desk.post(f"{root(convening)}sheets/{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_the_progress_equals_that_of_the_fresh_page(desk: Client, convening: Convening) -> None:
    badges.issue_badges(convening=convening, by="user:1", at=DAY)
    fresh = desk.get(root(convening) + "badges/").content.decode()
    swapped = desk.get(root(convening) + "badges/", headers={"HX-Request": "true"}).content.decode().strip()
    progress, makes = swapped.replace(' hx-swap-oob="true"', "").split('\n<div class="makes"')
    assert progress.startswith('<div id="progress"')
    assert progress in fresh
    assert f'<div class="makes"{without_token(makes)}' in without_token(fresh)


def test_what_is_on_paper_is_no_longer_offered_as_new(desk: Client, convening: Convening) -> None:
    badges.issue_badges(convening=convening, by="user:1", at=DAY)
    address, htmx = root(convening) + "badges/", {"HX-Request": "true"}
    desk.post(root(convening) + "sheets/", {"only": "new", "paper": "letter_6"})
    assert "Print the 5 new ones" in desk.get(address, headers=htmx).content.decode()
    assert work.run(job_id=Job.objects.get(kind=KIND).pk, at=timezone.now()) == JobState.DONE
    swapped = desk.get(address, headers=htmx).content.decode()
    assert '<div class="makes" id="makes" hx-swap-oob="true">' in swapped
    assert "Print all 5" in swapped
    assert "new ones" not in swapped


def without_token(page: str) -> str:
    """A page without what differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


@pytest.mark.parametrize("words", ["dang nunez", "NUÑEZ", "  durango  đặng ", "code"])
def test_people_are_found_without_accents_and_by_code(desk: Client, convening: Convening, words: str) -> None:
    team = convening.teams.get()
    member = team.members.filter(office="").first()
    assert member is not None
    member.person = make_somebody(convening, "Đặng Nuñez")
    member.save(update_fields=["person"])
    badge = badges.issue_badge(attendee=member, by="user:1", at=DAY)
    wanted = badge.code.lower() if words == "code" else words
    page = desk.get(root(convening) + "badges/", {"q": wanted})
    assert [found.attendee for found in page.context["found"]] == [member]
    assert "Đặng Nuñez" in page.content.decode()


def test_nobody_found_says_how_to_search(desk: Client, convening: Convening) -> None:
    page = desk.get(root(convening) + "badges/", {"q": "zzz"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nobody here is called “zzz”." in page


def test_a_lost_badge_is_replaced(desk: Client, convening: Convening) -> None:
    badge = badge_of(convening.teams.get())
    address = f"{root(convening)}badges/{badge.pk}/replace/"
    assert "has a new badge" in desk.post(address, follow=True).content.decode()
    assert "This badge was replaced before." in desk.post(address, follow=True).content.decode()
    assert Badge.objects.active().get(attendee=badge.attendee) != badge


def test_the_registrar_prints_and_does_not_manage_the_door(convening: Convening) -> None:
    registrar = client_of(convening, Role.REGISTRAR)
    assert registrar.get(root(convening) + "badges/").status_code == 200
    assert registrar.post(root(convening) + "scanners/").status_code == 403


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_takes_as_many_statements_for_more(
    desk: Client, convening: Convening, people: int, connection_statements: Any
) -> None:
    make_checkpoint(convening)
    for number in range(people):
        badge_of(make_team(convening, f"Team {number}"))
    desk.get(root(convening))
    with connection_statements() as statements:
        desk.get(root(convening))
    assert len(statements) == 13, "\n".join(statements)
