"""What the bots remember that share a database of PostgreSQL's."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from index import Listener, PostgresDatabase

from .claims import Claims
from .dialect import POSTGRES, storable, translated
from .schema import MEMORY, SETTINGS, SWEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class PostgresMemory(PostgresDatabase, Claims):
    """One process's way to it; ``holder`` stands for the process."""

    layout = MEMORY
    dialect = POSTGRES

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.holder = secrets.token_hex(8)

    def _rows(self, sql: str, *args: object) -> list[Any]:
        statement, places, named = _bound(sql, args)
        return self.rows(statement, *places, **named)

    def _change(self, sql: str, *args: object) -> int:
        statement, places, named = _bound(sql, args)
        return self.change(statement, *places, **named)

    def _change_many(self, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
        self.change_many(translated(sql)[0], rows)

    def as_kept(self, row: tuple[object, ...]) -> tuple[object, ...]:
        """A row without what PostgreSQL's texts can't have."""
        return tuple(map(storable, row))

    def expire(self, before: float) -> int:
        """As in any memory; with it, all dead rows are taken out of the tables that hold words."""
        erased = super().expire(before)
        self._vacuum()
        return erased

    def forget(self, person: int) -> int:
        """As in any memory; their dead rows are taken out of the tables at once."""
        erased = super().forget(person)
        self._vacuum()
        return erased

    def settings_told(self, heard: Callable[[int | None], object]) -> Listener:
        """Listen on a connection of its own."""

        def told(guild: str | None) -> None:
            heard(None if guild is None else int(guild))

        return Listener(self.address, SETTINGS, told)

    def _vacuum(self) -> None:
        self.maintain(f"VACUUM {', '.join(f'{MEMORY.schema}.{table}' for table in SWEPT)}")

    def _sweep(self) -> None:
        """Autovacuum does, and ``expire`` every hour: a VACUUM for each answer deleted would be too dear."""


def _bound(sql: str, args: tuple[object, ...]) -> tuple[str, tuple[object, ...], dict[str, object]]:
    statement, numbered = translated(sql)
    values = tuple(map(storable, args))
    if numbered:
        return statement, (), {f"p{place}": value for place, value in enumerate(values, 1)}
    return statement, values, {}
