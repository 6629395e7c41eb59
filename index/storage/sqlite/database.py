"""A SQLite file of ours: opened, guarded, changed in transactions. The one module that imports sqlite3."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Self

    from ...errors import RapporteurError

Connection: TypeAlias = sqlite3.Connection

BUSY_SECONDS = 30
"""How long a writer waits for another process that is writing."""

SIDECARS = ("-wal", "-shm")
"""What SQLite keeps beside a file in use; a new file must not find an old one's."""

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
    """One file; its methods may be called from several threads.

    Where the disk is full or can't be written to, a file without changes under way is opened all the same, to
    be read only.
    """

    layout: ClassVar[Layout]

    def __init__(self, path: Path, connection: sqlite3.Connection, *, frozen: bool = False) -> None:
        self.path, self._db, self.lock = path, connection, threading.RLock()
        self._frozen, self._epoch = frozen, 0
        self._stamp = self._stamped()

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the file at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            layout.absent: there is none (and ``create`` is false).
            layout.corrupt: the file is of another kind, damaged, or of a version that can't be read.
            layout.unavailable: it is in the way of another process, or the disk is.
        """
        layout = cls.layout
        try:
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
            elif not path.exists():
                raise layout.absent(f"{path}: no {layout.name} here; {layout.missing}")
        except OSError as error:
            raise layout.unavailable(f"{path}: {error.strerror}; free it and try again") from error
        try:
            return cls._connected(path, create=create)
        except layout.unavailable as error:
            if create:
                raise
            return cls._frozen_at(path, error)

    @classmethod
    def unsaved(cls) -> Self:
        """One without a file, empty, that takes no change: for want of one that can be opened."""
        nowhere = ":memory:"
        opened = cls(Path(nowhere), sqlite3.connect(nowhere, check_same_thread=False, isolation_level=None))
        opened._migrate()
        opened._db.execute("PRAGMA query_only = ON")
        return opened

    @classmethod
    def _frozen_at(cls, path: Path, problem: Exception) -> Self:
        """The file, read as if nobody could change it: SQLite then needs no room beside it."""
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists() and wal.stat().st_size:
            raise cls.layout.unavailable(
                f"{problem} (its last changes are in {wal.name}, which only a disk with room lets be read)"
            ) from problem
        return cls._connected(path, create=False, frozen=True)

    @classmethod
    def _connected(cls, path: Path, *, create: bool, frozen: bool = False) -> Self:
        mode = "mode=ro&immutable=1" if frozen else "mode=rwc" if create else "mode=rw"
        address = f"{path.absolute().as_uri()}?{mode}"
        try:
            db = sqlite3.connect(
                address, uri=True, timeout=BUSY_SECONDS, check_same_thread=False, isolation_level=None
            )
        except sqlite3.OperationalError as error:
            raise cls.layout.corrupt(f"{path}: {error}; {cls.layout.foreign}") from error
        opened = cls(path, db, frozen=frozen)
        try:
            opened._prepare(create)
        except UnicodeDecodeError as error:  # SQLite tells which of its tables is damaged by its damaged name
            db.close()
            raise cls.layout.corrupt(f"{path}: damaged (the name of a table); {cls.layout.mend}") from error
        except BaseException:
            db.close()
            raise
        return opened

    def _prepare(self, create: bool) -> None:
        layout = self.layout
        with self._guard():
            owner = self._value("PRAGMA application_id")
            version = self._value("PRAGMA user_version")
            if not owner and not version and not self._value("SELECT count(*) FROM sqlite_schema"):
                if not create:  # killed before the first change was whole
                    raise layout.absent(f"{self.path}: no {layout.name} here; {layout.missing}")
                self._db.execute("PRAGMA journal_mode = WAL")
                self._migrate()
            elif owner != layout.application_id:
                raise layout.corrupt(f"{self.path}: not a Rapporteur {layout.name}; {layout.foreign}")
            elif version < layout.version and layout.migrates:
                self._migrate()
            elif version != layout.version:
                problem = f"schema version {version}, this program reads {layout.version}"
                raise layout.corrupt(f"{self.path}: {problem}; {layout.mend}")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA secure_delete = ON")  # some builds only unlink what is deleted
            self._db.execute("PRAGMA synchronous = FULL")

    def _migrate(self) -> None:
        """Bring the file from its version to the layout's own, in one transaction."""
        with self._transaction():
            version = self._value("PRAGMA user_version")  # another process may have been first
            for migration in self.layout.migrations[version:]:
                for statement in migration:
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {self.layout.application_id}")
            self._db.execute(f"PRAGMA user_version = {self.layout.version}")

    def _follow(self) -> None:
        """Open the file anew when the one that is open is no longer the one at the path."""
        if self._db.in_transaction or (stamp := self._stamped()) in (None, self._stamp):
            return
        now = type(self).open(self.path)
        self._db.close()
        self._db, self._frozen = now.connection
        self._stamp, self._epoch = stamp, self._epoch + 1

    @property
    def connection(self) -> tuple[sqlite3.Connection, bool]:
        """What reads the file, and whether it takes the file for unchanging."""
        return self._db, self._frozen

    def _stamped(self) -> tuple[int, ...] | None:
        """Which file stands at the path (None: there is none); of one taken for unchanging, its state too."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino, *((status.st_mtime_ns, status.st_size) if self._frozen else ()))

    def close(self) -> None:
        """Close the file; the store can't be used afterwards."""
        with self.lock:
            self._db.close()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """One thread at a time, on the file that is now at the path, and SQLite's errors as ours."""
        with self.lock:
            try:
                self._follow()
                yield
            except sqlite3.Error as error:
                if getattr(error, "sqlite_errorcode", 0) & 0xFF in _IN_THE_WAY:
                    raise self.layout.unavailable(f"{self.path}: {error}; free it and try again") from error
                raise self.layout.corrupt(f"{self.path}: {error}; {self.layout.mend}") from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All changes inside are made at once, or none; one inside another is part of it."""
        with self._guard(), self._transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read inside is of one moment, whatever another process commits meanwhile."""
        with self._guard(), self._transaction("BEGIN"):
            yield

    @contextmanager
    def copier(self) -> Iterator[Callable[[Path], None]]:
        """What copies the file to another, as it is now, whatever another process commits until then."""
        with self.snapshot():
            self._value("SELECT count(*) FROM sqlite_schema")  # a snapshot is of the moment of its first read
            yield self._copy_to

    def _copy_to(self, path: Path) -> None:
        try:
            with closing(sqlite3.connect(path)) as target:
                self._db.backup(target)
        except sqlite3.OperationalError as error:
            raise self.layout.unavailable(f"{path}: {error}; free it and try again") from error

    @classmethod
    def make_way(cls, path: Path) -> None:
        """Have nothing of a file in what SQLite keeps beside it, so that another may take its place.

        Raises:
            layout.unavailable: another process has it open.
        """
        with suppress(cls.layout.absent, cls.layout.corrupt), closing(cls.open(path)) as there:
            db, _ = there.connection
            try:
                db.execute("PRAGMA busy_timeout = 0")
                db.execute("PRAGMA journal_mode = DELETE")  # which takes the file for itself alone
            except sqlite3.OperationalError as error:
                told = f"{path}: another process has it open; stop that first"
                raise cls.layout.unavailable(told) from error
        for end in SIDECARS:
            path.with_name(path.name + end).unlink(missing_ok=True)

    @contextmanager
    def _transaction(self, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
        if self._db.in_transaction:
            yield
            return
        self._db.execute(begin)
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            self._roll_back()
            self._epoch += begin != "BEGIN"  # what was seen of it may come to mean something else
            raise

    def _roll_back(self) -> None:
        if self._db.in_transaction:  # SQLite may have done it, as when the disk is full
            self._db.execute("ROLLBACK")

    def _value(self, sql: str, *args: object) -> Any:
        row = self._db.execute(sql, args).fetchone()
        return row[0] if row else None

    def _rows(self, sql: str, *args: object) -> list[Any]:
        with self._guard():
            return self._db.execute(sql, args).fetchall()
