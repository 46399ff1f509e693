from journal.models.entry import Entry, EntryPayload
from journal.models.head import ChainHead

__all__ = ["ChainHead", "Entry", "EntryPayload"]
