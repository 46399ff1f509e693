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
def test_days_of_reminders_become_a_rule_and_back(back_again: None) -> None:
    days = {"some": [2, 10, 5, 5], "none": [], "many": list(range(20))}
    rules = {"some": ([10, 5, 2], True), "none": ([10, 5, 2], False), "many": (list(range(19, 7, -1)), True)}
    opened = {name: make_convening(slug=name).opens_at for name in days}
    old = migrate(BEFORE).get_model("convenings", "Convening")
    for name, told in days.items():
        old.objects.filter(slug=name).update(remind_days_before=told)

    found = migrate(AFTER).get_model("convenings", "ReminderRule").objects
    assert {rule.convening.slug: (rule.days, rule.enabled) for rule in found.select_related("convening")} == rules
    assert dict(found.values_list("convening__slug", "since_at")) == opened
    asked = {("commitment_open", "leaders", "promise_by_at")}
    assert set(found.values_list("occasion", "who", "anchor")) == asked

    old = migrate(BEFORE).get_model("convenings", "Convening")
    kept = {name: rule_days if enabled else [] for name, (rule_days, enabled) in rules.items()}
    assert dict(old.objects.values_list("slug", "remind_days_before")) == kept
