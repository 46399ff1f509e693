import pytest

from jobs.states import TRANSITIONS, JobState

S = JobState
MAY_FOLLOW = {
    (S.WAITING, S.RUNNING), (S.WAITING, S.CANCELLED),
    (S.RUNNING, S.DONE), (S.RUNNING, S.FAILED), (S.RUNNING, S.CANCELLED), (S.RUNNING, S.WAITING),
}  # fmt: skip


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_what_may_follow_what(before: JobState, after: JobState) -> None:
    assert (after in TRANSITIONS[before]) == ((before, after) in MAY_FOLLOW)
