"""Names that are more than names: every place that shows what a stranger typed shows it as text."""

import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as box
from django.test import Client

from checkin.domain.badges import issue_badges
from checkin.domain.devices import make_device
from checkin.domain.sheets import badge_sheet
from checkin.models import Badge
from convenings.models import Grant
from convenings.permissions import Role
from expo.domain.assignment import assign_booths
from mail.domain import delivery
from registration.domain import promising, teams
from registration.domain.drafts import HolderDraft, MemberDraft, PersonDraft, Profile
from registration.models import Team
from tests.expo.factories import booths
from tests.expo.factories import hall as make_hall
from tests.registration.doors import as_attendee, as_coordinator, as_signatory, stand_still
from tests.registration.factories import NOW, draft_of, make_convening, parties_of, sign

pytestmark = pytest.mark.django_db
EVIL = "<script>x()</script>\"' onload=x() {{ 7*7 }} #panic(1) $x$ ]]>&amp;"


@pytest.fixture
def team() -> Team:
    convening = make_convening(slug="here", name=f"Convening {EVIL}", about=EVIL, tagline=EVIL)
    draft = draft_of(convening)
    typed: dict[str, Any] = {
        "name": f"Team {EVIL}",
        "place_name": EVIL,
        "focus_text": EVIL,
        "intention": EVIL,
        "profile": Profile(source=EVIL),
        "coordinator": PersonDraft(f"Cory {EVIL}", "cory@example.org"),
        "members": [MemberDraft(f"Mem {EVIL}", "mem@example.org", job=EVIL, side="union", organization=EVIL)],
        "holders": {
            code: HolderDraft(f"{code} {EVIL}", holder.email, f"Of {EVIL}") for code, holder in draft["holders"].items()
        },
    }
    made = teams.register_team(convening=convening, **draft | typed, by="public", at=NOW)
    return teams.invite_signatories(team=made, by=f"person:{made.coordinator_id}", at=NOW)


def is_text(page: str) -> bool:
    return "<script>x()" not in page and "onload=x() {{ 7*7 }}\"" not in page and "\"' onload" not in page


def mails() -> list[Any]:
    box.outbox.clear()
    delivery.deliver_due(at=NOW)
    return list(box.outbox)


def test_mail_and_pages_of_who_comes_by_link(team: Team, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    sent = mails()
    for party in parties_of(team):
        sign(party)
    sent += mails()
    assert len(sent) >= 8
    assert all(is_text(mail.alternatives[0][0]) and "\n" not in mail.subject for mail in sent)
    member = team.members.get(person__email="mem@example.org")
    as_coordinator(client, team)
    as_signatory(client, parties_of(team)[0])
    as_attendee(client, member)
    shown = [f"/team/{team.pk}/", f"/answer/{parties_of(team)[0].pk}/", f"/me/{member.pk}/", "/c/here/", "/"]
    for address in shown:
        page = client.get(address).content.decode()
        assert "&lt;script&gt;x()" in page, address
        assert is_text(page), address


def test_organizers_pages(team: Team, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    first, *others = parties_of(team)
    promising.decline(party=first, reason=EVIL, by=f"person:{first.signatory_id}", at=NOW)
    promising.reopen(party=first, by="user:1", at=NOW)
    for party in [first, *others]:
        sign(party)
    hall = make_hall(team.convening)
    booths(hall, "")
    assign_booths(hall=hall, by="user:1", at=NOW)
    issue_badges(convening=team.convening, by="user:1", at=NOW)
    mails()
    from accounts.models import User

    user = User.objects.create_user("june@example.org", name=EVIL)
    Grant.objects.create(convening=team.convening, user=user, role=Role.OWNER)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    pages = ["", "teams/", f"teams/{team.pk}/", "mail/", "journal/", "access/", "settings/", "check-in/", "programme/"]
    pages += ["expo/", f"expo/?team={team.pk}", "check-in/badges/?q=Mem", "api/", "jobs/", f"teams/{team.pk}/withdraw/"]
    for page in pages:
        answer = client.get(f"/organize/here/{page}")
        assert answer.status_code == 200, page
        assert is_text(answer.content.decode()), page
    for address in ("/organize/", "/c/here/expo/", "/c/here/programme/"):
        assert is_text(client.get(address).content.decode()), address


def test_badges_and_the_scanner(team: Team, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)
    for party in parties_of(team):
        sign(party)
    issue_badges(convening=team.convening, by="user:1", at=NOW)
    badges = list(Badge.objects.of(team.convening).with_people())
    assert badge_sheet(badges).startswith(b"%PDF")
    door = team.convening.checkpoints.create(name=EVIL[:100])
    client.get(f"/door/open/{make_device(checkpoint=door, label=EVIL, by='user:1', at=NOW)}/")
    assert is_text(client.get("/door/").content.decode())
    body = {"code": badges[0].code, "scan_id": str(uuid.uuid4()), "age_ms": 0}
    answer = client.post("/door/scan/", body, content_type="application/json")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/json", "nosniff")
    assert answer.json()["answer"] == "welcome"
