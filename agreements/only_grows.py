"""Triggers that keep anyone who holds the connection from editing or deleting what was promised.

Put in place after every `migrate`, because SQLite drops the triggers of a table that a migration rebuilds.
A migration that must touch such rows drops the trigger first and says why. Rooms above name their own tables as
`only_grows` of their app's configuration.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connections

TABLES = (
    "agreements_commitment",
    "agreements_confirmation",
    "agreements_scan",
    "agreements_statementversion",
)
ACTIONS = ("UPDATE", "DELETE")

FUNCTION = """
CREATE OR REPLACE FUNCTION agreements_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never edited or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def trigger_name(table: str, action: str) -> str:
    return f"{table}_never_{action.lower()}"


def triggers_of(using: str) -> set[str]:
    """The names of the triggers that stand in this database."""
    connection = connections[using]
    query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def put_in_place(using: str, tables: Sequence[str] = TABLES) -> None:
    """Creates the triggers that are missing, where the tables exist. Idempotent."""
    connection = connections[using]
    known, there = set(connection.introspection.table_names()), triggers_of(using)
    missing = [
        (table, action)
        for table in tables
        for action in ACTIONS
        if table in known and trigger_name(table, action) not in there
    ]
    with connection.cursor() as cursor:
        if missing and connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table, action in missing:
            cursor.execute(_statement(connection.vendor, table, action))


def _statement(vendor: str, table: str, action: str) -> str:
    head = f"CREATE TRIGGER {trigger_name(table, action)} BEFORE {action} ON {table} FOR EACH ROW"
    if vendor == "postgresql":
        return f"{head} EXECUTE FUNCTION agreements_only_grows()"
    return f"{head} BEGIN SELECT RAISE(ABORT, 'rows of {table} are never edited or deleted'); END"


def after_migrate(sender: Any, using: str = "default", **extra: Any) -> None:
    """Receiver of `post_migrate`."""
    put_in_place(using, sender.only_grows)
