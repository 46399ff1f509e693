"""Access, mail, jobs, journal, tokens, the admin."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone

from accounts.models import User
from api.domain.tokens import make_token
from api.models import ApiToken
from checkin.domain.devices import make_device
from checkin.models import Checkpoint
from console.domain.journal_words import WORDS
from convenings.models import Convening
from convenings.permissions import Role
from jobs.models import Job
from jobs.states import JobState
from journal.models import Entry
from mail.models import Message
from mail.states import MessageState
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_convening, make_team


def test_role_is_given_and_taken(convening: Convening, owner: Client) -> None:
    helper = User.objects.create_user("hana@example.org", name="Hana Lindqvist")
    url = f"/organize/{convening.slug}/access/"

    owner.post(url, {"email": "Hana@example.org", "role": "desk"})
    given = convening.grants.get(user=helper)
    assert given.role == Role.DESK

    owner.post(f"{url}{given.pk}/take/")
    assert not convening.grants.filter(user=helper).exists()
    assert list(Entry.objects.filter(kind__startswith="role.").values_list("kind", flat=True)) == [
        "role.granted", "role.revoked",
    ]


@pytest.mark.parametrize(
    ("email", "role", "words"),
    [
        ("nobody@example.org", "desk", "Nobody has an account with this address."),
        ("june@example.org", "owner", "This person holds the role already."),
    ],
)
def test_role_refusals(convening: Convening, owner: Client, email: str, role: str, words: str) -> None:
    answer = owner.post(f"/organize/{convening.slug}/access/", {"email": email, "role": role})

    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_last_owner_stays(convening: Convening, owner: Client) -> None:
    given = convening.grants.get()

    page = owner.post(f"/organize/{convening.slug}/access/{given.pk}/take/", follow=True).content.decode()

    assert "keeps at least one owner" in page
    assert convening.grants.get() == given


def test_the_account_of_a_helper_is_closed_and_ones_own_is_not(convening: Convening, owner: Client) -> None:
    own = convening.grants.get()
    helper = User.objects.create_user("hana@example.org", name="Hana Đặng O’Brien")
    url = f"/organize/{convening.slug}/access/"
    owner.post(url, {"email": helper.email, "role": "desk"})
    given = convening.grants.get(user=helper)
    shown = owner.get(url).content.decode()
    assert "Close the account of Hana Đặng O’Brien?" in shown
    assert f"{url}{own.pk}/close/" not in shown

    assert "Nobody closes the account" in owner.post(f"{url}{own.pk}/close/", follow=True).content.decode()
    page = owner.post(f"{url}{given.pk}/close/", follow=True).content.decode()

    assert "The account is closed" in page
    helper.refresh_from_db()
    assert (helper.is_active, list(convening.grants.all())) == (False, [own])


def test_outbox_and_what_is_done_to_a_message(convening: Convening, owner: Client) -> None:
    make_team(convening, "draft")
    message = Message.objects.get(occasion="team.registered")
    root = f"/organize/{convening.slug}/mail/"

    assert message.to_name in owner.get(root + "?state=queued").content.decode()
    assert message.to_name not in owner.get(root + "?state=failed").content.decode()
    for step, state in [("hold", "held"), ("release", "queued"), ("cancel", "cancelled")]:
        owner.post(f"{root}{message.pk}/{step}/")
        message.refresh_from_db()
        assert message.state == state
    assert "has moved on" in owner.post(f"{root}{message.pk}/hold/", follow=True).content.decode()
    assert list(Entry.objects.filter(subject=f"message:{message.pk}").values_list("kind", flat=True)) == [
        "message.held", "message.released", "message.cancelled",
    ]


def test_failed_message_is_tried_again(convening: Convening, owner: Client) -> None:
    make_team(convening, "draft")
    Message.objects.update(state=MessageState.FAILED, last_error="Mailbox is full.")
    message = Message.objects.get()
    url = f"/organize/{convening.slug}/mail/{message.pk}/"

    page = owner.get(url).content.decode()
    owner.post(f"{url}release/")

    assert "Send it again" in page
    assert "Mailbox is full." in page
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED


def test_stored_copy_is_shown_as_text(convening: Convening, owner: Client) -> None:
    make_team(convening, "draft")
    Message.objects.update(state=MessageState.SENT, sent_at=NOW, text="Open: [private link]\n<script>", subject="Hello")

    page = owner.get(f"/organize/{convening.slug}/mail/{Message.objects.get().pk}/").content.decode()

    assert "[private link]\n&lt;script&gt;" in page


def make_job(convening: Convening, **over: object) -> Job:
    return Job.objects.create(
        **{"convening_id": convening.pk, "kind": "badges.sheet", "started_by": "user:1", "asked_at": NOW, **over}
    )


def test_job_row_of_the_page_is_the_row_that_is_polled(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.RUNNING, claimed_at=NOW, done=612, total=1000)

    page = owner.get(f"/organize/{convening.slug}/jobs/").content.decode()
    polled = {"HX-Request": "true"}
    row = owner.get(f"/organize/{convening.slug}/jobs/{job.pk}/", headers=polled).content.decode()

    without_tokens = [re.sub(r'value="[A-Za-z0-9]{64}"', "", text) for text in (page, row)]
    assert without_tokens[1].strip() in without_tokens[0]
    assert "612 of 1" in row
    assert "every 3s" in row


def test_ended_job_is_polled_no_more(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.DONE, ended_at=NOW)

    polled = owner.get(f"/organize/{convening.slug}/jobs/{job.pk}/", headers={"HX-Request": "true"})
    assert "hx-get" not in polled.content.decode()


def test_job_is_cancelled(convening: Convening, owner: Client) -> None:
    job = make_job(convening)

    owner.post(f"/organize/{convening.slug}/jobs/{job.pk}/cancel/")

    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_file_of_a_job_is_for_who_may_see_it(convening: Convening, sign_in: SignIn) -> None:
    name = storages["private"].save("test/sheet.pdf", ContentFile(b"%PDF"))
    job = make_job(convening, state=JobState.DONE, result={"file": name})
    url = f"/organize/{convening.slug}/jobs/{job.pk}/file/"

    desk = sign_in(convening, Role.DESK)
    programme = sign_in(convening, Role.PROGRAMME, name="Hana Lindqvist")

    answer = desk.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert answer["Content-Disposition"].startswith("attachment")
    assert programme.get(url).status_code == 403
    storages["private"].delete(name)
    assert desk.get(url).status_code == 404


def test_job_of_another_convening(convening: Convening, owner: Client) -> None:
    job = make_job(make_convening())

    assert owner.get(f"/organize/{convening.slug}/jobs/{job.pk}/").status_code == 404


def test_journal_in_words(convening: Convening, owner: Client) -> None:
    make_team(convening, "confirmed", name="Mesa Verde")
    make_team(convening, "draft", name="Two Rivers")

    page = owner.get(f"/organize/{convening.slug}/journal/").content.decode()
    narrowed = owner.get(f"/organize/{convening.slug}/journal/?kind=team.registered&team=rivers").content.decode()

    assert all(words in page for words in ("Team registered", "Promised", "Place confirmed", "Mesa Verde"))
    assert narrowed.count("<time") == 1
    assert "Two Rivers" in narrowed


def test_journal_names_tokens_and_scanners_by_their_labels(convening: Convening, owner: Client) -> None:
    scopes, until = ["teams:read"], timezone.now() + timedelta(days=9)
    token, _secret = make_token(
        convening=convening, label="Turnstile", scopes=scopes, expires_at=until, by="user:1", at=timezone.now()
    )
    door = Checkpoint.objects.create(convening=convening, name="North door", kind="door")
    make_device(checkpoint=door, label="Ben", by=token.actor, at=timezone.now())

    page = owner.get(f"/organize/{convening.slug}/journal/?kind=device.made").content.decode()

    assert "API token “Turnstile”" in page
    assert "scanner “Ben”" in page


def test_every_kind_that_the_rooms_write_has_words() -> None:
    rooms = (
        "accounts", "agreements", "api", "breakouts", "checkin", "console", "convenings", "expo", "jobs",
        "registration",
    )
    written = {
        kind
        for room in rooms
        for path in Path(room).rglob("domain/*.py")
        for kind in re.findall(r'(?:kind=|_record\(|_journal\(|_write_down\()"([a-z_]+\.[a-z_]+)"', path.read_text())
    }

    assert len(written) > 40
    assert written - WORDS.keys() == set()


def test_token_is_made_shown_once_and_revoked(convening: Convening, owner: Client) -> None:
    url = f"/organize/{convening.slug}/api/"
    ends_on = (timezone.now() + timedelta(days=30)).date().isoformat()

    sent = {"label": "Export", "scopes": ["teams:read"], "expires_on": ends_on}
    made = owner.post(url, sent).content.decode()
    secret = re.search(r"accord_[\w-]{43}", made)

    assert secret is not None
    assert secret.group() not in owner.get(url).content.decode()
    assert Client(headers={"Authorization": f"Bearer {secret.group()}"}).get("/api/v1/teams/").status_code == 200
    owner.post(f"{url}{ApiToken.objects.get().pk}/revoke/")
    assert Client(headers={"Authorization": f"Bearer {secret.group()}"}).get("/api/v1/teams/").status_code == 401


def test_token_without_scopes(convening: Convening, owner: Client) -> None:
    answer = owner.post(f"/organize/{convening.slug}/api/", {"label": "Export", "expires_on": "2099-01-01"})

    assert answer.status_code == 400
    assert "Choose at least one thing" in answer.content.decode()


def test_admin_is_ours(convening: Convening, owner: Client) -> None:
    page = owner.get("/admin/").content.decode()

    assert "css/admin.css" in page
    assert "Eastern Time" in page
    assert 'href="/organize/"' in page
    assert " style=" not in page


def test_admin_tells_a_stranger(convening: Convening, sign_in: SignIn) -> None:
    answer = sign_in(convening).get("/admin/")

    assert answer.status_code == 403
    assert "hold no role" in answer.content.decode()
