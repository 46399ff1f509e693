from collections.abc import Callable
from itertools import combinations

import pytest

from checkin.domain.codes import ALPHABET, LENGTH, check, new_code, spaced, tidy

QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_codes_carry_sixty_bits_in_letters_that_nobody_confuses() -> None:
    assert len(ALPHABET) ** (LENGTH - 1) >= 2**60
    assert set(ALPHABET) <= QR_ALPHANUMERIC - set("0O1IL")
    assert len(set(ALPHABET)) == len(ALPHABET)


def test_new_codes_check_and_differ() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(check(code) for code in codes)


def test_every_single_wrong_character_is_found() -> None:
    code = new_code()
    wrong = [code[:i] + other + code[i + 1 :] for i in range(LENGTH) for other in ALPHABET if other != code[i]]
    assert not any(check(each) for each in wrong)


def test_every_swap_of_two_characters_is_found() -> None:
    for _ in range(20):
        code = new_code()
        for i, j in combinations(range(LENGTH), 2):
            if code[i] != code[j]:
                swapped = list(code)
                swapped[i], swapped[j] = code[j], code[i]
                assert not check("".join(swapped))


@pytest.mark.parametrize("typed", [str.lower, lambda code: f"  {spaced(code)} ", lambda code: " ".join(code)])
def test_typing_is_forgiven(typed: Callable[[str], str]) -> None:
    code = new_code()
    assert tidy(typed(code)) == code


@pytest.mark.parametrize("other", ["", "HTTPS://EXAMPLE.ORG", "0" * LENGTH, "\x00", "é" * LENGTH])
def test_what_is_no_code_does_not_check(other: str) -> None:
    assert not check(tidy(other))
