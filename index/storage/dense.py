"""Nearest passages by cosine, in FAISS: held in memory, derived from the store whenever it is opened.

Nothing is written to disk: reading 10,000 vectors back from SQLite takes about 30 ms, and an index that is
always derived can't disagree with its documents.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import faiss
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from ..models.encoder import Vectors


class DenseIndex:
    """Exact inner-product search over unit vectors, one FAISS index a collection: none sees another."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._parts: dict[str, faiss.IndexIDMap2] = {}

    def add(self, collection: str, ids: Iterable[int], vectors: Vectors) -> None:
        """Add ``vectors`` (float32 ``(n, dimension)``, unit rows) under their passage ids."""
        if len(vectors):
            part = self._parts.setdefault(collection, faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimension)))
            part.add_with_ids(np.ascontiguousarray(vectors), np.fromiter(ids, dtype=np.int64))

    def search(
        self, vector: Vectors, collections: Iterable[str], limit: int, among: Collection[int] | None = None
    ) -> dict[int, float]:
        """Passage id → cosine of the ``limit`` nearest passages of each collection, best first.

        With ``among``, only those passages are looked at.
        """
        found: dict[int, float] = {}
        wanted = None if among is None else _only(among)
        for collection in collections:
            if part := self._parts.get(collection):
                cosines, ids = part.search(vector[None, :], min(limit, part.ntotal), params=wanted)
                pairs = zip(ids[0].tolist(), cosines[0].tolist(), strict=True)
                found.update((i, cosine) for i, cosine in pairs if i >= 0)  # -1: fewer were found
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def __len__(self) -> int:
        return sum(part.ntotal for part in self._parts.values())


def _only(ids: Collection[int]) -> faiss.SearchParameters:
    wanted = faiss.SearchParameters()
    wanted.sel = faiss.IDSelectorBatch(np.fromiter(ids, dtype=np.int64, count=len(ids)))
    return wanted
