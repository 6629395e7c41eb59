"""A SQLite file of ours: opened, guarded, changed in transactions. The one module that imports sqlite3."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Self

    from .errors import RapporteurError

BUSY_SECONDS = 30
"""How long a writer waits for another process that is writing."""

_IN_THE_WAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
}
"""SQLite's (primary) error codes that say nothing against the file itself."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of file: its tables, and what is said of one that can't be used.

    ``migrations[n]`` leads from version n to n + 1; a file of an older version is brought up to date when
    ``migrates``, else refused. ``missing``, ``foreign`` and ``mend`` end the message for a file that isn't
    there, isn't ours, or is damaged; ``absent``, ``corrupt`` and ``unavailable`` (locked, full) are raised.
    """

    name: str
    application_id: int
    migrations: tuple[tuple[str, ...], ...]
    migrates: bool
    missing: str
    foreign: str
    mend: str
    absent: type[RapporteurError]
    corrupt: type[RapporteurError]
    unavailable: type[RapporteurError]

    @property
    def version(self) -> int:
        """The schema version that this program reads."""
        return len(self.migrations)


class Database:
    """One file; its methods may be called from several threads."""

    layout: ClassVar[Layout]

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path, self._db, self.lock = path, connection, threading.RLock()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the file at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            layout.absent: there is none (and ``create`` is false).
            layout.corrupt: the file is of another kind, damaged, or of a version that can't be read.
        """
        layout = cls.layout
        if not path.exists():
            if not create:
                raise layout.absent(f"{path}: no {layout.name} here; {layout.missing}")
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            db = sqlite3.connect(path, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise layout.corrupt(f"{path}: {error}; {layout.foreign}") from error
        opened = cls(path, db)
        try:
            opened._prepare()
        except BaseException:
            db.close()
            raise
        return opened

    def _prepare(self) -> None:
        layout = self.layout
        with self._guard():
            owner = self._value("PRAGMA application_id")
            version = self._value("PRAGMA user_version")
            if not owner and not version and not self._value("SELECT count(*) FROM sqlite_schema"):
                self._db.execute("PRAGMA journal_mode = WAL")
                self._migrate(0)
            elif owner != layout.application_id:
                raise layout.corrupt(f"{self.path}: not a Rapporteur {layout.name}; {layout.foreign}")
            elif version < layout.version and layout.migrates:
                self._migrate(version)
            elif version != layout.version:
                problem = f"schema version {version}, this program reads {layout.version}"
                raise layout.corrupt(f"{self.path}: {problem}; {layout.mend}")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA secure_delete = ON")  # some builds only unlink what is deleted
            self._db.execute("PRAGMA synchronous = FULL")

    def _migrate(self, version: int) -> None:
        """Bring the file from a version to the layout's own, in one transaction."""
        with self._transaction():
            for migration in self.layout.migrations[version:]:
                for statement in migration:
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {self.layout.application_id}")
            self._db.execute(f"PRAGMA user_version = {self.layout.version}")

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
                    raise self.layout.unavailable(f"{self.path}: {error}; free it and try again") from error
                raise self.layout.corrupt(f"{self.path}: {error}; {self.layout.mend}") from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # a full disk has ended it already
                self._db.execute("ROLLBACK")
            raise

    def _value(self, sql: str, *args: object) -> Any:
        row = self._db.execute(sql, args).fetchone()
        return row[0] if row else None

    def _rows(self, sql: str, *args: object) -> list[Any]:
        with self._guard():
            return self._db.execute(sql, args).fetchall()
