"""How the tables of the memory are read and changed, whichever engine keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractContextManager

    from .dialect import Dialect


class Tables(ABC):
    """The tables; the places of a statement are ``?``, or ``?1``, ``?2`` … where one stands in it twice.

    Its methods block, and may be called from several threads.
    """

    dialect: ClassVar[Dialect]

    @abstractmethod
    def close(self) -> None:
        """Close them; they can't be used afterwards."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside are made at once, or none; one inside another is part of it."""

    @abstractmethod
    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment, whatever another process commits meanwhile."""

    def page(
        self, table: str, columns: str, keys: int, after: Sequence[object], most: int
    ) -> list[tuple[Any, ...]]:
        """The rows of a table behind a key, of which there are so many at most; the first ``keys`` columns
        are the key, in whose order they come."""
        key = ", ".join(columns.split(", ")[:keys])
        behind = f"WHERE ({key}) > ({', '.join('?' * keys)})" if after else ""
        return self._rows(f"SELECT {columns} FROM {table} {behind} ORDER BY {key} LIMIT ?", *after, most)  # noqa: S608

    def insert(self, table: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows."""
        places = ", ".join("?" * len(columns.split(", ")))
        self._change_many(f"INSERT INTO {table} ({columns}) VALUES ({places})", [*map(self.as_kept, rows)])  # noqa: S608

    def as_kept(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """A row as this engine keeps it."""
        return row

    @abstractmethod
    def _rows(self, sql: str, *args: object) -> list[Any]:
        """The rows that a statement gives."""

    @abstractmethod
    def _change(self, sql: str, *args: object) -> int:
        """Run one statement, committed unless it is part of a transaction; gives how many rows it changed."""

    @abstractmethod
    def _change_many(self, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Run one statement for each of the rows."""

    def _erase(self, *changes: tuple[str, object]) -> int:
        """Make changes of one parameter each in one transaction, and leave nothing of what they took where
        it can be read; gives how many rows they changed."""
        with self.transaction():
            erased = sum(self._change(sql, value) for sql, value in changes)
        self._sweep()
        return erased

    @abstractmethod
    def _sweep(self) -> None:
        """Take what was erased out of where the engine keeps it still."""
