"""What answering needs of some collections, read once and kept until they change."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ..attribution.people import people
from ..attribution.speakers import said_by
from ..chronology.events import events
from ..search.vocabulary import Vocabulary
from ..text.segmentation import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..attribution.people import Person
    from ..chronology.events import Event
    from ..document import Document, Span, Statement
    from ..models.encoder import Encoder
    from ..models.reader import Reader
    from ..models.verifier import Verifier
    from ..search.retriever import Retriever
    from ..storage.sqlite.rows import Stored
    from ..storage.sqlite.store import Store


@dataclass(frozen=True)
class Shelf:
    """Some collections with what searches them; ``version`` is theirs, ``suggestions`` can be asked.

    Whatever is derived from them is kept here and nowhere else, so that it goes when they change.
    """

    store: Store
    retriever: Retriever
    encoder: Encoder
    reader: Reader | None
    verifier: Verifier | None
    collections: tuple[str, ...]
    suggestions: tuple[str, ...]
    version: str
    vocabulary: Vocabulary
    stored: tuple[Stored, ...]

    @classmethod
    def of_collections(
        cls,
        collections: tuple[str, ...],
        *,
        store: Store,
        retriever: Retriever,
        encoder: Encoder,
        reader: Reader | None,
        verifier: Verifier | None,
        suggestions: tuple[str, ...],
    ) -> Shelf:
        """Read the collections from the store; inside a snapshot, all of one moment."""
        stored, words = tuple(store.stored(collections)), Counter[str]()
        for one in stored:
            words.update(one.words)
        vocabulary = Vocabulary(words, store.count_passages(collections))
        version = store.version(collections)
        return cls(
            store, retriever, encoder, reader, verifier, collections, suggestions, version, vocabulary, stored
        )

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """The documents, by collection and id."""
        return tuple(one.document for one in self.stored)

    @cached_property
    def statements(self) -> tuple[tuple[Document, tuple[Statement, ...]], ...]:
        """Per document that has any, its statements in text order."""
        return tuple((one.document, one.statements) for one in self.stored if one.statements)

    @cached_property
    def people(self) -> list[Person]:
        """Whom the documents introduce or quote, most statements first."""
        return people([(one.document, _sentences(one)) for one in self.stored], self.statements)

    @cached_property
    def timeline(self) -> list[Event]:
        """What the documents date, in order of time."""
        found = [event for one in self.stored for event in events(one.document, _sentences(one))]
        return sorted(found, key=lambda event: (event.when.start, event.when.end))

    def said_by(self, name: str) -> list[tuple[Document, Statement]]:
        """What the person of that name says, surest first within a document."""
        return [(document, s) for document, found in self.statements for s in said_by(name, found)]

    def of(self, document: Document) -> Sequence[Statement]:
        """The statements of one document."""
        return next((found for d, found in self.statements if d == document), ())


def _sentences(stored: Stored) -> list[Span]:
    return [s for block in stored.paragraphs for s in sentences(stored.document.text, block)]
