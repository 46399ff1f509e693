"""Who may see the certificate; and the public page, which says whether it holds and nothing private."""

import pytest
from django.test import Client

from registration.domain import promising, teams
from registration.models import Certificate, Team
from tests.registration.doors import as_coordinator, as_signatory, everything, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(monkeypatch: pytest.MonkeyPatch) -> Team:
    stand_still(monkeypatch)
    return make_team(make_convening(), "confirmed", name="Mesa Verde")


def test_signatory_and_coordinator_read_and_download_it(client: Client, team: Team) -> None:
    party = parties_of(team)[0]
    as_signatory(client, party)
    as_coordinator(client, team)
    before = everything()
    for address in (f"/answer/{party.pk}", f"/team/{team.pk}"):
        page = client.get(f"{address}/certificate/").content.decode()
        assert all(one.signatory.name in page for one in parties_of(team))
        assert "SHA-256" in page
        pdf = client.get(f"{address}/certificate.pdf")
        assert (pdf.headers["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
        assert "no-store" in pdf.headers["Cache-Control"]
    assert everything() == before
    assert f"/answer/{party.pk}/certificate/" in client.get(f"/answer/{party.pk}/").content.decode()


def test_while_the_team_is_not_complete_there_is_none(client: Client, team: Team) -> None:
    party, other = parties_of(team)[:2]
    promising.withdraw(party=other, reason="No.", by=f"person:{other.signatory_id}", at=NOW)
    as_signatory(client, party)

    assert client.get(f"/answer/{party.pk}/certificate/").status_code == 404
    assert client.get(f"/answer/{party.pk}/certificate.pdf").status_code == 404


def test_the_public_page_tells_no_name(client: Client, team: Team) -> None:
    code = Certificate.objects.get().code

    answer = client.get(f"/verify/{code}/")

    page = answer.content.decode()
    assert "It holds." in page
    assert "Mesa Verde, OH" in page
    assert answer.headers["X-Robots-Tag"] == "noindex"
    for person in [team.coordinator, *(party.signatory for party in parties_of(team))]:
        assert person.name not in page
        assert person.email not in page


def test_the_public_page_of_what_does_not_hold(client: Client, team: Team) -> None:
    code = Certificate.objects.get().code
    party = parties_of(team)[0]

    promising.withdraw(party=party, reason="Trouble.", by=f"person:{party.signatory_id}", at=NOW)
    page = client.get(f"/verify/{code}/").content.decode()
    assert "It does not hold now." in page
    assert "Trouble" not in page

    teams.withdraw_team(team=team, reason="Trouble.", by=BY, at=NOW)
    assert "It does not hold any more." in client.get(f"/verify/{code}/").content.decode()


def test_unknown_codes_are_counted(client: Client, team: Team) -> None:
    code = Certificate.objects.get().code
    found = {client.get(f"/verify/{number:022d}/").status_code for number in range(60)}

    assert found == {404}
    assert client.get(f"/verify/{61:022d}/").status_code == 429
    assert client.get(f"/verify/{code}/").status_code == 200
