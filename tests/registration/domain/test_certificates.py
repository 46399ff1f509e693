"""The certificate: one for each time a team became complete, and what it is worth afterwards."""

import pytest
from django.core import mail as box
from django.core.mail import EmailMessage

from accounts.models import PrivateLink
from agreements.models import Party
from convenings.domain import convenings
from convenings.models import Convening
from mail.models import Message
from registration.domain import certificates, promising, teams
from registration.domain.certificate_sheets import certificate_sheet
from registration.domain.certificates import Validity
from registration.models import Certificate, Team
from tests.registration.domain.test_promising import publish
from tests.registration.factories import BY, NOW, evidence, make_convening, make_team, parties_of, sign
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "confirmed", name="Mesa Verde")


def validity(team: Team, number: int = 1) -> Validity:
    return certificates.validity_of(Certificate.objects.select_related("team").get(team=team, number=number))


def test_it_bears_names_offices_one_date_and_the_text(team: Team) -> None:
    view = certificates.certificate_view(Certificate.objects.get(team=team))

    assert [(signed.label, signed.name) for signed in view.names] == [
        (party.label, party.signatory.name) for party in parties_of(team)
    ]
    assert (view.completed_on.isoformat(), view.number, view.validity) == ("2027-03-01", 1, Validity.VALID)
    assert [text.number for text in view.texts] == [1]
    assert view.ring.closed


def test_no_certificate_before_the_team_is_complete() -> None:
    team = make_team(state="committing")
    sign(parties_of(team)[0])

    assert not Certificate.objects.exists()
    assert certificates.standing_certificate(team) is None


def offers_it(mail: EmailMessage) -> bool:
    return "Open your promise and the certificate" in mail.body


def named(party: Party) -> str:
    assert party.signatory is not None
    return f"{party.signatory.name} <{party.signatory.email}>"


def waits_again(convening: Convening, *, room: int) -> Team:
    """Its second completion, on the waitlist; meanwhile there was room for as many teams."""
    make_team(convening, "confirmed")
    team = make_team(convening, "waitlisted", name="Mesa Verde")
    publish(team, material=True)
    Message.objects.all().delete()
    Convening.objects.filter(pk=convening.pk).update(capacity_teams=room)
    for party in parties_of(team):
        team = sign(party)
    return team


@pytest.mark.parametrize(
    ("state", "occasion"), [("confirmed", "team.confirmed"), ("waitlisted", "team.waitlisted")]
)
def test_each_signatory_gets_it_in_the_letter_that_tells_of_the_place(state: str, occasion: str) -> None:
    convening = make_convening(capacity_teams=1)
    if state == "waitlisted":
        make_team(convening, "confirmed")
    team = make_team(convening, state)
    mails = send(occasion)

    assert sorted(mail.to[0] for mail in mails if offers_it(mail)) == sorted(map(named, parties_of(team)))
    assert len(mails) == 4  # the coordinator has the team's page
    links = PrivateLink.objects.filter(purpose="answer").values_list("subject", "person")
    assert set(links) == {(f"party:{party.pk}", party.signatory_id) for party in parties_of(team)}
    assert not Message.objects.filter(occasion="certificate.ready").exists()


def test_who_moved_up_before_the_letter_left_gets_it_in_the_next() -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    make_team(convening, "waitlisted")
    convenings.change_convening(convening=convening, changes={"capacity_teams": 2}, by=BY, at=NOW)

    assert send("team.waitlisted") == []
    assert sum(map(offers_it, send("team.confirmed"))) == 6  # three of each team


def test_who_holds_the_office_no_more_gets_none(team: Team) -> None:
    """Nor who holds an office that did not promise."""
    gone, *others = parties_of(team)
    Party.objects.filter(pk=gone.pk).update(signatory=team.coordinator)

    mails = send("team.confirmed")
    assert sorted(mail.to[0] for mail in mails if offers_it(mail)) == sorted(map(named, others))


def test_complete_again_where_it_stood_it_gets_a_letter_of_its_own() -> None:
    team = waits_again(make_convening(capacity_teams=1), room=1)
    mails = send("certificate.ready")

    assert (team.place, sorted(mail.to[0] for mail in mails)) == ("waitlisted", sorted(map(named, parties_of(team))))
    assert mails[0].subject == "Mesa Verde is complete: the certificate"
    assert "became complete on Mon, March 1, 2027" in both(mails[0])
    assert all(map(offers_it, mails))


