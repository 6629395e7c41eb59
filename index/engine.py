"""The engine: one open index, asked and changed through one object."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from .answer import Abstention, Answer, Nearest, Receipt, written
from .build import INDEX_FILE, encoder_folder
from .cite import cite, quoted
from .confidence import THRESHOLD
from .dense import DenseIndex
from .document import CORPUS
from .encoder import OnnxEncoder
from .errors import IndexCorrupt
from .follow_up import whole
from .ingest import ingest
from .lexical import Vocabulary
from .metadata import told
from .question import Metadata, SmallTalk, Speech, parse, tidy
from .read import read
from .retrieve import Retriever
from .said import read_statements
from .speakers import said_by, speakers
from .store import Store
from .suggest import suggest
from .terms import STOPWORDS, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from .answer import Outcome
    from .document import Document, Span, Statement
    from .encoder import Encoder
    from .read import Evidence
    from .retrieve import Retrieval

RECEIPT_PASSAGES = 10
"""How many of the nearest passages an outcome carries."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What answering needs of some collections, read once and kept until they change."""

    collections: tuple[str, ...]
    vocabulary: Vocabulary
    documents: tuple[Document, ...]
    statements: tuple[tuple[Document, tuple[Statement, ...]], ...]

    def said_by(self, name: str) -> list[tuple[Document, Statement]]:
        """What the person of that name says, surest first within a document."""
        return [(document, s) for document, found in self.statements for s in said_by(name, found)]

    def of(self, document: Document) -> Sequence[Statement]:
        """The statements of one document."""
        return next((found for d, found in self.statements if d == document), ())


