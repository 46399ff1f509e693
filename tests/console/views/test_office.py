"""One office from the console: a new holder, another address, a check, a promise on paper."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from agreements.models import Commitment, Party
from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from registration.models import Team
from tests.console.conftest import SignIn
from tests.registration.doors import as_signatory, everything
from tests.registration.factories import NOW, make_team, party_of, sign

PDF = b"%PDF-1.7\nsigned\n%%EOF\n"


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def team(convening: Convening) -> Team:
    return make_team(convening, "committing", name="Mesa Verde")


def address(team: Team, rest: str, office: str = "superintendent") -> str:
    return f"/organize/{team.convening.slug}/teams/{team.pk}/offices/{party_of(team, office).pk}/{rest}/"


def written(team: Team, **over: object) -> dict[str, object]:
    party = party_of(team, "superintendent")
    version, seen = party.agreement.statement.current_id, party.answer.mark
    ticks = {f"promise_{number}": "on" for number in (1, 2, 3)}
    scan = SimpleUploadedFile("sheet.pdf", PDF)
    shown = {"version": version, "seen": seen}
    return {"channel": "paper", "typed_name": "Ruth Okafor", "file": scan, **shown, **ticks, **over}


def test_what_a_new_holder_does_is_said_before_it_is_done(convening: Convening, owner: Client) -> None:
    team = make_team(convening, "confirmed")
    before = everything()

    page = owner.get(address(team, "new-holder")).content.decode()
    assert "keeps its place until Mon, March 15, 2027, 11:00 a.m. Eastern Time" in page
    assert everything() == before

    owner.post(address(team, "new-holder"), {"name": "Ada Brook", "email": "ada@example.org", "organization": ""})
    team.refresh_from_db()
    assert (team.state, team.place) == ("committing", "held")
    assert party_of(team, "superintendent").signatory.name == "Ada Brook"


def test_a_refusal_stands_beside_its_field(team: Team, owner: Client) -> None:
    email = party_of(team, "superintendent").signatory.email
    answer = owner.post(address(team, "new-holder"), {"name": "Ada Brook", "email": email})
    assert answer.status_code == 400
    assert "This is the address of who holds the office now." in answer.content.decode()


def test_another_address_even_after_the_promise(team: Team, owner: Client) -> None:
    sign(party_of(team, "superintendent"))
    owner.post(address(team, "address"), {"name": "Ruth Okafor", "email": "ruth@example.org"})
    party = party_of(team, "superintendent")
    assert (party.signatory.email, party.has_signed) == ("ruth@example.org", True)
    assert Message.objects.filter(occasion="signatory.address_changed").count() == 1


def test_who_was_checked_and_who_was_not(team: Team, owner: Client) -> None:
    shown = f"/organize/{team.convening.slug}/teams/{team.pk}/"
    assert owner.get(shown).content.decode().count("Not checked yet") == 3

    assert owner.post(address(team, "check"), {"source": " "}).status_code == 400
    owner.post(address(team, "check"), {"source": "mesaverde.example.org, March 1"})

    page = owner.get(shown).content.decode()
    assert page.count("Not checked yet") == 2
    assert "Checked on Mon, March 1, 2027: mesaverde.example.org, March 1" in page
    owner.post(address(team, "new-holder"), {"name": "Ada Brook", "email": "ada@example.org"})
    assert party_of(team, "superintendent").checked_at is None


class TestOnPaper:
    def test_it_counts_marked_so_and_the_signatory_confirms_it(
        self, team: Team, owner: Client, client: Client
    ) -> None:
        owner.post(address(team, "record"), written(team))
        party = party_of(team, "superintendent")
        assert party.has_signed
        row = Commitment.objects.get(party=party, state="signed")
        assert (row.channel, row.typed_name, row.promises, row.link_sent_to) == ("paper", "Ruth Okafor", [1, 2, 3], "")
        assert row.by.startswith("user:")
        shown = f"/organize/{team.convening.slug}/teams/{team.pk}/"
        assert "Not confirmed by the signatory yet." in owner.get(shown).content.decode()
        assert Message.objects.get(occasion="commitment.recorded").to_address == party.signatory.email

        as_signatory(client, party)
        before = everything()
        assert "Yes, I promised this" in client.get(f"/answer/{party.pk}/").content.decode()
        assert everything() == before
        of_before = client.post(f"/answer/{party.pk}/confirm/", {"seen": "1"}, follow=True).content.decode()
        assert "This page is from before" in of_before
        page = client.post(f"/answer/{party.pk}/confirm/", {"seen": row.mark}, follow=True).content.decode()
        assert "Your promise is confirmed." in page
        assert "Yes, I promised this" not in page
        client.post(f"/answer/{party.pk}/confirm/", {"seen": row.mark})  # twice is harmless
        told = owner.get(shown).content.decode()
        assert re.search(r"Confirmed [^<]+ by the signatory\.", told)
        assert "Not confirmed by the signatory yet." not in told
        assert row.confirmation.link_sent_to == party.signatory.email

    def test_the_scan_is_for_organizers_of_this_convening(
        self, team: Team, owner: Client, client: Client, sign_in: SignIn
    ) -> None:
        owner.post(address(team, "record"), written(team))
        row = Commitment.objects.get(state="signed")
        download = owner.get(address(team, f"scan/{row.pk}"))
        assert b"".join(download.streaming_content) == PDF
        assert "no-store" in download.headers["Cache-Control"]
        assert download.headers["Content-Disposition"].startswith("attachment")
        assert owner.get(address(team, f"scan/{row.pk}", "union_president")).status_code == 404
        stranger = sign_in(team.convening, Role.PROGRAMME, name="Pat Lee")
        assert stranger.get(address(team, f"scan/{row.pk}")).status_code == 403
        assert client.get(address(team, f"scan/{row.pk}")).status_code == 302

    @pytest.mark.parametrize(
        ("over", "words"),
        [
            ({"file": ""}, "Please choose the scan of the signed sheet; on paper it is needed."),
            ({"typed_name": ""}, "Please choose the file once more;"),
            ({"file": SimpleUploadedFile("sheet.pdf", b"<script>alert(1)</script>")}, "Please send a PDF, PNG, JPEG"),
            ({"promise_2": ""}, "Please tick “To prepare together” as well"),
            ({"version": "999999"}, "The statement changed while you read it."),
            ({"seen": "0"}, "This page is from before"),
            ({"channel": "link"}, "Select a valid choice."),
        ],
    )
    def test_refusals(self, team: Team, owner: Client, over: dict[str, object], words: str) -> None:
        answer = owner.post(address(team, "record"), written(team, **over))
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert not Commitment.objects.filter(state="signed").exists()

    def test_by_phone_there_is_no_sheet(self, team: Team, owner: Client) -> None:
        owner.post(address(team, "record"), written(team, channel="phone", file=""))
        assert party_of(team, "superintendent").answer.channel == "phone"

    def test_the_last_one_completes_the_team(self, team: Team, owner: Client) -> None:
        for office in ("union_president", "board_president"):
            sign(party_of(team, office))
        owner.post(address(team, "record"), written(team))
        team.refresh_from_db()
        assert (team.state, team.place) == ("committed", "confirmed")

    def test_an_own_promise_needs_no_confirmation(self, team: Team, client: Client) -> None:
        party = party_of(team, "superintendent")
        sign(party)
        as_signatory(client, party)
        page = client.post(f"/answer/{party.pk}/confirm/", follow=True).content.decode()
        assert "No organizer wrote down a promise of yours that stands." in page


def test_another_convenings_office_is_not_found(team: Team, owner: Client) -> None:
    other = make_team(state="committing")
    foreign = f"/organize/{team.convening.slug}/teams/{team.pk}/offices/{party_of(other, 'superintendent').pk}"
    for rest in ("new-holder", "address", "check", "uncheck", "record"):
        assert owner.post(f"{foreign}/{rest}/", {}).status_code == 404
    assert Party.objects.filter(checked_at__isnull=False).count() == 0


def test_the_public_records_duty_stands_on_the_signing_page(team: Team, client: Client) -> None:
    Convening.objects.update(public_records_duty="What you write here is a public record under state law.")
    party = party_of(team, "superintendent")
    as_signatory(client, party)
    assert "is a public record under state law." in client.get(f"/answer/{party.pk}/").content.decode()


def test_a_check_is_taken_back_with_its_reason(team: Team, owner: Client) -> None:
    owner.post(address(team, "check"), {"source": "mesa.example.org"})
    asked = owner.get(address(team, "uncheck")).content.decode()
    assert "mesa.example.org" in asked
    assert "Please fill in" not in asked
    assert owner.post(address(team, "uncheck"), {"reason": ""}).status_code == 400
    page = owner.post(address(team, "uncheck"), {"reason": "She left <in> May"}, follow=True).content.decode()
    assert "The office is to be checked anew." in page
    assert "A check was taken back: She left &lt;in&gt; May" in page
    assert "She left" in owner.get(address(team, "check")).content.decode()
    again = owner.post(address(team, "uncheck"), {"reason": "Twice"})
    assert (again.status_code, "nothing to take back" in again.content.decode()) == (400, True)


def test_the_list_of_who_is_not_checked_costs_the_same_for_any_length(convening: Convening, owner: Client) -> None:
    counted = []
    for name in ("Durango", "Mesa Verde", "Two Rivers"):
        team = make_team(convening, "committing", name=name)
        with CaptureQueriesContext(connection) as found:
            page = owner.get(f"/organize/{convening.slug}/teams/holders/").content.decode()
        counted.append(len(found))
        assert name in page
    assert counted[0] == counted[1] == counted[2]
    owner.post(address(team, "check"), {"source": "tworivers.example.org"})
    assert "tworivers.example.org" not in owner.get(f"/organize/{convening.slug}/teams/holders/").content.decode()
    assert "tworivers.example.org" in owner.get(f"/organize/{convening.slug}/teams/holders/?all=1").content.decode()
