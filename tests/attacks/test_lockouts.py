"""What one person in a network does wrong keeps no other out; and who guesses is held all the same."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from agreements.models import Party
from convenings.models import Convening
from mail.models import Message
from registration.domain import unproved
from registration.models import Certificate, HeldRegistration, RegistrationDraft, Team
from registration.views import limits
from tests.registration.domain.test_questions import PDF, ask
from tests.registration.domain.test_succession import ask_code
from tests.registration.doors import as_signatory, stand_still
from tests.registration.factories import NOW, make_convening, make_team, party_of
from tests.registration.views.test_answer import promise
from tests.registration.views.test_register import typed

pytestmark = pytest.mark.django_db
CROWD = "Many codes that were typed from this network are wrong, yours too."
OFTEN = "Several mails about a registration went to this address today."


@pytest.fixture(autouse=True)
def _no_tries_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    stand_still(monkeypatch)


def holder_of(team: Team, office: str) -> tuple[Client, Party, str]:
    """Somebody with a code in their mailbox."""
    party = party_of(team, office)
    return as_signatory(Client(), party), party, ask_code(party)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_wrong_codes_of_others_keep_no_holder_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is filled by one who guesses: they have no more tries, an honest slip is forgiven."""
    monkeypatch.setitem(limits.PER_HOUR, "code", 3)
    team = make_team(make_convening(code_before_promise=True), state="committing")
    guesser, eve, hers = holder_of(team, "union_president")
    told = [CROWD in promise(guesser, eve, code=wrong(hers)) for _ in range(4)]
    assert told == [False, False, False, True]
    assert CROWD in promise(guesser, eve, code=hers)
    honest, ann, code = holder_of(team, "superintendent")
    assert CROWD not in promise(honest, ann, code=wrong(code))
    assert "Thank you." in promise(honest, ann, code=code)


def test_right_codes_count_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.PER_HOUR, "code", 1)
    monkeypatch.setattr(limits, "WRONG_CODES_IN_A_CROWD", 0)
    team = make_team(make_convening(code_before_promise=True), state="committing")
    for office in ("union_president", "superintendent"):
        client, party, code = holder_of(team, office)
        assert "Thank you." in promise(client, party, code=code)


def test_a_certificate_is_shown_whatever_others_type(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNKNOWN_CERTIFICATES", 2)
    make_team(state="confirmed")
    code = Certificate.objects.get().code
    assert [client.get(f"/verify/{n:022d}/").status_code for n in range(3)] == [404, 404, 429]
    assert client.get(f"/verify/{code}/").status_code == 200
    assert client.get(f"/verify/{9:022d}/").status_code == 429


def later(convening: Convening, address: str, **over: str) -> Any:
    kept = typed(step="later", coordinator_email=address, **over)
    return Client().post(f"/c/{convening.slug}/register/", kept)


def test_a_strangers_mailbox_gets_few_drafts_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the capitals, the network and the convening; a hall full of others goes on."""
    one, other = make_convening(slug="one"), make_convening(slug="other")
    addresses = ("v@example.org", "V+tag@example.org") * unproved.KEPT_A_DAY
    answers = [later(where, address) for where, address in zip((one, other) * 4, addresses, strict=True)]
    assert [answer.status_code for answer in answers] == [302] * 4 + [422] * 4
    assert OFTEN in answers[-1].content.decode()
    assert 'id="id_coordinator_email_error"' in answers[-1].content.decode()
    assert Message.objects.count() == RegistrationDraft.objects.count() == unproved.KEPT_A_DAY
    assert {later(one, f"{n}@example.org").status_code for n in range(30)} == {302}
    stand_still(monkeypatch, NOW + timedelta(days=1))
    assert later(one, "v@example.org").status_code == 302


def test_a_strangers_mailbox_gets_few_registrations_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Teams and what is held count together: each writes to the address."""
    monkeypatch.setattr(unproved, "REGISTERED_A_DAY", 2)
    convening = make_convening()
    make_team(convening, "committing", name="Mesa Verde USD", place_name="Cortez", us_state="CO")
    address = f"/c/{convening.slug}/register/"
    sent = [
        typed(), typed(name="Aztec USD", place_name="Aztec", coordinator_email="Luisa+2@example.org"),
        typed(name="Zuni USD", place_name="Zuni"),
    ]  # fmt: skip
    answers = [Client().post(address, fields) for fields in sent]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert OFTEN in answers[-1].content.decode()
    assert (Team.objects.count(), HeldRegistration.objects.count()) == (2, 1)
    assert Client().post(address, typed(**{**sent[2], "coordinator_email": "o@example.org"})).status_code == 302
    stand_still(monkeypatch, NOW + timedelta(days=1))
    assert Client().post(address, sent[2] | {"name": "Gallup USD", "place_name": "Gallup"}).status_code == 302


class TestFiles:
    """What somebody sends with a registration fills no disk."""

    @pytest.fixture
    def asking(self) -> tuple[Convening, str]:
        convening = make_convening()
        return convening, f"question_{ask(convening, kind='file').pk}"

    def send(self, asking: tuple[Convening, str], **over: str) -> Any:
        convening, field = asking
        file = {field: SimpleUploadedFile("letter.pdf", PDF)}
        return Client().post(f"/c/{convening.slug}/register/", typed(**over) | file)

    def stored(self, convening: Convening) -> set[str]:
        """Names in the private storage; rows of other tests with this number may have left some."""
        folder = f"answers/{convening.pk}"
        return set(storages["private"].listdir(folder)[1]) if storages["private"].exists(folder) else set()

    def test_nothing_stays_of_what_is_refused(self, asking: tuple[Convening, str]) -> None:
        before = self.stored(asking[0])
        assert self.send(asking, name="www.evil.example").status_code == 422
        assert self.stored(asking[0]) == before
        assert self.send(asking).status_code == 302
        assert len(self.stored(asking[0]) - before) == 1

    def test_few_come_from_one_network(self, asking: tuple[Convening, str], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(limits.PER_HOUR, "files", 0)
        before = self.stored(asking[0])
        assert self.send(asking).status_code == 422
        assert self.stored(asking[0]) == before
        assert Client().post(f"/c/{asking[0].slug}/register/", typed()).status_code == 302
