"""Records of passages kept many to a row: reading a hundred thousand takes some hundred rows.

A record is ``width`` bytes that begin with its passage's id; a block holds those of one key in the order of
the ids, so that adding and removing a document's touches one block or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from .dialect import Connection
    from .rows import Row

ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of one table: ``key`` are the columns that a block's records share, ``size`` is the most
    records in one."""

    table: str
    key: tuple[str, ...]
    size: int

    def append(self, db: Connection, key: Sequence[object], records: npt.NDArray[np.uint8]) -> None:
        """Add records, in the order of their ids, all of which are higher than those of the key before."""
        last = db.execute(f"{self._select} ORDER BY first DESC LIMIT 1", key).fetchone()
        self.append_to(db, [(key, last, records)])

    def append_to(
        self, db: Connection, ends: Iterable[tuple[Sequence[object], Row | None, npt.NDArray[np.uint8]]]
    ) -> None:
        """Add records to many keys at once: of each the key, the row of its last block (None for none), and
        the records, as ``append`` takes them."""
        rows = [
            self._row(key, block)
            for key, last, records in ends
            for block in self._filled(None if last is None else self.records(last), records)
        ]
        db.executemany(self._put, rows)

    def _filled(
        self, last: npt.NDArray[np.uint8] | None, records: npt.NDArray[np.uint8]
    ) -> Iterator[npt.NDArray[np.uint8]]:
        """The blocks that change or are new: the last one is filled first."""
        if last is not None and len(last) < self.size:
            records = np.vstack([last, records])
        for start in range(0, len(records), self.size):
            yield records[start : start + self.size]

    def cut(self, db: Connection, key: Sequence[object], first: int, last: int) -> int:
        """Remove the records of the passages from ``first`` to ``last``, and give how many those were."""
        removed = 0
        for row in self._between(db, key, first, last):
            records = self.records(row)
            ids = passage_ids(records)
            kept = records[(ids < first) | (ids > last)]
            if len(kept) < len(records):
                removed += len(records) - len(kept)
                db.execute(f"DELETE FROM {self.table} WHERE {self._where} AND first = ?", (*key, row[0]))
                if len(kept):
                    db.execute(self._put, self._row(key, kept))
        return removed

    def read(
        self, db: Connection, key: Sequence[object], first: int = 0, last: int | None = None
    ) -> npt.NDArray[np.uint8]:
        """The records of a key in the order of their ids, or those of some passages; uint8 ``(n, width)``.

        Raises:
            ValueError: a block isn't as it was stored.
        """
        if last is None:
            rows = db.execute(f"{self._select} ORDER BY first", key).fetchall()
        else:
            rows = self._between(db, key, first, last)
        if not rows:
            return np.zeros((0, ID_BYTES), dtype=np.uint8)
        records = np.concatenate([self.records(row) for row in rows])
        if last is None:
            return records
        ids = passage_ids(records)
        return records[(ids >= first) & (ids <= last)]

    def _between(self, db: Connection, key: Sequence[object], first: int, last: int) -> list[Any]:
        """The blocks that may hold the passages from ``first`` to ``last``."""
        begin = f"SELECT max(first) FROM {self.table} WHERE {self._where} AND first <= ?"
        start = db.execute(begin, (*key, first)).fetchone()[0]
        bounds = (*key, first if start is None else start, last)
        return db.execute(f"{self._select} AND first BETWEEN ? AND ? ORDER BY first", bounds).fetchall()

    @property
    def _where(self) -> str:
        return " AND ".join(f"{column} = ?" for column in self.key)

    @property
    def _select(self) -> str:
        return f"SELECT first, width, checksum, data FROM {self.table} WHERE {self._where}"

    @property
    def _put(self) -> str:
        place = ", ".join((*self.key, "first"))
        places = ", ".join("?" * (len(self.key) + 4))
        return (
            f"INSERT INTO {self.table} ({place}, width, checksum, data) VALUES ({places}) "
            f"ON CONFLICT ({place}) DO UPDATE SET width = excluded.width, checksum = excluded.checksum, "
            "data = excluded.data"
        )

    def _row(self, key: Sequence[object], records: npt.NDArray[np.uint8]) -> Row:
        first, data, width = int(passage_ids(records[:1])[0]), records.tobytes(), records.shape[1]
        return (*key, first, width, crc32(data, width), data)

    def records(self, row: Sequence[object]) -> npt.NDArray[np.uint8]:
        """The records of a row: its first id, its width, its checksum and its data.

        Raises:
            ValueError: the block isn't as it was stored.
        """
        _, width, checksum, data = row
        if not isinstance(data, bytes) or not isinstance(width, int) or crc32(data, width) != checksum:
            raise ValueError(f"a block of {self.table} is not as it was stored")
        return np.frombuffer(data, dtype=np.uint8).reshape(-1, width)


def passage_ids(records: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """uint32 ``(n,)``: whose the records are."""
    return np.ascontiguousarray(records[:, :ID_BYTES]).view("<u4")[:, 0]


def with_ids(ids: Sequence[int] | range, rest: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The records of those passages, ``rest`` uint8 ``(n, width - 4)`` being what follows the ids."""
    numbers = np.asarray(ids, dtype="<u4").view(np.uint8).reshape(-1, ID_BYTES)
    return np.hstack([numbers, rest])
