"""SQLite's own way with the tables of a library."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

from ..relational.blocks import Blocks, with_ids
from ..relational.dialect import Dialect

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy.typing as npt

    from ..relational.dialect import Connection

VECTORS = Blocks("vectors", ("collection",), 128)


class BlocksOfVectors:
    """Vectors many to a row, from which FAISS is filled."""

    def add(self, db: Connection, collection: int, ids: range, codes: npt.NDArray[np.int8]) -> None:
        """As ``VectorTable.add``."""
        VECTORS.append(db, (collection,), with_ids(ids, codes.view(np.uint8)))

    def remove(self, db: Connection, collection: int, first: int, last: int) -> None:
        """As ``VectorTable.remove``."""
        VECTORS.cut(db, (collection,), first, last)


def _listed(values: Collection[object]) -> str:
    return json.dumps(list(values))


def _first_passage(db: Connection, _: int) -> int:
    last = db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'passage'").fetchone()
    return int(last[0]) + 1 if last else 1


SQLITE = Dialect("IN (SELECT value FROM json_each(?))", _listed, _first_passage, BlocksOfVectors())
