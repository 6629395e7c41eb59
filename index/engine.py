"""The engine: one open index, asked and changed through one object."""

from __future__ import annotations

import json
import threading
from time import perf_counter
from typing import TYPE_CHECKING

from .asking import Asking
from .build import INDEX_FILE, encoder_folder
from .dense import DenseIndex
from .document import CORPUS
from .encoder import OnnxEncoder
from .errors import IndexCorrupt
from .ingest import ingest
from .question import tidy
from .retrieve import Retriever
from .shelf import Shelf
from .speakers import speakers
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .answer import Outcome
    from .document import Document
    from .encoder import Encoder


class Engine:
    """Answers questions from an index. Its methods may be called from several threads at once.

    A change that another process commits is seen at the next call.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store, self.encoder = store, encoder
        self._lock = threading.RLock()
        self._changes = -1
        self._load()

    @classmethod
    def open(cls, index: Path, *, threads: int = 2) -> Engine:
        """Open the index in the folder ``index``; ``threads`` encode one question.

        Raises:
            IndexMissing: there is none.
            IndexCorrupt: it is damaged, foreign, of another version or without its encoder.
            EncoderError: its encoder is damaged.
        """
        store = Store.open(index / INDEX_FILE)
        try:
            key = store.meta("encoder")
            if key is None:
                raise IndexCorrupt(f"{index}: an index that was never built; run `rapporteur build`")
            return cls(store, OnnxEncoder.from_path(encoder_folder(index, key), threads=threads))
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
        for collection, ids, vectors in self.store.vectors():
            dense.add(collection, ids, vectors)
        self._retriever = Retriever(self.store, dense, self.encoder)
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self._changes, self.version = self.store.changes(), self.store.version()
        self.suggestions: tuple[str, ...] = tuple(json.loads(self.store.meta("suggestions") or "[]"))

    def shelf(self, collections: Sequence[str] = (CORPUS,)) -> Shelf:
        """What answers from some collections, fresh from the store when that has changed."""
        with self._lock:
            if self.store.changes() != self._changes:
                self._load()
            key = tuple(collections)
            if key not in self._shelves:
                self._shelves[key] = Shelf.of_collections(
                    key, store=self.store, retriever=self._retriever, encoder=self.encoder,
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
