"""One transaction of one thread, and the statements that are sent in it."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

import psycopg
from psycopg.pq import TransactionStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
Args: TypeAlias = "Sequence[object] | Mapping[str, object]"
Statement: TypeAlias = "tuple[str, Args]"
"""SQL, and what stands in its places."""


class Block:
    """A transaction that begins with its first statement: ``begin`` is sent together with that."""

    def __init__(self, begin: Sequence[Statement]) -> None:
        self.begin = begin
        self.connection: Connection | None = None
        self.failed = False

    def commit(self) -> None:
        """Make its changes, if it ever began.

        Raises:
            psycopg.Error: they can't be made, as after a statement that failed.
        """
        if self.failed or (
            self.connection is not None and _status(self.connection) == TransactionStatus.INERROR
        ):
            raise psycopg.OperationalError("a statement failed before, so that nothing was changed")
        if self.connection is not None:
            self.connection.execute(b"COMMIT")


def send(connection: Connection, statements: Sequence[Statement]) -> list[list[Any]]:
    """The rows of each of the statements, which are sent together: one way there and back."""
    if len(statements) == 1:
        return [_fetched(_run(connection, *statements[0]))]
    with connection.pipeline():
        cursors = [_run(connection, *statement) for statement in statements]
    return [_fetched(cursor) for cursor in cursors]


def _run(connection: Connection, sql: str, args: Args) -> psycopg.Cursor[tuple[Any, ...]]:
    return connection.execute(sql.encode(), args or None, binary=True)


def _fetched(cursor: psycopg.Cursor[tuple[Any, ...]]) -> list[Any]:
    return cursor.fetchall() if cursor.description else []


def roll_back(connection: Connection) -> None:
    """Take back what a connection has begun, if anything."""
    if _status(connection) in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        with suppress(psycopg.Error):
            connection.execute(b"ROLLBACK")


def _status(connection: Connection) -> TransactionStatus:
    return connection.info.transaction_status


class Statements:
    """Runs statements whose places are ``?`` on a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> psycopg.Cursor[Any]:
        """What a statement gives."""
        return self._connection.execute(_placed(sql), parameters or None, binary=True)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        """Run a statement once for each of the parameters."""
        self._connection.cursor().executemany(_placed(sql), parameters)


@lru_cache(maxsize=100)
def _placed(sql: str) -> bytes:
    return sql.replace("?", "%s").encode()
