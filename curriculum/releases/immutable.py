"""Rows that are created and never updated or deleted.

The database says so itself, by a trigger on each table (migration 0003). These classes say it earlier, in Python.
"""

from typing import Any, NoReturn

from django.db import models


class ImmutableRowError(RuntimeError):
    """Code tried to change or delete a row that never changes."""


class ImmutableQuerySet(models.QuerySet):
    """A queryset that refuses to change rows."""

    def update(self, **values: Any) -> NoReturn:
        raise ImmutableRowError(f"{self.model.__name__} rows are never updated")

    def delete(self) -> NoReturn:
        raise ImmutableRowError(f"{self.model.__name__} rows are never deleted")


class ImmutableModel(models.Model):
    """A row that is created once. Its manager is made from ImmutableQuerySet or a queryset built on it."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Create the row; raises ImmutableRowError where it exists already."""
        if not self._state.adding:
            raise ImmutableRowError(f"{type(self).__name__} rows are never updated")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ImmutableRowError(f"{type(self).__name__} rows are never deleted")
