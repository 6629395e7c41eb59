"""The store within one process: SQLite keeps the library, FAISS finds the nearest in it.

What FAISS holds is read from the library when a collection is first asked, 0.1 s for 100,000 passages, and
follows its feed of changes: it can't disagree with the documents, and there is no second file to keep whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from cachetools import LRUCache

from ..errors import IndexCorrupt
from .candidates import OTHER_MODEL, Candidate, by_place
from .dense import DenseIndex
from .quantization import rotated
from .relational.blocks import ID_BYTES, passage_ids
from .sqlite.library import SQLiteLibrary
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from ..models.encoder import Vectors
    from .library import Change

MOST_VECTORS = 4_000_000
"""Vectors that are held in memory, those of the collections that were asked last: 0.4 KB each.

A collection of more is held alone.
"""


def open_store(path: Path, *, create: bool = False) -> Store:
    """The store in the file at ``path``; with ``create``, an empty one where there is none.

    Raises: as ``Database.open``.
    """
    return store_of(SQLiteLibrary.open(path, create=create))


def store_of(library: SQLiteLibrary) -> Store:
    """An open library with what finds passages in it."""
    return Store(library, EmbeddedCandidates(library))


class EmbeddedCandidates:
    """Finds passages in a library of this process."""

    def __init__(self, library: SQLiteLibrary) -> None:
        self._library, self._seen = library, library.revision()
        self._held: LRUCache[str, DenseIndex] = LRUCache(
            MOST_VECTORS, lambda index: min(len(index) + 1, MOST_VECTORS)
        )

    def search(
        self,
        vector: Vectors,
        terms: Sequence[str],
        collections: Sequence[str],
        k: int,
        *,
        speakers: Collection[str] | None = None,
    ) -> list[Candidate]:
        """As ``Candidates.search``."""
        turned = rotated(vector[None])[0]
        near: dict[int, float] = {}
        lexical: dict[int, float] = {}
        with self._library.snapshot():  # for one thread at a time, which is what the held vectors need too
            self._follow()
            for collection in collections:
                among = None if speakers is None else self._library.spoken_passages(speakers, collection)
                if (index := self._index(collection)) is None or among == []:
                    continue
                if index.dimension != len(vector):
                    raise IndexCorrupt(OTHER_MODEL.format(len(vector), collection, index.dimension))
                found = index.nearest(turned, k, among)
                ids = None if among is None else np.array(among, dtype=np.uint32)
                best = dict(self._library.best_by_words(terms, collection, k, ids))
                near |= found | index.cosines(turned, best.keys() - found.keys())
                lexical |= best
            passages = self._library.passages(list(near))
        candidates = [
            Candidate(passage, near[i], lexical.get(i, 0.0))
            for i, passage in passages.items()
            if passage.document.collection in collections
        ]
        return sorted(candidates, key=by_place)

    def _follow(self) -> None:
        """Bring what is held to the library's present state."""
        now = self._library.revision()
        if now == self._seen:
            return
        changed = self._library.changed_passages(self._seen)
        try:
            if changed is None:
                self._held.clear()
            for change in changed or ():
                self._apply(*change)
        except BaseException:
            self._held.clear()  # what was applied would be once more
            raise
        self._seen = now

    def _apply(self, change: Change, first: int, last: int) -> None:
        """Bring one change, of the passages from ``first`` to ``last``, to what is held."""
        if (index := self._held.pop(change.collection, None)) is None:
            return
        if not change.added:
            index.remove(first, last)
        elif last >= first and len(records := self._library.vector_records(change.collection, first, last)):
            _fill(index, records)
        if len(index):
            self._held[change.collection] = index

    def _index(self, collection: str) -> DenseIndex | None:
        """The vectors of a collection; None when it has none."""
        if (held := self._held.get(collection)) is not None:
            return held
        records = self._library.vector_records(collection)
        if not len(records):
            return None
        index = DenseIndex(records.shape[1] - ID_BYTES)
        _fill(index, records)
        self._held[collection] = index
        return index


def _fill(index: DenseIndex, records: npt.NDArray[np.uint8]) -> None:
    codes = np.ascontiguousarray(records[:, ID_BYTES:]).view(np.int8)
    index.add(passage_ids(records).astype(np.int64), codes)
