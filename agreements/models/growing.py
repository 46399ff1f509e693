"""Rows that are only ever added. A trigger in the database says the same (agreements.only_grows)."""

from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class OnlyGrows(Exception):
    """Code tried to edit or delete a row that stands for good. A bug, never an answer to a user."""


class GrowingQuerySet(models.QuerySet[M]):
    """Adds and reads; refuses to edit or delete."""

    def update(self, **values: Any) -> NoReturn:
        raise OnlyGrows(f"Rows of {self.model.__name__} are never edited: add a new one.")

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise OnlyGrows(f"Rows of {self.model.__name__} are never edited: add a new one.")

    def delete(self) -> NoReturn:
        raise OnlyGrows(f"Rows of {self.model.__name__} are never deleted.")


class GrowingModel(models.Model):
    """The parent of such rows."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise OnlyGrows(f"Rows of {type(self).__name__} are never edited: add a new one.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise OnlyGrows(f"Rows of {type(self).__name__} are never deleted.")
