"""All that a library keeps of a document, as it was when it was stored: what another library can be given."""

from __future__ import annotations

from abc import abstractmethod
from hashlib import sha256
from typing import TYPE_CHECKING

from ...text.terms import terms
from ..ingest import PassageRecord, Record
from . import rows
from .readings import Readings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from ...document import Document


class Records(Readings):
    """What a library keeps, document by document."""

    def records(self) -> Iterator[Record]:
        """Each document with all that was read out of it, those stored first before others."""
        for number, collection in self._numbered():
            yield self._record(number, collection)

    def count_documents(self) -> int:
        """How many there are."""
        return int(self._rows("SELECT count(*) FROM document")[0][0])

    def all_tombstones(self) -> list[tuple[str, str]]:
        """The keys of the documents that are not to come back by themselves."""
        return [(c, slug) for c, slug in self._rows("SELECT collection, slug FROM tombstone ORDER BY 1, 2")]

    def settings(self) -> dict[str, str]:
        """Every value that ``write`` kept."""
        names = [row[0] for row in self._rows("SELECT name FROM setting ORDER BY 1")]
        return {name: self.setting(name) or "" for name in names}

    @abstractmethod
    def setting(self, name: str) -> str | None:
        """As ``Library.setting``."""

    @abstractmethod
    def _codes(self, collection: str, first: int, last: int) -> Mapping[int, npt.NDArray[np.int8]]:
        """The vectors of the passages from ``first`` to ``last``, by id."""

    def _numbered(self) -> list[tuple[int, str]]:
        """Row id and collection of each document."""
        return self._rows(
            "SELECT document.id, name FROM document JOIN collection ON collection.id = collection ORDER BY 1"
        )

    def _record(self, number: int, collection: str) -> Record:
        row = self._rows(f"SELECT {rows.DOCUMENT} FROM document WHERE id = ?", number)[0]
        stored = self.whole(rows.to_document, row, collection)
        document, content_hash, (words, first, last) = stored.document, row[10], row[13:16]
        namings = self._rows(f"SELECT {rows.NAMING} FROM naming WHERE document = ? ORDER BY id", number)
        events = self._rows(f"SELECT {rows.EVENT} FROM event WHERE document = ? ORDER BY id", number)
        headings = self._rows("SELECT term FROM heading WHERE document = ?", number)
        return Record(
            document,
            tuple(self.whole(rows.to_paragraphs, row)),
            self._passage_records(document, self._codes(collection, first, last)),
            tuple(self.statements(document)),
            tuple(self.whole(rows.to_naming, naming, document, content_hash) for naming in namings),
            tuple(self.whole(rows.to_event, event, document, content_hash) for event in events),
            self.whole(rows.to_words, words),
            frozenset(heading[0] for heading in headings),
            stored.origin,
        )

    def _passage_records(
        self, document: Document, codes: Mapping[int, npt.NDArray[np.int8]]
    ) -> tuple[PassageRecord, ...]:
        found = sorted(self.passages(list(codes)).items())
        return tuple(
            PassageRecord(
                p.paragraph, p.span, p.sentences, codes[i], p.starts, p.tokens,
                tuple(terms(p.span.of(document.text))),
            )
            for i, p in found
        )  # fmt: skip


def digest(record: Record) -> str:
    """Hexadecimal digits over everything in a record: equal ones are of the same document, read alike."""
    seen = sha256(repr((record.document, record.paragraphs, record.statements, record.origin)).encode())
    seen.update(repr((record.namings, record.events)).encode())
    seen.update(repr((sorted(record.words.items()), sorted(record.headings))).encode())
    for passage in record.passages:
        seen.update(repr((passage.paragraph, passage.span, passage.sentences, passage.terms)).encode())
        for values in (passage.vector, passage.starts, passage.tokens):
            seen.update(values.tobytes())
    return seen.hexdigest()
