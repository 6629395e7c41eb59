"""A PostgreSQL database of ours: reached, guarded, changed in transactions. The one module that imports
psycopg."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool, PoolTimeout

from ...errors import UsageError
from .migrating import prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Self

    from ...errors import RapporteurError
    from .layout import PostgresLayout

Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
T = TypeVar("T")

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

_IN_THE_WAY = {"25006", "3D000", "42501"}
"""SQLSTATE of what says nothing against the tables: read-only, no such database, a right that is missing."""


class PostgresDatabase:
    """One component of a database; its methods may be called from several threads.

    A connection that is lost is replaced: what hadn't begun is tried again, what had is told as
    ``layout.unavailable``.
    """

    layout: ClassVar[PostgresLayout]

    def __init__(self, address: str, pool: ConnectionPool[Connection]) -> None:
        self.address, self.place, self._pool = address, shown_address(address), pool
        self._own = threading.local()

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
        with _ours(layout, place), psycopg.connect(options, autocommit=True) as connection:
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
        lock = f"SELECT pg_advisory_xact_lock({self.layout.key}, 1)" if self.layout.one_writer else None
        with self._block("BEGIN", lock):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another process commits meanwhile."""
        with self._block("BEGIN ISOLATION LEVEL REPEATABLE READ"):
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
        return getattr(self._own, "connection", None) is not None

    def rows(self, sql: str, *args: object, **named: object) -> list[Any]:
        """The rows that a statement gives; its places are ``%s``, or ``%(name)s``.

        Outside of a transaction it may be run twice, where the line is cut: it should only read.
        """

        def read(db: Connection) -> list[Any]:
            return db.execute(sql.encode(), named or args or None, binary=True).fetchall()

        with _ours(self.layout, self.place):
            if self.in_transaction:
                return read(self._own.connection)
            connection, found = self._begun(read)
            self._pool.putconn(connection)
            return found

    def value(self, sql: str, *args: object, **named: object) -> Any:
        """The first column of the first row; None where there is none."""
        found = self.rows(sql, *args, **named)
        return found[0][0] if found else None

    def change(self, sql: str, *args: object, **named: object) -> int:
        """Run a statement that changes something; gives how many rows it touched."""
        with self.transaction():
            done = self._own.connection.execute(sql.encode(), named or args or None)
        return int(done.rowcount)

    def change_many(self, sql: str, values: Iterable[Sequence[object] | Mapping[str, object]]) -> None:
        """Run a statement once for each of the values."""
        with self.transaction():
            self._own.connection.cursor().executemany(sql.encode(), values)

    def statements_of_ours(self) -> Statements:
        """Runs the statements that SQLite takes too, whose places are ``?``, within a transaction."""
        return Statements(self._own.connection)

    def copy(self, table: str, columns: str, values: Iterable[Sequence[object]]) -> None:
        """Insert many rows, in PostgreSQL's fastest way."""
        with self.transaction():
            copying = f"COPY {table} ({columns}) FROM STDIN".encode()
            with self._own.connection.cursor().copy(copying) as copy:
                for row in values:
                    copy.write_row(row)

    def maintain(self, statement: str) -> None:
        """Run what no transaction may hold, such as a VACUUM, on a connection of its own, however long it
        takes."""
        with _ours(self.layout, self.place), psycopg.connect(options_of(self.address), autocommit=True) as db:
            db.execute(statement.encode())

    def _begun(self, first: Callable[[Connection], T]) -> tuple[Connection, T]:
        """A connection of the pool and what ``first`` gave on it; tried again where the line was cut."""
        for retry in (True, False):
            connection = self._pool.getconn()
            try:
                return connection, first(connection)
            except BaseException as error:
                self._pool.putconn(connection)
                if not (retry and isinstance(error, psycopg.Error) and connection.closed):
                    raise
                self._pool.check()  # the others were cut with it
        raise AssertionError("unreachable")

    @contextmanager
    def _block(self, begin: str, lock: str | None = None) -> Iterator[None]:
        with _ours(self.layout, self.place):
            if self.in_transaction:
                yield
                return
            connection, _ = self._begun(lambda db: db.execute(begin.encode()))
            self._own.connection = connection
            try:
                if lock is not None:
                    connection.execute(lock.encode())
                yield
                _commit(connection)
            finally:
                self._own.connection = None
                _roll_back(connection)
                self._pool.putconn(connection)


def options_of(address: str) -> str:
    """An address with what libpq is told besides."""
    return make_conninfo(address, **_CONNECTION | conninfo_to_dict(address))


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


def _commit(connection: Connection) -> None:
    if connection.info.transaction_status == TransactionStatus.INERROR:
        raise psycopg.OperationalError("a statement failed before, so that nothing was changed")
    connection.execute(b"COMMIT")


def _roll_back(connection: Connection) -> None:
    if connection.info.transaction_status in (TransactionStatus.INTRANS, TransactionStatus.INERROR):
        with suppress(psycopg.Error):
            connection.execute(b"ROLLBACK")


def _configure(layout: PostgresLayout) -> Callable[[Connection], None]:
    waits = {"statement_timeout": layout.statement_seconds, "lock_timeout": layout.lock_seconds}
    settings = _SESSION | {name: f"{seconds * 1000:.0f}" for name, seconds in waits.items()}
    settings["search_path"] = f"{layout.schema}, public"
    chosen = ", ".join(f"set_config('{name}', '{value}', false)" for name, value in settings.items())

    def configure(connection: Connection) -> None:
        connection.execute(f"SELECT {chosen}".encode())

    return configure


def shown_address(address: str) -> str:
    """Where a database is, without who asks and how: what messages and logs say of it.

    Raises:
        UsageError: that is no address.
    """
    try:
        known = conninfo_to_dict(address)
    except psycopg.ProgrammingError as error:
        raise UsageError(
            "the database's address can't be read; it is like postgresql://user:password@host:5432/name"
        ) from error
    host, port = known.get("host") or "localhost", known.get("port")
    where = f"{host}:{port}" if port and not str(host).startswith("/") else host
    return f"postgresql://{where}/{known.get('dbname') or ''}"


@contextmanager
def _ours(layout: PostgresLayout, place: str) -> Iterator[None]:
    """psycopg's errors as ours."""
    try:
        yield
    except psycopg.Error as error:
        raise _translated(error, layout, place) from error


def _translated(error: psycopg.Error, layout: PostgresLayout, place: str) -> RapporteurError:
    problem = next(iter(str(error).strip().splitlines()), type(error).__name__)
    if isinstance(error, PoolTimeout):
        problem = f"no connection within {layout.wait_seconds:g} seconds"
    away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    if away or error.sqlstate in _IN_THE_WAY:
        return layout.unavailable(f"{place}: {problem}; see that the server runs and try again")
    return layout.corrupt(f"{place}: {problem}; {layout.mend}")
