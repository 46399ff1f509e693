"""What this room does as long work: tables to take along."""

from console.domain.exports import EXPORTS, run_export
from jobs import kinds


def connect() -> None:
    """Called once, when the rooms are ready."""
    for export in EXPORTS.values():
        kinds.register(export.kind, run_export)
