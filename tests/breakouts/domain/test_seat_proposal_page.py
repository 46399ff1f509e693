from breakouts.domain.seat_proposal_page import ProposalPage, RowInWords


def test_who_fares_worst_stands_first_and_all_others_are_folded_away() -> None:
    rows = tuple(RowInWords(str(n), f"王小明 {n}", "", False, ()) for n in range(23))
    page = ProposalPage((), rows, 0)
    assert (page.first, [row.key for row in page.rest]) == (rows[:20], ["20", "21", "22"])
    assert ProposalPage((), rows[:20], 0).rest == ()