def test_complete_again_and_moved_up_it_comes_with_the_place() -> None:
    team = waits_again(make_convening(capacity_teams=1), room=2)

    assert (team.place, send("certificate.ready")) == ("confirmed", [])
    assert sum(map(offers_it, send("team.confirmed"))) == 3


def test_complete_again_and_offered_a_place_it_comes_beside_the_offer() -> None:
    team = waits_again(make_convening(capacity_teams=1, promotion="confirmed"), room=2)

    assert (team.place, len(send("team.offered")), len(send("certificate.ready"))) == ("offered", 4, 3)


def test_nobody_gets_it_any_more_once_it_does_not_hold() -> None:
    team = waits_again(make_convening(capacity_teams=1), room=1)
    party = parties_of(team)[0]
    promising.withdraw(party=party, reason="No.", by=f"person:{party.signatory_id}", at=NOW)

    assert send("certificate.ready") == []
    assert not box.outbox
    assert set(Message.objects.filter(occasion="certificate.ready").values_list("state", flat=True)) == {"cancelled"}


def test_asked_again_then_superseded(team: Team) -> None:
    publish(team, material=True)
    assert validity(team) == Validity.ASKED_AGAIN
    team.refresh_from_db()
    assert certificates.standing_certificate(team) is None  # of the team itself nobody sees the old names

    for party in parties_of(team):
        team = sign(party)

    assert (validity(team, 1), validity(team, 2)) == (Validity.SUPERSEDED, Validity.VALID)
    standing = certificates.standing_certificate(team)
    assert standing is not None
    assert (standing.number, [text.number for text in certificates.certificate_view(standing).texts]) == (2, [2])


def test_it_names_the_organization_that_was_promised_for(team: Team) -> None:
    first = Certificate.objects.get(team=team)
    stood = [signed.organization for signed in certificates.certificate_view(first).names]
    assert all(stood)
    publish(team, material=True)
    for number, party in enumerate(parties_of(team)):
        name = f"Đặng & 王小明 Union {number}"
        team = promising.sign(
            party=party, typed_name=party.signatory.name, evidence=evidence(party), by=f"person:{party.signatory_id}",
            at=NOW, organization=f" {name} ",
        )  # fmt: skip
        assert parties_of(team)[number].organization == name

    assert [signed.organization for signed in certificates.certificate_view(first).names] == stood
    second = certificates.certificate_view(Certificate.objects.get(team=team, number=2))
    assert [signed.organization for signed in second.names] == [f"Đặng & 王小明 Union {n}" for n in range(len(stood))]


def test_after_an_editorial_change_it_holds(team: Team) -> None:
    publish(team, material=False)

    assert validity(team) == Validity.VALID


def test_of_a_team_that_left_it_is_withdrawn(team: Team) -> None:
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)

    assert validity(team) == Validity.WITHDRAWN


def test_the_sheet_is_tagged_and_equal_each_time(team: Team) -> None:
    view = certificates.certificate_view(Certificate.objects.get(team=team))

    pdf = certificate_sheet(view)

    assert pdf[:5] == b"%PDF-"
    assert b"/StructTreeRoot" in pdf
    assert pdf == certificate_sheet(view)


def test_a_name_that_no_type_file_has_is_printed_all_the_same() -> None:
    team = make_team(state="committing")
    for party in parties_of(team):
        team = sign(party, typed_name="Ana 🦉 Ruiz")

    assert certificate_sheet(certificates.certificate_view(Certificate.objects.get(team=team)))[:5] == b"%PDF-"


def test_many_offices_and_long_names_fit_one_sheet() -> None:
    team = make_team(state="committing", kind="state", name="The Consolidated Unified Public Schools " * 4)
    for party in parties_of(team):
        if party.signatory is not None:
            team = sign(party, typed_name="Maria-Magdalena von und zu Hohenstaufen-Wittelsbach " * 3)
    if team.state != "committed":
        Party.objects.filter(agreement=team.agreement_id, signatory=None).update(requirement="optional")
        pytest.fail("The state team is not complete: mind its offices.")

    pdf = certificate_sheet(certificates.certificate_view(Certificate.objects.get(team=team)))

    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page\n") <= 1
