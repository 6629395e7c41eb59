"""The engine: one open index, asked and changed through one object."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from cachetools import LRUCache

from .answering.answerer import Asking
from .answering.citing import cite
from .answering.intent import tidy
from .answering.scope import Shelf
from .attribution.speakers import speakers
from .attribution.statements import CERTAIN_SPEAKER
from .curated.offered import still_answered
from .document import CORPUS
from .errors import ModelError
from .models.installed import Models, open_models
from .search.retriever import Retriever
from .storage.dense import DenseIndex
from .storage.ingest import ingest
from .storage.sqlite.schema import INDEX_FILE
from .storage.sqlite.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .answer import Citation, Outcome
    from .attribution.people import Person
    from .chronology.events import Event
    from .document import Document, Span
    from .models.encoder import Encoder
    from .models.reader import Reader
    from .models.verifier import Verifier


MOST_SHELVES = 64
"""How many sets of collections are held in memory, those asked last: each with its documents' text."""


class Engine:
    """Answers questions from an index. Its methods may be called from several threads at once.

    A change that another process commits is seen at the next call. ``version`` tells the states of the whole
    index apart; what an answer rests on is its receipt's ``index_version``.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        reader: Reader | None = None,
        verifier: Verifier | None = None,
        *,
        reopen: Callable[[Models], Models] | None = None,
    ) -> None:
        self.store, self._reopen = store, reopen
        self.encoder, self.reader, self.verifier = encoder, reader, verifier
        self._lock = threading.RLock()
        self._load()

    @classmethod
    def open(cls, index: Path, *, threads: int = 2) -> Engine:
        """Open the index in the folder ``index``; ``threads`` work on one question.

        Raises:
            IndexMissing: there is none, or it was never built.
            IndexCorrupt: it is damaged, foreign, of another version or without its encoder.
            ModelError: its encoder, reader or verifier is damaged.
        """
        store = Store.open(index / INDEX_FILE)
        try:
            models = open_models(index, store, threads)
            return cls(
                store,
                models.encoder,
                models.reader,
                models.verifier,
                reopen=lambda held: open_models(index, store, threads, held),
            )
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
        """Derive what is held in memory from one state of the store, with the models of that state."""
        with self._lock:
            while True:
                changes = self.store.changes()
                try:
                    with self.store.snapshot():
                        self._derive()
                    return
                except ModelError:
                    if self.store.changes() == changes:
                        raise  # not for a build that was choosing others and swept these

    def _derive(self) -> None:
        changes = self.store.changes()
        if self._reopen:
            models = self._reopen(Models(self.encoder, self.reader, self.verifier))
            self.encoder, self.reader, self.verifier = models.encoder, models.reader, models.verifier
        dense, held = DenseIndex(self.encoder.dimension), []
        for collection, ids, vectors in self.store.vectors():
            dense.add(collection, ids, vectors)
            held.append(collection)
        self._held, self._changes = frozenset(held), changes
        self._retriever = Retriever(self.store, dense, self.encoder)
        self._shelves: LRUCache[tuple[str, ...], Shelf] = LRUCache(MOST_SHELVES)
        self.version = self.store.version()
        offered = json.loads(self.store.meta("suggestions") or "{}")
        self.suggestions = still_answered(offered, self.store.hashes([CORPUS]))

    def shelf(self, collections: Sequence[str] = (CORPUS,)) -> Shelf:
        """What answers from some collections, fresh from the store when that has changed.

        Collections without documents change nothing: all who ask of the same documents share one shelf.
        """
        with self._lock:
            if self.store.changes() != self._changes:
                self._load()
            while (key := tuple(c for c in collections if c in self._held)) not in self._shelves:
                with self.store.snapshot():
                    if self.store.changes() == self._changes:
                        self._shelves[key] = self._read(key)
                        break
                self._load()
            return self._shelves[key]

    def _read(self, key: tuple[str, ...]) -> Shelf:
        """The shelf of some collections that have documents."""
        return Shelf.of_collections(
            key, store=self.store, retriever=self._retriever, encoder=self.encoder, reader=self.reader,
            verifier=self.verifier,            suggestions=self.suggestions if CORPUS in key else (),
        )  # fmt: skip

    # ------------------------------------------------------------------ documents

    def documents(self, collections: Sequence[str] = (CORPUS,)) -> list[Document]:
        """The documents of the collections, by collection and id."""
        return list(self.shelf(collections).documents)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All changes inside are made at once, to the last state that any process left."""
        with self._lock, self.store.transaction():
            if self.store.changes() != self._changes:
                self._load()
            yield

    def add(self, document: Document, *, origin: str = "") -> int:
        """Store a document, replacing one of the same collection and id; gives the number of its passages.

        ``origin`` is the file that it comes from, "" for none. `build` keeps it though its folder hasn't it.
        """
        encoder = self.encoder
        record = ingest(document, encoder)
        with self.changing():
            if self.encoder is not encoder:  # a build chose another model meanwhile
                record = ingest(document, self.encoder)
            self.store.write(add=[replace(record, origin=origin)])
            self._load()
        return len(record.passages)

    def remove(self, slug: str, collection: str = CORPUS) -> Document:
        """Remove a document and give it back; `build` doesn't bring it back from its folder.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        with self.changing():
            stored = self.store.document(collection, slug)
            key = [(collection, slug)]
            if stored.origin is None:
                self.store.write(bury=key)
            else:
                self.store.write(remove=key)
            self._load()
        return stored.document

    def offer(self, suggestions: Mapping[str, Sequence[str]]) -> None:
        """Offer these questions from now on, each while all documents of those content hashes are there."""
        with self.changing():
            self.store.write(meta={"suggestions": json.dumps(suggestions)})
            self._load()

    def speakers(self, collections: Sequence[str] = (CORPUS,)) -> list[str]:
        """Whom the documents quote, most statements first."""
        return speakers([s for _, found in self.shelf(collections).statements for s in found])

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first; [] when it is no longer stored."""
        return self.store.paragraphs(document)

    def people(self, collections: Sequence[str] = (CORPUS,)) -> list[Person]:
        """Whom the documents introduce or quote, most statements first."""
        return self.shelf(collections).people

    def timeline(self, collections: Sequence[str] = (CORPUS,)) -> list[Event]:
        """What the documents date, in order of time."""
        return self.shelf(collections).timeline

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