class Engine:
    """Answers questions from an index. Its methods may be called from several threads at once.

    A change that another process commits is seen at the next call.
    """

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self._store, self._encoder = store, encoder
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
        key = store.meta("encoder")
        if key is None:
            store.close()
            raise IndexCorrupt(f"{index}: an index that was never built; run `rapporteur build`")
        return cls(store, OnnxEncoder.from_path(encoder_folder(index, key), threads=threads))

    def close(self) -> None:
        """Close the index; the engine can't be used afterwards."""
        self._store.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------------ state

    def _load(self) -> None:
        """Derive what is held in memory from the store."""
        dense = DenseIndex(self._encoder.dimension)
        for collection, ids, vectors in self._store.vectors():
            dense.add(collection, ids, vectors)
        self._retriever = Retriever(self._store, dense, self._encoder)
        self._shelves: dict[tuple[str, ...], Shelf] = {}
        self._changes, self.version = self._store.changes(), self._store.version()
        self.suggestions: tuple[str, ...] = tuple(json.loads(self._store.meta("suggestions") or "[]"))

    def _shelf(self, collections: Sequence[str]) -> Shelf:
        with self._lock:
            if self._store.changes() != self._changes:
                self._load()
            key = tuple(collections)
            if key not in self._shelves:
                store = self._store
                vocabulary = Vocabulary(store.words(key), store.count_passages(key))
                statements = tuple((d, tuple(found)) for d, found in store.statements(key))
                self._shelves[key] = Shelf(key, vocabulary, tuple(store.documents(key)), statements)
            return self._shelves[key]

    # ------------------------------------------------------------------ documents

    def documents(self, collections: Sequence[str] = (CORPUS,)) -> list[Document]:
        """The documents of the collections, by collection and id."""
        return list(self._shelf(collections).documents)

    def add(self, document: Document) -> int:
        """Store a document, replacing one of the same collection and id; gives the number of its passages."""
        record = ingest(document, self._encoder)
        with self._lock:
            self._store.write(add=[record])
            self._load()
        return len(record.passages)

    def remove(self, slug: str, collection: str = CORPUS) -> Document:
        """Remove a document and give it back.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        with self._lock:
            document = self._store.document(collection, slug)
            self._store.write(remove=[(collection, slug)])
            self._load()
        return document

    def speakers(self, collections: Sequence[str] = (CORPUS,)) -> list[str]:
        """Whom the documents quote, most statements first."""
        return speakers([s for _, found in self._shelf(collections).statements for s in found])

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
        typed = tidy(question)
        shelf = self._shelf(collections)
        return _Asking(self, shelf, typed, started).outcome(context)


class _Asking:
    """One question on its way to an outcome."""

    def __init__(self, engine: Engine, shelf: Shelf, typed: str, started: float) -> None:
        self._engine, self._shelf, self._typed, self._started = engine, shelf, typed, started
        self._searched_for = typed

    def outcome(self, context: str | None) -> Outcome:
        before = self._corrected(tidy(context)) if context and context.strip() else None
        filled = whole(self._corrected(self._typed), before, lambda name: bool(self._shelf.said_by(name)))
        self._searched_for = filled
        asked = parse(filled)
        match asked:
            case SmallTalk(reply):
                self._searched_for = self._typed
                return Abstention(reply, self._receipt(0.0, None), self._engine.suggestions[:3])
            case Metadata(field):
                return self._record(told(field, self._shelf.documents, filled), field)
            case Speech():
                return self._speech(asked)
            case _:
                return self._plain()

    def _corrected(self, question: str) -> str:
        return self._shelf.vocabulary.corrected(question, self._engine._encoder.is_word)

    def _record(self, answer: str | None, field: str) -> Outcome:
        if answer is None:
            return self._abstain(f"No document's record says its {field.replace('_', ' ')}.", 0.0, None)
        return Answer(answer, (), self._receipt(1.0, None))

    def _speech(self, asked: Speech) -> Outcome:
        said = self._shelf.said_by(asked.speaker)
        if not said:
            return self._unheard(asked)
        if not asked.certain:
            return self._plain([(document, statement.span) for document, statement in said])
        found = read_statements(
            asked, said, self._searched_for, self._engine._retriever, self._engine._store, self._shelf.vocabulary
        )
        return self._judged(found.evidence, found.retrieval, found.refusal)

    def _unheard(self, asked: Speech) -> Outcome:
        """Nobody of that name is quoted: a stranger is refused, anybody else may stand in the text yet."""
        strangers = [w for w in words(asked.speaker) if w not in STOPWORDS and not self._shelf.vocabulary.knows(w)]
        if asked.certain and any(not self._engine._encoder.is_word(word) for word in strangers):
            return self._abstain(f"The articles don't mention {asked.speaker}.", 0.0, None)
        return self._plain()

    def _plain(self, preferred: Sequence[tuple[Document, Span]] = ()) -> Outcome:
        shelf = self._shelf
        retrieval = self._engine._retriever.retrieve(self._searched_for, shelf.vocabulary, shelf.collections)
        return self._judged(read(retrieval, shelf.vocabulary, preferred), retrieval, "The articles don't say.")

    def _judged(self, evidence: Sequence[Evidence], retrieval: Retrieval, refusal: str) -> Outcome:
        best = evidence[0].confidence if evidence else 0.0
        if best < THRESHOLD:
            return self._abstain(refusal, best, retrieval)
        citations = tuple(
            cite(n, e.document, e.hit.passage.paragraph, quoted(e.hit.passage, e.sentence), self._shelf.of(e.document))
            for n, e in enumerate(evidence, 1)
        )
        return Answer(written(citations), citations, self._receipt(best, retrieval))

    def _abstain(self, reason: str, confidence: float, retrieval: Retrieval | None) -> Abstention:
        return Abstention(
            reason,
            self._receipt(confidence, retrieval),
            suggest(self._searched_for, retrieval, self._engine.suggestions),
        )

    def _receipt(self, confidence: float, retrieval: Retrieval | None) -> Receipt:
        hits = retrieval.hits[:RECEIPT_PASSAGES] if retrieval else ()
        return Receipt(
            question=self._typed,
            searched_for=self._searched_for,
            confidence=confidence,
            threshold=THRESHOLD,
            passages=tuple(
                Nearest(h.passage.document.id, h.passage.paragraph, h.passage.span.start, h.passage.span.end,
                        h.cosine, h.bm25, h.score)
                for h in hits
            ),
            index_version=self._engine.version,
            elapsed_ms=(perf_counter() - self._started) * 1000,
        )  # fmt: skip
