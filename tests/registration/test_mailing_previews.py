"""A preview is written by the composer that writes the mail, and leaves nothing behind."""

import pytest

from accounts.models import PrivateLink
from mail.domain.templates import editable
from mail.models import Message
from mail.occasions import Button, Occasion, PrivateUrl
from registration.mailing_previews import preview_letter
from registration.models import PromiseCode, Team
from tests.registration.factories import NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
BY_STATE = {
    "committing": {"team.registered", "commitment.invited", "commitment.reminder", "attendee.badge", "team.lapsing"},
    "confirmed": {"team.registered", "team.confirmed", "certificate.ready", "attendee.badge"},
    "waitlisted": {"team.waitlisted"},
}


def named(name: str) -> Occasion:
    return next(one for one in editable() if one.name == name)


def left_behind() -> tuple[int, int, int]:
    return PrivateLink.objects.count(), Message.objects.count(), PromiseCode.objects.count()


@pytest.fixture(params=sorted(BY_STATE))
def team(request: pytest.FixtureRequest) -> Team:
    convening = make_convening(capacity_teams=1)
    if request.param == "waitlisted":
        make_team(convening, "confirmed")
    return make_team(convening, request.param, name="Mesa Verde")


def test_every_mail_has_a_preview_with_all_that_it_declares_and_leaves_nothing(team: Team) -> None:
    before, real = left_behind(), set()
    for occasion in editable():
        letter, is_real = preview_letter(occasion, team, at=NOW)
        assert set(occasion.samples) <= set(letter.values), occasion.name
        assert [button.url for button in letter.buttons] == [PrivateUrl("#private-link")] * len(letter.buttons)
        assert len(letter.buttons) == int(occasion.has_button) or is_real
        assert letter.values["convening"] == team.convening.name
        assert "team" not in letter.values or letter.values["team"] == "Mesa Verde"
        real |= {occasion.name} if is_real else set()
    assert left_behind() == before
    state = "waitlisted" if team.place == "waitlisted" else "confirmed" if team.place == "confirmed" else "committing"
    assert real >= BY_STATE[state]


def test_without_a_team_there_are_samples() -> None:
    letter, is_real = preview_letter(named("commitment.code"), None, at=NOW)
    assert (letter.values["code"], is_real, letter.buttons) == ("123456", False, [])


def test_no_code_is_drawn_for_a_preview() -> None:
    team = make_team(make_convening(), "committing")
    letter, is_real = preview_letter(named("commitment.code"), team, at=NOW)
    assert (letter.values["code"], is_real) == ("123456", False)


def test_a_link_is_minted_when_the_mail_is_sent_and_not_before() -> None:
    minted: list[int] = []

    def mint() -> PrivateUrl:
        minted.append(1)
        return PrivateUrl("https://accord.example.org/l/x/")

    button = Button("Go", mint)
    assert minted == []
    assert button.minted().url == "https://accord.example.org/l/x/"
    assert button.minted().minted().url == "https://accord.example.org/l/x/"
    assert len(minted) == 2
