"""The paper that badges are printed on: its measures in millimetres, and how many badges a page holds."""

from dataclasses import dataclass

from checkin.states import BadgeFormat

INCH = 25.4
LETTER = (8.5 * INCH, 11 * INCH)
A4 = (210.0, 297.0)


@dataclass(frozen=True)
class Paper:
    """A page, and the badges on it: centred, with gaps between them. `plain`: the printer has one colour."""

    page: tuple[float, float]
    badge: tuple[float, float]
    columns: int = 1
    rows: int = 1
    gaps: tuple[float, float] = (0.0, 0.0)
    plain: bool = False

    @property
    def each(self) -> int:
        return self.columns * self.rows

    @property
    def is_sheet(self) -> bool:
        """Whether badges are cut out of a larger page."""
        return self.page != self.badge

    @property
    def margins(self) -> tuple[float, float]:
        """Left and right, top and bottom."""
        wide = self.columns * self.badge[0] + (self.columns - 1) * self.gaps[0]
        high = self.rows * self.badge[1] + (self.rows - 1) * self.gaps[1]
        return ((self.page[0] - wide) / 2, (self.page[1] - high) / 2)


_CARD = (4 * INCH, 3 * INCH)
PAPERS: dict[BadgeFormat, Paper] = {
    BadgeFormat.LETTER_6: Paper(LETTER, _CARD, 2, 3),
    BadgeFormat.LETTER_4: Paper(LETTER, (LETTER[0] / 2, LETTER[1] / 2), 2, 2),
    BadgeFormat.LETTER_8: Paper(LETTER, (3.375 * INCH, 7 / 3 * INCH), 2, 4, gaps=(0.375 * INCH, 0.1875 * INCH)),
    BadgeFormat.LETTER_1: Paper(LETTER, _CARD),
    BadgeFormat.A4_6: Paper(A4, (96.0, 76.0), 2, 3),
    BadgeFormat.A4_4: Paper(A4, (105.0, 148.5), 2, 2),
    BadgeFormat.A4_8: Paper(A4, (86.0, 56.0), 2, 4, gaps=(6.0, 4.0)),
    BadgeFormat.A4_1: Paper(A4, _CARD),
    BadgeFormat.CARD_4X3: Paper(_CARD, _CARD),
    BadgeFormat.LABEL_62: Paper((100.0, 62.0), (100.0, 62.0), plain=True),
}
USUAL = BadgeFormat.LETTER_6
LABELS = tuple(paper for paper, measures in PAPERS.items() if measures.each == 1)  # one badge at a time
