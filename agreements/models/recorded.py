from typing import ClassVar

from django.db import models

from agreements.models.commitment import Commitment
from journal.models import AppendOnlyModel, AppendOnlyQuerySet


class Scan(AppendOnlyModel):
    """The sheet of a promise that an organizer recorded: a private file, known by its digest."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="scan")
    name = models.CharField(max_length=100)  # in the private storage
    kind = models.CharField(max_length=40)  # "application/pdf", found in the file itself
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    objects: ClassVar = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Confirmation(AppendOnlyModel):
    """The signatory's own word, from their own address, for a promise that an organizer recorded."""

    commitment = models.OneToOneField(Commitment, on_delete=models.PROTECT, related_name="confirmation")
    at = models.DateTimeField()
    address = models.CharField(max_length=45, blank=True)
    user_agent = models.CharField(max_length=400, blank=True)
    link_sent_to = models.CharField(max_length=254, blank=True)

    objects: ClassVar = AppendOnlyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.commitment_id}"
