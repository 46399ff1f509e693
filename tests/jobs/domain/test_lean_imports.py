"""A library is loaded without another, which everybody gets afterwards all the same."""

import sys

import pytest

from jobs.domain.lean_imports import without


def test_it_is_not_there_meanwhile_and_is_afterwards() -> None:
    sys.modules.pop("colorsys", None)
    with without("colorsys"), pytest.raises(ImportError):
        import colorsys
    import colorsys

    assert colorsys.rgb_to_hsv(0, 0, 0) == (0, 0, 0)


def test_what_is_loaded_already_stays() -> None:
    with without("sys"):
        import sys as same
    assert same is sys


def test_it_is_back_after_a_fault_too() -> None:
    with pytest.raises(RuntimeError), without("nothing_like_this"):
        raise RuntimeError
    assert "nothing_like_this" not in sys.modules
