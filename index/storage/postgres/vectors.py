"""The passages' vectors as pgvector keeps them: 8-bit codes in halves, which hold them exactly.

A collection of many passages has an index to itself (``near_indexes``), so that nobody else's vectors stand
between its own; of a smaller one each vector is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..quantization import VECTOR_STEPS
from ..relational.rows import checksum

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

    from ...models.encoder import Vectors
    from ..relational.dialect import Connection

_HEADER_BYTES = 4
"""Before the numbers of a ``halfvec``: how many there are, and two bytes of nothing."""


class PgVectors:
    """The table of the vectors, one a row."""

    def add(self, db: Connection, collection: int, ids: range, codes: npt.NDArray[np.int8]) -> None:
        """As ``VectorTable.add``."""
        db.executemany(
            "INSERT INTO vectors (passage, collection, checksum, codes) VALUES (?, ?, ?, ?)",
            [(i, collection, checksum(i, row.tobytes()), str(row.tolist()))
             for i, row in zip(ids, codes, strict=True)],
        )  # fmt: skip
        db.execute(
            "UPDATE collection SET dimension = ? WHERE id = ? AND dimension IS NULL",
            (codes.shape[1], collection),
        )

    def remove(self, db: Connection, collection: int, first: int, last: int) -> None:
        """As ``VectorTable.remove``."""
        db.execute(
            "DELETE FROM vectors WHERE passage BETWEEN ? AND ? AND collection = ?", (first, last, collection)
        )


def decoded(rows: Iterable[tuple[int, int, bytes]]) -> dict[int, npt.NDArray[np.int8]]:
    """Passage → codes, int8 ``(dimension,)``, from rows of passage, checksum and codes as they are sent.

    Raises:
        ValueError: a vector isn't as it was stored.
    """
    found = {}
    for passage, stored, data in rows:
        codes = np.frombuffer(data, ">f2", offset=_HEADER_BYTES).astype(np.int8)
        if checksum(passage, codes.tobytes()) != stored:
            raise ValueError("a vector is not as it was stored")
        found[passage] = codes
    return found


def cosines(turned: Vectors, codes: dict[int, npt.NDArray[np.int8]]) -> dict[int, float]:
    """Passage → cosine with a vector of length 1, rotated as the codes are; equal codes have equal ones."""
    if not codes:
        return {}
    scale = 1 / (VECTOR_STEPS * np.sqrt(len(turned)))
    scaled = (turned * scale).astype(np.float32)
    # row by row: a matrix product sums up the same row in another order where it stands elsewhere
    products = (np.stack([*codes.values()]) * scaled).sum(axis=1)
    return dict(zip(codes, products.tolist(), strict=True))
