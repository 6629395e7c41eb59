"""The passages of a library: by place, by word and by speaker."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from . import rows
from .documents import Documents
from .postings import bm25, weight

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

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
                f'SELECT id, start, "end" FROM passage WHERE {OF} ORDER BY start',
                document.content_hash,
            )
            ids = [i for i, a, b in found if any(a < span.end and span.start < b for span in spans)]
            passages = self.passages(ids)
        return [passages[i] for i in ids if i in passages]

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages of those row ids; one that is gone is left out."""
        with self.snapshot():
            found = self._rows(
                f"SELECT {rows.PASSAGE}, id FROM passage WHERE id {self.dialect.among}",
                self.dialect.listed(ids),
            )
            documents = self._by_row({row[0] for row in found})
        passages: dict[int, Passage] = {}
        for *row, number in found:
            if row[0] not in documents:
                raise self.damaged("a passage of no document")
            passages[number] = self.whole(rows.to_passage, row, *documents[row[0]])
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
        records = self.whole(self._posting_records, number, weights)
        weighed = [(weights[term], records[term]) for term in weights if term in records]
        return bm25(weighed, length / max(passages, 1), k, among)

    @abstractmethod
    def _posting_records(
        self, collection: int, terms: Collection[str]
    ) -> Mapping[str, npt.NDArray[np.uint8]]:
        """The postings of each of the terms, as ``postings`` has them.

        Raises:
            ValueError: a block isn't as it was stored.
        """

    def spoken_passages(self, speakers: Collection[str], collection: str) -> list[int]:
        """The row ids of the passages of a collection in which one of the speakers speaks."""
        found = self._rows(
            "SELECT DISTINCT passage FROM statement "
            f"WHERE collection = (SELECT id FROM collection WHERE name = ?) AND speaker {self.dialect.among}",
            collection,
            self.dialect.listed(speakers),
        )
        return [row[0] for row in found]

    def passage_counts(self, terms: Collection[str], collections: Sequence[str]) -> dict[str, int]:
        """As ``Library.passage_counts``."""
        found = self._rows(
            f"SELECT term, sum(passages) FROM term WHERE collection {self.dialect.theirs} "
            f"AND term {self.dialect.among} GROUP BY 1",
            self.dialect.listed(collections),
            self.dialect.listed(terms),
        )
        return dict(found)
