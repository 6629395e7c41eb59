"""The engine: one open index, asked and changed through one object."""

from __future__ import annotations

import json
import threading
from time import perf_counter
from typing import TYPE_CHECKING

from .asking import Asking
from .build import INDEX_FILE, encoder_folder, reader_folder
from .cite import CERTAIN_SPEAKER, cite
from .dense import DenseIndex
from .document import CORPUS
from .encoder import OnnxEncoder
from .errors import IndexCorrupt
from .ingest import ingest
from .question import tidy
from .reader import OnnxReader
from .retrieve import Retriever
from .segment import sentences
from .shelf import Shelf
from .speakers import speakers
from .store import Store
from .timeline import events
from .who import people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .answer import Citation, Outcome
    from .document import Document, Span
    from .encoder import Encoder
    from .reader import Reader
    from .timeline import Event
    from .who import Person


class Engine:
    """Answers questions from an index. Its methods may be called from several threads at once.

    A change that another process commits is seen at the next call.
    """

    def __init__(self, store: Store, encoder: Encoder, reader: Reader | None = None) -> None:
        self.store, self.encoder, self.reader = store, encoder, reader
        self._lock = threading.RLock()
        self._changes = -1
        self._load()

    @classmethod
    def open(cls, index: Path, *, threads: int = 2) -> Engine:
        """Open the index in the folder ``index``; ``threads`` work on one question.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt: it is damaged, foreign, of another version or without its encoder.
            ModelError: its encoder or reader is damaged.
        """
        store = Store.open(index / INDEX_FILE)
        try:
            key = store.meta("encoder")
            if key is None:
                raise IndexCorrupt(f"{index}: an index that was never built; run `rapporteur build`")
            encoder = OnnxEncoder.from_path(encoder_folder(index, key), threads=threads)
            reading = store.meta("reader")
            reader = OnnxReader.from_path(reader_folder(index, reading), threads=threads) if reading else None
            return cls(store, encoder, reader)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the index; the engine can't be used afterwards."""
        self.store.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ state

    def _load(self) -> None:
        """Derive what is held in memory from the store."""
        dense = DenseIndex(self.encoder.dimension)
        held = []
        for collection, ids, vectors in self.store.vectors():
            dense.add(collection, ids, vectors)
            held.append(collection)
        self._held = frozenset(held)
        self._retriever = Retriever(self.store, dense, self.encoder)
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self._people: dict[tuple[str, ...], list[Person]] = {}
        self._events: dict[tuple[str, ...], list[Event]] = {}
        self._changes, self.version = self.store.changes(), self.store.version()
        self.suggestions: tuple[str, ...] = tuple(json.loads(self.store.meta("suggestions") or "[]"))

    def shelf(self, collections: Sequence[str] = (CORPUS,)) -> Shelf:
        """What answers from some collections, fresh from the store when that has changed.

        Collections without documents change nothing: all who ask of the same documents share one shelf.
        """
        with self._lock:
            if self.store.changes() != self._changes:
                self._load()
            key = tuple(c for c in collections if c in self._held)
            if key not in self._shelves:
                self._shelves[key] = Shelf.of_collections(
                    key, store=self.store, retriever=self._retriever, encoder=self.encoder,
                    reader=self.reader,
                    suggestions=self.suggestions, version=self.version,
                )  # fmt: skip
            return self._shelves[key]

    # ------------------------------------------------------------------ documents

    def documents(self, collections: Sequence[str] = (CORPUS,)) -> list[Document]:
        """The documents of the collections, by collection and id."""
        return list(self.shelf(collections).documents)

    def add(self, document: Document) -> int:
        """Store a document, replacing one of the same collection and id; gives the number of its passages."""
        record = ingest(document, self.encoder)
        with self._lock:
            self.store.write(add=[record])
            self._load()
        return len(record.passages)

    def remove(self, slug: str, collection: str = CORPUS) -> Document:
        """Remove a document and give it back.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        with self._lock:
            document = self.store.document(collection, slug)
            self.store.write(remove=[(collection, slug)])
            self._load()
        return document

    def speakers(self, collections: Sequence[str] = (CORPUS,)) -> list[str]:
        """Whom the documents quote, most statements first."""
        return speakers([s for _, found in self.shelf(collections).statements for s in found])

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first; [] when it is no longer stored."""
        return self.store.paragraphs(document)

    def sentences(self, document: Document) -> list[Span]:
        """The sentences of a document, in text order."""
        return [s for block in self.paragraphs(document) for s in sentences(document.text, block)]

    def people(self, collections: Sequence[str] = (CORPUS,)) -> list[Person]:
        """Whom the documents introduce or quote, most statements first."""
        shelf = self.shelf(collections)
        if shelf.collections not in self._people:
            read = [(d, self.sentences(d)) for d in shelf.documents]
            self._people[shelf.collections] = people(read, shelf.statements)
        return self._people[shelf.collections]

    def timeline(self, collections: Sequence[str] = (CORPUS,)) -> list[Event]:
        """What the documents date, in order of time."""
        shelf = self.shelf(collections)
        if shelf.collections not in self._events:
            found = [e for d in shelf.documents for e in events(d, self.sentences(d))]
            found.sort(key=lambda event: (event.when.start, event.when.end))
            self._events[shelf.collections] = found
        return self._events[shelf.collections]

    def cite(self, document: Document, span: Span, marker: int = 1) -> Citation:
        """The citation of any words of a stored document, with their paragraph, speaker and link."""
        statements = self.shelf([document.collection]).of(document)
        numbers = (n for n, p in enumerate(self.paragraphs(document), 1) if p.start <= span.start < p.end)
        return cite(marker, document, next(numbers, 1), span, statements)

    # ------------------------------------------------------------------ answering

    def ask(
        self, question: str, *, context: str | None = None, collections: Sequence[str] = (CORPUS,)
    ) -> Outcome:
        """Answer a question from the collections, or abstain.

        ``context`` is the question asked just before, which a follow-up leans on.

        Raises:
            UsageError: the question is empty or too long.
        """
        started = perf_counter()
        return Asking(self.shelf(collections), tidy(question), started).outcome(context)

    def check(self, claim: str, *, collections: Sequence[str] = (CORPUS,)) -> Outcome:
        """What the collections say on a claim, whatever its wording asks for.

        Raises:
            UsageError: the claim is empty or too long.
        """
        started = perf_counter()
        return Asking(self.shelf(collections), tidy(claim), started).checked()

    def quotes(self, speaker: str, *, collections: Sequence[str] = (CORPUS,)) -> list[Citation]:
        """Everything the documents report that a person said, by document and in text order.

        The less certain statements are left out where there are surer ones. Empty when nobody of that name is
        quoted.
        """
        said = self.shelf(collections).said_by(speaker)
        surest = [pair for pair in said if pair[1].certainty >= CERTAIN_SPEAKER] or said
        placed = dict.fromkeys(sorted(((d, s.span) for d, s in surest), key=lambda p: (p[0].id, p[1])))
        return [self.cite(document, span, n) for n, (document, span) in enumerate(placed, 1)]
