import pytest

from mail.states import TRANSITIONS, MessageState

S = MessageState
MAY_FOLLOW = {
    (S.HELD, S.QUEUED), (S.HELD, S.CANCELLED), (S.HELD, S.SENT),
    (S.QUEUED, S.SENDING), (S.QUEUED, S.SENT), (S.QUEUED, S.HELD), (S.QUEUED, S.CANCELLED),
    (S.SENDING, S.SENT), (S.SENDING, S.QUEUED), (S.SENDING, S.FAILED), (S.SENDING, S.CANCELLED),
    (S.SENT, S.BOUNCED),
    (S.FAILED, S.QUEUED), (S.FAILED, S.CANCELLED), (S.FAILED, S.SENT),
    (S.BOUNCED, S.QUEUED), (S.CANCELLED, S.SENT),
}  # fmt: skip


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_what_may_follow_what(before: MessageState, after: MessageState) -> None:
    assert (after in TRANSITIONS[before]) == ((before, after) in MAY_FOLLOW)
