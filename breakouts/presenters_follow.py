"""A trigger by which the slot of a presentation is always that of its session, whoever moves the session.

It stands beside the constraint that nobody presents twice in one slot, and spares every move a statement. Put in place
after every `migrate`, because SQLite drops the triggers of a table that a migration rebuilds.
"""

from typing import Any

from django.db import connections

NAME = "breakouts_presenters_follow"
FOLLOW = "UPDATE breakouts_presentation SET slot_id = NEW.slot_id WHERE session_id = NEW.id"
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {FOLLOW};
    RETURN NULL;
END
$$
"""
TRIGGER = f"CREATE TRIGGER {NAME} AFTER UPDATE OF slot_id ON breakouts_session FOR EACH ROW WHEN (OLD.slot_id IS "


def put_in_place(using: str) -> None:
    """Make the trigger anew, where its tables stand. Idempotent."""
    connection = connections[using]
    if not {"breakouts_session", "breakouts_presentation"} <= set(connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON breakouts_session")
            cursor.execute(f"{TRIGGER} DISTINCT FROM NEW.slot_id) EXECUTE FUNCTION {NAME}()")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS {NAME}")
            cursor.execute(f"{TRIGGER} NOT NEW.slot_id) BEGIN {FOLLOW}; END")


def after_migrate(sender: Any, using: str = "default", **extra: Any) -> None:
    """Receiver of `post_migrate`."""
    put_in_place(using)
