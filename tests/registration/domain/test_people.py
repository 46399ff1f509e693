"""What a name may hold."""

import pytest

from registration.domain.people import NameIsAddress, NameUnprintable, check_names


@pytest.mark.parametrize(
    "name",
    [
        "O'Brien-Nuñez", "Đặng", "王小明", "J.R. Smith", "J. R. Smith Jr.", "St. Louis Public Schools", "St.Louis",
        "St.Mary's", "D.C. Public Schools", "Ann Roe, Ph.D.", "Local No.12", "AFT/NEA, AFL-CIO", "Dr.Ann Roe",
        "U.S. Grant", "Columbus City Schools", "P.S.101", "A.M.E. Zion", "", "Win. Now", "Coop. Comm.",
    ],
)  # fmt: skip
def test_names_of_people_teams_and_organizations_pass(name: str) -> None:
    check_names(name)


@pytest.mark.parametrize(
    "name",
    [
        "https://evil.example", "Win: http://1.2.3.4/", "WWW.evil.example", "evil.com", "EVIL.COM",
        "Go to bit.ly/x now", "x.com", "t.me/spam", "Ann ann@evil.org", "St.Louis.com", "пример.рф",
        "sub.evil.example.", "(evil.net)",
    ],
)  # fmt: skip
def test_what_a_mail_program_makes_a_link_of_is_no_name(name: str) -> None:
    with pytest.raises(NameIsAddress):
        check_names("Ann Roe", name)


def test_room_between_words_hides_nothing_and_a_flood_of_dashes_is_read_at_once() -> None:
    with pytest.raises(NameIsAddress):
        check_names(f"Ann{' ' * 1000}evil.com")
    check_names("-" * 1_000_000)


@pytest.mark.parametrize("name", ["a\nb", "a\x07", "\u202eevil", "a\u2066b", "a\0"])
def test_marks_that_break_or_turn_lines_are_refused(name: str) -> None:
    with pytest.raises(NameUnprintable) as refused:
        check_names(name, field="holders.superintendent")
    assert refused.value.field == "holders.superintendent"
