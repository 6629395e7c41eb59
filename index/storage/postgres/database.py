"""A PostgreSQL database of ours: reached, guarded, changed in transactions."""

from __future__ import annotations

import logging
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool, PoolTimeout

from .absence import Absence
from .failures import shown_address, told_of
from .migrating import prepare
from .transaction import Block, roll_back, send

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from .layout import PostgresLayout
    from .transaction import Connection, Statement

logging.getLogger("psycopg").propagate = False  # what goes wrong is told by our errors
logging.getLogger("psycopg").addHandler(logging.NullHandler())

MOST_CONNECTIONS = 4
"""Connections of one component in one process; as many threads read at once, others wait for their turn."""

RECONNECT_SECONDS = 1.0
"""How long the pool tries by itself; after that the next call makes it try again."""

_CONNECTION: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "rapporteur",
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""What libpq is told unless the address says otherwise: a cut line is noticed within half a minute."""

_SESSION = {
    "idle_in_transaction_session_timeout": "10min",  # a build embeds in one what changed meanwhile
    "jit": "off",  # compiling takes longer than any of our statements
}


class PostgresDatabase:
    """One component of a database; its methods may be called from several threads.

    A connection that is lost is replaced: what hadn't begun is tried again, what had is told as
    ``layout.unavailable``.
    """

    layout: ClassVar[PostgresLayout]

    def __init__(self, address: str, pool: ConnectionPool[Connection]) -> None:
        self.address, self.place, self._pool = address, shown_address(address), pool
        self._own, self._absence = threading.local(), Absence()

    @classmethod
    def open(cls, address: str, *, create: bool = False) -> Self:
        """Open the component in the database at ``address`` (``postgresql://…``); with ``create``, make an
        empty one where there is none.

        Raises:
            UsageError: that is no address.
            layout.absent: there is none (and ``create`` is false).
            layout.corrupt: it was made by a newer program.
            layout.unavailable: the server is away, too old, or lacks an extension.
        """
        layout, place = cls.layout, shown_address(address)
        options = options_of(address)
        with told_of(layout, place), psycopg.connect(options, autocommit=True) as connection:
            prepare(connection, layout, place, create=create)
        pool = ConnectionPool(
            options, kwargs={"autocommit": True}, configure=_configure(layout), min_size=1,
            max_size=MOST_CONNECTIONS, timeout=layout.wait_seconds, reconnect_timeout=RECONNECT_SECONDS,
            num_workers=1, name=layout.name, open=True,
        )  # fmt: skip
        return cls(address, pool)

    def close(self) -> None:
        """Close its connections; it can't be used afterwards."""
        self._pool.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made at once, or none; one inside another is part of it."""
        lock = [(f"SELECT pg_advisory_xact_lock({self.layout.key}, 1)", ())] if self.layout.one_writer else []
        with self._block([("BEGIN", ()), *lock]):
            self.connection()  # begins now, not with its first statement
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another process commits meanwhile."""
        with self._block([("BEGIN ISOLATION LEVEL REPEATABLE READ", ())]):
            yield

    def served_by(self) -> str:
        """Which server serves it, and its extensions."""
        extensions = self.rows(
            "SELECT extname || ' ' || extversion FROM pg_extension WHERE extname = ANY(%s) ORDER BY 1",
            [extension.name for extension in self.layout.extensions],
        )
        versions = [f"PostgreSQL {self.value('SHOW server_version')}", *(row[0] for row in extensions)]
        return f"{self.place}: {', '.join(versions)}"

    @property
    def in_transaction(self) -> bool:
        """Whether this thread is inside a ``transaction`` or ``snapshot``."""
        return self._own_block() is not None

    def rows(self, sql: str, *args: object, **named: object) -> list[Any]:
        """The rows that a statement gives; its places are ``%s``, or ``%(name)s``.

        Outside of a transaction it may be run twice, where the line is cut: it should only read.
        """
        return self.rows_of((sql, named or args))[0]

    def rows_of(self, *statements: Statement) -> list[list[Any]]:
        """The rows of each of some statements, which are sent together: one way there and back."""
        with told_of(self.layout, self.place):
            return self._sent(statements)

    def value(self, sql: str, *args: object, **named: object) -> Any:
        """The first column of the first row; None where there is none."""
        found = self.rows(sql, *args, **named)
        return found[0][0] if found else None

    def change(self, sql: str, *args: object, **named: object) -> int:
        """Run a statement that changes something; gives how many rows it touched."""
        with self.transaction():
            done = self.connection().execute(sql.encode(), named or args or None)
        return int(done.rowcount)

    def change_many(self, sql: str, values: Iterable[Sequence[object] | Mapping[str, object]]) -> None:
        """Run a statement once for each of the values."""
        with self.transaction():
            self.connection().cursor().executemany(sql.encode(), values)

    def copy(self, table: str, columns: str, values: Iterable[Sequence[object]]) -> None:
        """Insert many rows, in PostgreSQL's fastest way."""
        with self.transaction():
            copying = f"COPY {table} ({columns}) FROM STDIN".encode()
            with self.connection().cursor().copy(copying) as copy:
                for row in values:
                    copy.write_row(row)

    def maintain(self, statement: str) -> None:
        """Run what no transaction may hold, such as a VACUUM, on a connection of its own, however long it
        takes."""
        with (
            told_of(self.layout, self.place),
            psycopg.connect(options_of(self.address), autocommit=True) as connection,
        ):
            connection.execute(statement.encode())

    def connection(self) -> Connection:
        """What the transaction of this thread runs on."""
        block = self._own_block()
        if block is None:
            raise RuntimeError("there is no transaction here")
        if block.connection is None:
            self._sent(())
        assert block.connection is not None  # noqa: S101
        return block.connection

    def _own_block(self) -> Block | None:
        return getattr(self._own, "block", None)

    def _sent(self, statements: Sequence[Statement]) -> list[list[Any]]:
        """The rows of the statements; where they are the first of a block, it begins with them."""
        block = self._own_block()
        if block is None:
            connection, found = self._reached(statements)
            self._pool.putconn(connection)
            return found
        if block.connection is not None:
            return send(block.connection, statements)
        if block.failed:
            raise psycopg.OperationalError("a statement failed before")
        block.failed = True
        block.connection, found = self._reached([*block.begin, *statements])
        block.failed = False
        return found[len(block.begin) :]

    def _reached(self, statements: Sequence[Statement]) -> tuple[Connection, list[list[Any]]]:
        """A connection of the pool and the rows on it; tried again where the line was cut."""
        wait = self._absence.wait()
        for retry in (True, False):
            connection = self._connected(wait)
            try:
                found = send(connection, statements)
            except BaseException as error:
                roll_back(connection)
                self._pool.putconn(connection)
                if not (isinstance(error, psycopg.Error) and connection.closed):
                    raise
                if not retry:
                    self._absence.begins()
                    raise
                self._pool.check()  # the others were cut with it
            else:
                self._absence.ends()
                return connection, found
        raise AssertionError("unreachable")

    def _connected(self, wait: float | None) -> Connection:
        try:
            return self._pool.getconn(wait)
        except PoolTimeout:
            self._absence.begins()
            raise

    @contextmanager
    def _block(self, begin: Sequence[Statement]) -> Iterator[None]:
        with told_of(self.layout, self.place):
            if self.in_transaction:
                yield
                return
            block = self._own.block = Block(begin)
            try:
                yield
                block.commit()
            finally:
                self._own.block = None
                if block.connection is not None:
                    roll_back(block.connection)
                    self._pool.putconn(block.connection)


def options_of(address: str) -> str:
    """An address with what libpq is told besides."""
    return make_conninfo(address, **_CONNECTION | conninfo_to_dict(address))


def _configure(layout: PostgresLayout) -> Callable[[Connection], None]:
    waits = {"statement_timeout": layout.statement_seconds, "lock_timeout": layout.lock_seconds}
    settings = _SESSION | {name: f"{seconds * 1000:.0f}" for name, seconds in waits.items()}
    settings |= {"search_path": f"{layout.schema}, public", **dict(layout.session)}
    chosen = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in settings.items())

    def configure(connection: Connection) -> None:
        connection.execute(f"SELECT {chosen}".encode())

    return configure
