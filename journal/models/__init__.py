from journal.models.append_only import AppendOnlyModel, AppendOnlyQuerySet, WrittenOnceError
from journal.models.entry import Entry, EntryPayload
from journal.models.head import ChainHead

__all__ = ["AppendOnlyModel", "AppendOnlyQuerySet", "ChainHead", "Entry", "EntryPayload", "WrittenOnceError"]
