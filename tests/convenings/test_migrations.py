"""What the convenings' migrations make of rows that stand there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("convenings", "0006_reminders")], [("convenings", "0007_reminder_rules")]


def migrate(to: Any) -> Any:
    """The models as they are then."""
    executor = MigrationExecutor(connection)
    return executor.migrate(to).apps


@pytest.fixture
def back_again() -> Iterator[None]:
    """The newest tables, whatever the test left."""
    yield
    migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("days", "kept", "enabled"),
    [([2, 10, 5, 5], [10, 5, 2], True), ([], [10, 5, 2], False), (list(range(20)), list(range(19, 7, -1)), True)],
)
def test_days_of_reminders_become_a_rule_and_back(
    back_again: None, days: list[int], kept: list[int], enabled: bool
) -> None:
    convening = make_convening()
    old = migrate(BEFORE).get_model("convenings", "Convening")
    old.objects.update(remind_days_before=days)
    rule = migrate(AFTER).get_model("convenings", "ReminderRule").objects.get()
    assert (rule.convening_id, rule.occasion, rule.who, rule.anchor) == (
        convening.pk, "commitment_open", "leaders", "promise_by_at",
    )  # fmt: skip
    assert (rule.days, rule.enabled, rule.since_at) == (kept, enabled, convening.opens_at)
    old = migrate(BEFORE).get_model("convenings", "Convening")
    assert old.objects.get().remind_days_before == (kept if enabled else [])
