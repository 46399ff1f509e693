"""Neighbours, read off the drawing."""

from expo.domain.neighbours import Rectangle, edges_of


def row(count: int, *, x: int = 0, y: int = 0, down: bool = False) -> list[Rectangle]:
    return [Rectangle(x + (0 if down else 10 * n), y + (10 * n if down else 0), 10, 10) for n in range(count)]


def test_booths_of_a_row_stand_side_by_side() -> None:
    assert edges_of(row(3)) == ((0, 1, 2), (1, 2, 2))


def test_back_to_back_is_less_near_even_at_the_end_of_the_rows() -> None:
    edges = edges_of([*row(3), *row(3, y=10)])
    assert edges == ((0, 1, 2), (0, 3, 1), (1, 2, 2), (1, 4, 1), (2, 5, 1), (3, 4, 2), (4, 5, 2))


def test_rows_may_run_down_the_hall() -> None:
    edges = edges_of([*row(3, down=True), *row(3, x=10, down=True)])
    assert (0, 1, 2) in edges
    assert (0, 3, 1) in edges


def test_opposite_across_an_aisle_but_not_across_a_wide_one() -> None:
    opposite = [*row(2), *row(2, y=22)]
    assert (0, 2, 1) in edges_of(opposite)
    assert (0, 3, 1) not in edges_of(opposite)
    assert (0, 2, 1) not in edges_of([*row(2), *row(2, y=23)])
    assert (0, 2, 1) in edges_of([*row(2), *row(2, y=23)], aisle=13)


def test_a_booth_in_between_hides_what_is_behind_it() -> None:
    assert edges_of([Rectangle(0, 0, 10, 10), Rectangle(2, 11, 6, 2), Rectangle(0, 14, 10, 10)], aisle=12) == (
        (0, 1, 1), (1, 2, 1),
    )  # fmt: skip


def test_booths_that_meet_in_a_corner_are_no_neighbours() -> None:
    assert edges_of([Rectangle(0, 0, 10, 10), Rectangle(10, 10, 10, 10)]) == ()


def test_an_aisle_is_looked_across_by_at_least_half_a_booth() -> None:
    assert edges_of([Rectangle(0, 0, 10, 10), Rectangle(6, 20, 10, 10)]) == ()
    assert edges_of([Rectangle(0, 0, 10, 10), Rectangle(5, 20, 10, 10)]) == ((0, 1, 1),)


def test_nothing_and_one() -> None:
    assert edges_of([]) == ()
    assert edges_of(row(1)) == ()


def test_a_drawn_aisle_parts_booths_that_face_each_other() -> None:
    opposite = [*row(2), *row(2, y=20)]
    assert (0, 2, 1) in edges_of(opposite)
    assert edges_of(opposite, walls=[Rectangle(0, 10, 20, 10)]) == ((0, 1, 2), (2, 3, 2))
