"""The engine: one open index, asked and changed through one object."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from .answering.answerer import Answerer
from .answering.citing import cite_all, cite_statements
from .answering.completing import complete
from .answering.grouping import group
from .answering.intent import tidy
from .answering.known_people import known_people, known_person
from .answering.overview import document_overview
from .answering.scope import Scope
from .answering.suggestions import NOTHING_OFFERED, Offered, as_settings
from .document import CORPUS
from .errors import IndexCorrupt, ModelError, UnknownDocument
from .models.installed import Models, open_models
from .storage.opening import open_store
from .storage.state import StoreState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from .answer import Citation, Outcome
    from .attribution.people import Person
    from .chronology.event import Event
    from .document import Document, Span
    from .llm.language_model import LanguageModel
    from .models.encoder import Encoder
    from .models.reader import Reader
    from .models.verifier import Verifier
    from .storage.ingest import Record
    from .storage.store import Store

    Ingest = Callable[[Document, Encoder], Record]


class Engine:
    """Answers questions from a store. Its methods may be called from several threads at once.

    A change that another process commits is seen at the next call. ``version`` tells the states of the whole
    store apart; what an answer rests on is its receipt's ``index_version``.
    """

    def __init__(
        self,
        store: Store,
        encoder: Encoder,
        reader: Reader | None = None,
        verifier: Verifier | None = None,
        *,
        reopen: Callable[[Models], Models] | None = None,
        language_model: LanguageModel | None = None,
    ) -> None:
        self.store, self.language_model, self._reopen = store, language_model, reopen
        self.encoder, self.reader, self.verifier = encoder, reader, verifier
        self._lock = threading.RLock()
        self._load()

    @classmethod
    def open(
        cls,
        index: Path,
        database: str | None = None,
        *,
        threads: int = 2,
        language_model: LanguageModel | None = None,
    ) -> Engine:
        """Open the index in the folder ``index``; ``threads`` work on one question.

        With a ``database`` (``postgresql://…``) its documents are there, and only its models in the folder.

        ``language_model`` judges in the verifier's place, as long as it answers; it is closed with the
        engine.

        Raises:
            IndexMissing: there is none, or it was never built.
            IndexCorrupt: it is damaged, foreign, of another version or without its encoder.
            IndexUnavailable: the database is away.
            ModelError: one of its models is damaged.
        """
        store = open_store(index, database)
        try:
            reopen = partial(open_models, index, store.library, threads)
            held = reopen()
            models = (held.encoder, held.reader, held.verifier)
            return cls(store, *models, reopen=reopen, language_model=language_model)
        except BaseException:
            store.close()
            raise

    def close(self) -> None:
        """Close the store."""
        if self.language_model is not None:
            self.language_model.close()
        self.store.close()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _load(self) -> None:
        """Take over the models and the questions on offer of the library's present state."""
        library = self.store.library
        while True:
            revision = library.revision()
            try:
                if self._reopen:
                    models = self._reopen(Models(self.encoder, self.reader, self.verifier))
                    self.encoder, self.reader, self.verifier = models.encoder, models.reader, models.verifier
                break
            except ModelError:
                if library.revision() == revision:
                    raise  # not for a build that was choosing others and swept these
        with library.snapshot():
            self._seen, self.version = library.revision(), library.version()
            self._offered = Offered.read(library, self.encoder.dimension)

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The questions on offer."""
        return self._offered.questions

    def scope(self, collections: Sequence[str] = (CORPUS,)) -> Scope:
        """Where a question to some collections looks, at the library's present state.

        Collections without documents change nothing.
        """
        with self._lock:
            self._follow()
            held = self.store.library.held(collections)
            offered = self._offered if CORPUS in held else NOTHING_OFFERED
            return Scope(self.store, self.encoder, self.reader, self.verifier, held, offered)

    def state(self) -> StoreState:
        """How much the store holds, and how far behind its changes this engine is."""
        return StoreState.of(self.store.library, self._seen)

    def _follow(self) -> None:
        """Take over the library's present state where it isn't the one that was seen."""
        if self.store.library.revision() != self._seen:
            self._load()

    def _current_encoder(self) -> Encoder:
        """The encoder of the library's present state."""
        with self._lock:
            self._follow()
            return self.encoder

    def documents(self, collections: Sequence[str] = (CORPUS,)) -> list[Document]:
        """The documents of the collections, by collection and id."""
        return [stored.document for stored in self.store.library.documents(collections)]

    def document(self, slug: str, collections: Sequence[str] = (CORPUS,)) -> Document | None:
        """The document of that id in the first of the collections that has it."""
        for collection in collections:
            with suppress(UnknownDocument):
                return self.store.library.document((collection, slug)).document
        return None

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All changes inside are made at once, to the last state that any process left."""
        with self._lock, self.store.library.transaction():
            self.scope()
            yield
            self.scope()

    def add(
        self,
        document: Document,
        *,
        origin: str = "",
        read: Ingest | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> int:
        """Store a document, replacing one of the same collection and id; gives the number of its passages.

        ``origin`` is the file that it comes from, "" for none. `build` keeps it though its folder hasn't it.
        ``read`` takes the place of ``ingest``. ``check`` is called when it is read and nobody else changes
        anything; where that raises nothing is stored.
        """
        read = read or _ingest
        encoder = self.scope().encoder
        record = read(document, encoder)
        with self.changing():
            check()
            if self.encoder is not encoder:  # a build chose another model meanwhile
                record = read(document, self.encoder)
            self.store.library.write(add=[replace(record, origin=origin)])
        return len(record.passages)

    def remove(self, slug: str, collection: str = CORPUS) -> Document:
        """Remove a document and give it back; `build` doesn't bring it back from its folder.

        Raises:
            UnknownDocument: the collection has none of that id.
        """
        key = (collection, slug)
        with self.changing():
            stored = self.store.library.document(key)
            if stored.origin is None:
                self.store.library.write(bury=[key])
            else:
                self.store.library.write(remove=[key])
        return stored.document

    def offer(self, proofs: Mapping[str, Sequence[str]], quotes: Mapping[str, str]) -> None:
        """Offer the questions of ``proofs`` from now on, each while what it rests on is there: documents, by
        content hash, or the corpus of that version. ``quotes`` has the words that answer them."""
        self.store.library.write(settings=as_settings(proofs, quotes, self.encoder))

    def speakers(self, collections: Sequence[str] = (CORPUS,)) -> list[str]:
        """Whom the documents quote, most statements first."""
        return [voice.name for voice in self.store.library.voices(collections)]

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first; [] when it is no longer stored."""
        return self.store.library.paragraphs(document)

    def people(self, collections: Sequence[str] = (CORPUS,)) -> list[Person]:
        """Whom the documents introduce or quote, most statements first; of many, the most quoted."""
        return known_people(self.store.library, collections)

    def person(self, name: str, collections: Sequence[str] = (CORPUS,)) -> Person | None:
        """Whom a name means of those whom the documents introduce or quote, as ``who`` has it."""
        return known_person(name, self.store.library, collections)

    def timeline(self, collections: Sequence[str] = (CORPUS,)) -> list[Event]:
        """What the documents date, in order of time."""
        return self.store.library.events(collections)

    def cite(self, document: Document, span: Span, marker: int = 1) -> Citation:
        """The citation of any words of a stored document, with their paragraph, speaker and link."""
        return replace(self.cite_all([(document, span)])[0], marker=marker)

    def cite_all(self, places: Sequence[tuple[Document, Span]]) -> list[Citation]:
        """The citations of words of stored documents, numbered in their order; each document is read once."""
        return cite_all(places, self.store.library)

    def ask(
        self,
        question: str,
        *,
        context: str | None = None,
        collections: Sequence[str] = (CORPUS,),
        written: bool = False,
    ) -> Outcome:
        """Answer a question from the collections, or abstain.

        ``context`` is the question asked just before, which a follow-up leans on. With ``written`` a language
        model, if there is one, puts the answer in a few sentences, of which those stay that the quotes bear.

        Raises:
            UsageError: the question is empty or too long.
        """
        typed = tidy(question)
        return self._asked(
            collections, lambda scope: Answerer(scope, typed).outcome(context), written=written
        )

    def check(self, claim: str, *, collections: Sequence[str] = (CORPUS,)) -> Outcome:
        """What the collections say on a claim, whatever its wording asks for.

        Raises:
            UsageError: the claim is empty or too long.
        """
        typed = tidy(claim)
        return self._asked(collections, lambda scope: Answerer(scope, typed).checked())

    def brief(
        self, topic: str | None = None, *, collections: Sequence[str] = (CORPUS,), written: bool = False
    ) -> Outcome:
        """The sentences that carry the documents, or a topic in them, verbatim, at most five; or abstain.

        Raises:
            UsageError: the topic is empty or too long.
        """
        typed = tidy("Overview" if topic is None else topic)
        about = None if topic is None else typed
        return self._asked(collections, lambda scope: Answerer(scope, typed).brief(about), written=written)

    def overview(self, document: Document, most: int) -> list[Citation]:
        """The sentences that carry one document, at most so many, in its order; [] when it is gone."""
        places = document_overview(document, self.scope((document.collection,)), most)
        return self.cite_all([(document, place.span) for place in places])

    def _asked(
        self, collections: Sequence[str], ask: Callable[[Scope], Outcome], *, written: bool = False
    ) -> Outcome:
        """What was asked; once more where a build chose another encoder meanwhile, whose vectors differ."""
        while True:
            scope = self._consulting(collections)
            try:
                outcome = complete(scope, ask, written=written)
            except IndexCorrupt:
                if self._current_encoder() is scope.encoder:
                    raise
            else:
                if self._current_encoder() is scope.encoder:
                    return outcome

    def _consulting(self, collections: Sequence[str]) -> Scope:
        """Where a question looks, with the language model at hand: the server that asks pays for it."""
        scope = self.scope(collections)
        if self.language_model is None:
            return scope
        return replace(scope, consultation=self.language_model.consult([CORPUS, *collections][-1]))

    @property
    def writes(self) -> bool:
        """Whether there is a language model that may write."""
        return self.language_model is not None and self.language_model.writes

    def group(self, questions: Sequence[str]) -> list[list[int]]:
        """The places of the questions that ask the same, a list a group, in the order of their first ones."""
        return group(questions, self.scope().encoder)

    def quotes(self, speaker: str, *, collections: Sequence[str] = (CORPUS,)) -> list[Citation]:
        """Everything the documents report that a person said, by document and in text order; nothing of whom
        they don't quote. The less certain statements are left out where there are surer ones.
        """
        scope = self.scope(collections)
        return cite_statements(scope.speakers(speaker).names, scope.collections, scope.library)


def _ingest(document: Document, encoder: Encoder) -> Record:
    from .storage.ingest import ingest  # what reads documents is not loaded to answer questions

    return ingest(document, encoder)
