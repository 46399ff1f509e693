"""Reads that many requests make: their SQL is built once in a process, and not each time anew.

To build a read of joined tables takes Django two to five times as long as it takes PostgreSQL to answer it. What comes
back is what the queryset would give: models, joined ones, deferred columns, locks.
"""

import copy
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections, models
from django.db.models.query import ModelIterable

M = TypeVar("M", bound=models.Model)
_MARK = -1_000_000_007  # ids that no row has; in their places in the SQL stand those that are asked for


class KeptRead(Generic[M]):
    """A queryset that differs by ids alone, which `build` is called with: it asks for the same whatever they are."""

    def __init__(self, build: Callable[..., "models.QuerySet[M]"]) -> None:
        self.build = build
        self.kept: tuple[models.QuerySet[M], Any, str, tuple[Any, ...]] | None = None

    def rows(self, *ids: int | None) -> list[M]:
        """All of them, in the order of the queryset. One statement."""
        queryset, compiler, sql, params = self.kept or self._keep(len(ids))
        connection = connections[queryset.db]
        if queryset.query.select_for_update and connection.get_autocommit():
            return list(self.build(*ids))  # it says that a lock wants a transaction
        asked = copy.copy(compiler)
        asked.connection = connection
        asked.as_sql = lambda: (sql, tuple(ids[_MARK - one] if _is_mark(one, ids) else one for one in params))
        query = SimpleNamespace(get_compiler=lambda using: asked)
        known: Any = SimpleNamespace(db=queryset.db, query=query, _known_related_objects={})
        return list(ModelIterable(known))

    def get(self, *ids: int | None) -> M:
        """The one that there is. One statement. DoesNotExist where there is none."""
        for row in self.rows(*ids):
            return row
        assert self.kept
        raise self.kept[0].model.DoesNotExist  # type: ignore[attr-defined]

    def _keep(self, number: int) -> tuple["models.QuerySet[M]", Any, str, tuple[Any, ...]]:
        queryset = self.build(*(_MARK - place for place in range(number)))
        compiler: Any = queryset.query.get_compiler(using=queryset.db)
        sql, params = compiler.as_sql()
        self.kept = (queryset, compiler, sql, tuple(params))
        return self.kept


def _is_mark(value: object, ids: tuple[int | None, ...]) -> bool:
    return isinstance(value, int) and _MARK - len(ids) < value <= _MARK
