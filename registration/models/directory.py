from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from registration.states import Locale


class DirectoryQuerySet(models.QuerySet["DirectoryEntry"]):
    def named(self, words: str) -> Self:
        """Those whose name or town holds all the words, accents and capitals forgiven; the largest first."""
        found = self
        for part in fold(words).split():
            found = found.filter(folded_name__contains=part)
        return found.order_by(models.F("enrollment").desc(nulls_last=True), "folded_name", "pk")


class DirectoryEntry(models.Model):
    """A school district as the federal directory lists it: it prefills a registration, and no more."""

    leaid = models.CharField(_("id"), max_length=7, unique=True)
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=320)  # with its town and its state, as it is searched
    city = models.CharField(_("town"), max_length=120, blank=True)
    us_state = models.CharField(_("state"), max_length=2, db_index=True)
    enrollment = models.PositiveIntegerField(_("students"), null=True)  # None: not stated
    locale = models.CharField(_("locale"), max_length=10, choices=Locale, blank=True)  # "": not stated
    source = models.CharField(_("source"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    imported_at = models.DateTimeField()

    objects: ClassVar = DirectoryQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}, {self.us_state}"
