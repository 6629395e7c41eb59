"""What the bot remembers, in one file of SQLite's."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from bot.errors import MemoryUnavailable
from index import Database

from .dialect import SQLITE
from .records import Records
from .schema import MEMORY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Self

CACHE_KB = 512
"""Of the file's pages held in memory: an answer is looked up by its keys, and rarely twice."""


def _make(path: Path) -> None:
    """The file, and the folders that it needs, for nobody else to read."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _close_to_others(path: Path) -> None:
    """SQLite gives the files beside it the mode of the file; those of an earlier version have another."""
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        with contextlib.suppress(OSError):  # not there, somebody else's who lets us in, or read-only
            file.chmod(0o600)


class Memory(Database, Records):
    """One file that only its owner reads; its methods block, and may be called from several threads."""

    layout = MEMORY
    dialect = SQLITE

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the file at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            MemoryCorrupt: there is none (and ``create`` is false), or it can't be read by this program.
            MemoryUnavailable: the disk or another process is in the way.
        """
        try:
            if create:
                _make(path)
            _close_to_others(path)
        except OSError as error:
            raise MemoryUnavailable(f"{path}: {error.strerror}; free it and try again") from error
        opened = super().open(path, create=create)
        opened._rows(f"PRAGMA cache_size = -{CACHE_KB}")  # noqa: SLF001
        return opened

    def _change(self, sql: str, *args: object) -> int:
        with self._guard(), self._transaction():
            return self._db.execute(sql, args).rowcount

    def _change_many(self, sql: str, rows: Sequence[tuple[object, ...]]) -> None:
        with self._guard(), self._transaction():
            self._db.executemany(sql, rows)

    def _sweep(self) -> None:
        """SQLite overwrites what is deleted from the file; the write-ahead log beside it is emptied too."""
        self._rows("PRAGMA wal_checkpoint(TRUNCATE)")
