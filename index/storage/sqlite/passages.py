"""The passages of the library: by place, by word, by vector and by speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import IndexCorrupt
from . import rows, writing
from .documents import AMONG, THEIRS, Documents, listed
from .postings import bm25, weight
from .schema import INDEX

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import numpy as np
    import numpy.typing as npt

    from ...document import Document, Span
    from ..library import Passage

OF = "document = (SELECT id FROM document WHERE content_hash = ?)"
"""A condition on rows that belong to the document with that hash."""


class Passages(Documents):
    """What a library says of its passages and their words; row ids are the store's own."""

    def passages_at(self, document: Document, spans: Sequence[Span]) -> list[Passage]:
        """As ``Library.passages_at``."""
        with self.snapshot():
            found = self._rows(
                f"SELECT id, start, end FROM passage WHERE {OF} ORDER BY start",
                document.content_hash,
            )
            ids = [i for i, a, b in found if any(a < span.end and span.start < b for span in spans)]
            passages = self.passages(ids)
        return [passages[i] for i in ids if i in passages]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those row ids; one that is gone is left out."""
        with self.snapshot():
            found = self._rows(
                f"SELECT {rows.PASSAGE}, id FROM passage WHERE id {AMONG}",
                listed(ids),
            )
            documents = self._by_row({row[0] for row in found})
        passages: dict[int, Passage] = {}
        for *row, number in found:
            if row[0] not in documents:
                raise IndexCorrupt(f"{self.path}: damaged (a passage of no document); {INDEX.mend}")
            passages[number] = self._whole(rows.to_passage, row, *documents[row[0]])
        return passages

    def best_by_words(
        self,
        terms: Collection[str],
        collection: str,
        k: int,
        among: npt.NDArray[np.uint32] | None = None,
    ) -> list[tuple[int, float]]:
        """Row id and BM25 of the ``k`` best passages of a collection, by its own statistics, best first.

        With ``among``, of those passages alone.
        """
        found = self._rows("SELECT id, passages, terms FROM collection WHERE name = ?", collection)
        if not found:
            return []
        number, passages, length = found[0]
        held = self.passage_counts(terms, [collection])
        weights = {term: weight(passages, held[term]) for term in dict.fromkeys(terms) if term in held}
        with self._guard():
            return self._whole(bm25, self._db, number, weights, length / max(passages, 1), k, among)

    def vector_records(
        self, collection: str, first: int = 0, last: int | None = None
    ) -> npt.NDArray[np.uint8]:
        """The vectors of a collection's passages, as ``blocks`` has them, or those of some row ids."""
        sql = "SELECT id FROM collection WHERE name = ?"
        with self.snapshot():
            number = self._rows(sql, collection)
            key = number[0] if number else (-1,)
            return self._whole(writing.VECTORS.read, self._db, key, first, last)

    def spoken_passages(self, speakers: Collection[str], collection: str) -> list[int]:
        """The row ids of the passages of a collection in which one of the speakers speaks."""
        found = self._rows(
            "SELECT DISTINCT passage FROM statement "
            f"WHERE collection = (SELECT id FROM collection WHERE name = ?) AND speaker {AMONG}",
            collection,
            listed(speakers),
        )
        return [row[0] for row in found]

    def passage_counts(self, terms: Collection[str], collections: Sequence[str]) -> dict[str, int]:
        """As ``Library.passage_counts``."""
        found = self._rows(
            f"SELECT term, sum(passages) FROM term WHERE collection IN {THEIRS} AND term {AMONG} GROUP BY 1",
            listed(collections),
            listed(terms),
        )
        return dict(found)

    def words(
        self, collections: Sequence[str], starts: Collection[str], lengths: Collection[int]
    ) -> dict[str, int]:
        """As ``Library.words``."""
        found = self._rows(
            "SELECT word, sum(passages) FROM (SELECT DISTINCT word.* FROM json_each(?) start "
            f"CROSS JOIN json_each(?) length CROSS JOIN collection ON name {AMONG} CROSS JOIN word "
            "ON word.collection = collection.id AND letters = length.value AND word >= start.value "
            "AND word < start.value || char(1114111)) GROUP BY 1",
            listed(starts),
            listed(lengths),
            listed(collections),
        )
        return dict(found)
