"""Rows that are written once: whoever tries to change or delete one is a bug, and is told so."""

from typing import Any, NoReturn, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WrittenOnceError(TypeError):
    """Somebody tried to change or delete a row that stays as it was written."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise WrittenOnceError(f"{model.__name__} rows are written once; append another row.")


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Reads and creates; `update`, `bulk_update` and `delete` raise."""

    def update(self, **kwargs: Any) -> int:
        _refuse(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _refuse(self.model)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse(self.model)


class AppendOnlyModel(models.Model):
    """A row that can be inserted and read, and nothing else, through the ORM."""

    objects: Any = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; raises when the row is already there."""
        if not self._state.adding:
            _refuse(type(self))
        super().save(*args, **{**kwargs, "force_insert": True, "update_fields": None})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse(type(self))
