"""What the bots remember that share a database of PostgreSQL's."""

from __future__ import annotations

import secrets
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.errors import MemoryUnavailable
from index import Listener, PostgresDatabase

from .claims import Claims
from .dialect import POSTGRES, storable, translated
from .schema import MEMORY, SETTINGS, SWEPT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PROBE_SECONDS = 1.0
"""How often a call waits for a server that is away; all others are refused at once meanwhile, so that an
answer isn't held up by each of the four looks that it takes into the memory."""


class PostgresMemory(PostgresDatabase, Claims):
    """One process's way to it; ``holder`` stands for the process."""

    layout = MEMORY
    dialect = POSTGRES

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.holder = secrets.token_hex(8)
        self._away_until = 0.0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made at once, or none; one inside another is part of it."""
        with self._watched(), super().transaction():
            yield

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """Refuse at once what would have to wait for a server that was away a moment ago."""
        if self.in_transaction:
            yield
            return
        if (now := time.monotonic()) < self._away_until:
            raise MemoryUnavailable(f"{self.place}: away; see that the server runs and try again")
        if self._away_until:
            self._away_until = now + PROBE_SECONDS  # this call probes
        try:
            yield
            self._away_until = 0.0
        except MemoryUnavailable:
            self._away_until = time.monotonic() + PROBE_SECONDS
            raise

    def _rows(self, sql: str, *args: object) -> list[Any]:
        statement, places, named = _bound(sql, args)
        with self._watched():
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
