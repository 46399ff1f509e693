"""Triggers that hold the journal where the ORM cannot: no entry is changed or deleted, sealing fills it once.

The initial migration raises them. A personal payload may only be emptied.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

CONTENT = ("id", "kind", "at", "by", "convening_id", "subject", "data", "payload_digest")
KEPT = ("id", "entry_id", "person_id")
WORDS = "the journal only grows"

ENTRY_CHANGED = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in CONTENT)
PAYLOAD_CHANGED = " OR ".join(f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in KEPT)
REFUSED = {
    "journal_entry_no_change": ("UPDATE", "journal_entry", f"OLD.number IS NOT NULL OR {ENTRY_CHANGED}"),
    "journal_entry_no_delete": ("DELETE", "journal_entry", ""),
    "journal_payload_no_change": (
        "UPDATE",
        "journal_entrypayload",
        f"""OLD.erased_at IS NOT NULL OR NEW."values" IS NOT NULL OR NEW.erased_at IS NULL OR {PAYLOAD_CHANGED}""",
    ),
    "journal_payload_no_delete": ("DELETE", "journal_entrypayload", ""),
}

POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def raise_guards(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers; those that are there are replaced."""
    lower_guards(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for name, (event, table, condition) in REFUSED.items():
            when = f"WHEN ({_spelled(condition, connection.vendor)})" if condition else ""
            act = (
                "EXECUTE FUNCTION journal_refuse()"
                if connection.vendor == "postgresql"
                else f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
            )
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {when} {act}")


def lower_guards(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers. Only migrations and tests of tampering do."""
    with connection.cursor() as cursor:
        for name, (_event, table, _condition) in REFUSED.items():
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def _spelled(condition: str, vendor: str) -> str:
    """SQLite says IS NOT where PostgreSQL says IS DISTINCT FROM."""
    return condition if vendor == "postgresql" else condition.replace("IS DISTINCT FROM", "IS NOT")
