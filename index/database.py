"""A SQLite file of ours: opened, guarded, changed in transactions. The one module that imports sqlite3."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .errors import IndexCorrupt, IndexMissing, IndexUnavailable
from .schema import APPLICATION_ID, SCHEMA, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

BUSY_SECONDS = 30
"""How long a writer waits for another process that is writing."""

_IN_THE_WAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
}
"""SQLite's (primary) error codes that say nothing against the file itself."""


class Database:
    """One file; its methods may be called from several threads."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._db, self.lock = path, connection, threading.RLock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the index at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            IndexMissing: there is none (and ``create`` is false).
            IndexCorrupt: the file is no index, damaged, or of another schema version.
        """
        if not path.exists():
            if not create:
                raise IndexMissing(f"{path}: no index here; run `rapporteur build`")
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise IndexCorrupt(f"{path}: {error}; move it away or choose another --index") from error
        store = cls(path, db)
        try:
            store._prepare()
        except BaseException:
            db.close()
            raise
        return store

    def _prepare(self) -> None:
        with self._guard():
            owner = self._value("PRAGMA application_id")
            version = self._value("PRAGMA user_version")
            if not owner and not version and not self._value("SELECT count(*) FROM sqlite_schema"):
                self._db.execute("PRAGMA journal_mode = WAL")
                with self._transaction():
                    for statement in SCHEMA:
                        self._db.execute(statement)
                owner, version = APPLICATION_ID, SCHEMA_VERSION
            if owner != APPLICATION_ID:
                raise IndexCorrupt(
                    f"{self.path}: not a Rapporteur index; move it away or choose another --index"
                )
            if version != SCHEMA_VERSION:
                raise IndexCorrupt(
                    f"{self.path}: schema version {version}, this program reads {SCHEMA_VERSION}; "
                    "run `rapporteur build --force`"
                )
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA synchronous = FULL")

    def close(self) -> None:
        """Close the file; the store can't be used afterwards."""
        with self.lock:
            self._db.close()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """One thread at a time, and SQLite's errors as ours."""
        with self.lock:
            try:
                yield
            except sqlite3.DatabaseError as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _IN_THE_WAY:
                    raise IndexUnavailable(f"{self.path}: {error}; free it and try again") from error
                raise IndexCorrupt(f"{self.path}: {error}; run `rapporteur build --force`") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _value(self, sql: str, *args: object) -> Any:
        row = self._db.execute(sql, args).fetchone()
        return row[0] if row else None

    def _rows(self, sql: str, *args: object) -> list[Any]:
        with self._guard():
            return self._db.execute(sql, args).fetchall()
