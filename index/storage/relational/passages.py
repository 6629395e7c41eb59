"""The passages of a library: by place, by word and by speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import rows
from .documents import Documents

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ...document import Document, Span
    from ..library import Passage

OF = "document = (SELECT id FROM document WHERE content_hash = ?)"
"""A condition on rows that belong to the document with that hash."""


PASSAGE_COLUMNS = f"{rows.PASSAGE}, id"


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
            sql = f"SELECT {PASSAGE_COLUMNS} FROM passage WHERE id {self.dialect.among}"
            return self.passages_of(self._rows(sql, self.dialect.listed(ids)))

    def passages_of(self, found: Sequence[rows.Row]) -> dict[int, Passage]:
        """The passages of rows of ``PASSAGE_COLUMNS``, by row id; within the snapshot that these are of."""
        documents = self._by_row({row[0] for row in found})
        passages: dict[int, Passage] = {}
        for *row, number in found:
            if row[0] not in documents:
                raise self.damaged("a passage of no document")
            passages[number] = self.whole(rows.to_passage, row, *documents[row[0]])
        return passages

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
