import pytest

from accounts.domain.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Rosa Okafor", "rosa okafor"),
        ("  José   Nuñez ", "jose nunez"),
        ("Đặng Thị Łukasz Ørsted", "dang thi lukasz orsted"),
        ("STRASSE Straße", "strasse strasse"),
        ("İstanbul ısı", "istanbul isi"),
        ("Ægir Œuvre Þór Ðorn", "aegir oeuvre thor dorn"),
        ("ﬁne ２０", "fine 20"),
        ("東京", "東京"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded
