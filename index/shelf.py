"""What answering needs of some collections, read once and kept until they change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .lexical import Vocabulary
from .speakers import said_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Document, Statement
    from .encoder import Encoder
    from .reader import Reader
    from .retrieve import Retriever
    from .store import Store


@dataclass(frozen=True, slots=True)
class Shelf:
    """Some collections with what searches them; ``version`` is the index's, ``suggestions`` can be asked."""

    store: Store
    retriever: Retriever
    encoder: Encoder
    reader: Reader | None
    collections: tuple[str, ...]
    suggestions: tuple[str, ...]
    version: str
    vocabulary: Vocabulary
    documents: tuple[Document, ...]
    statements: tuple[tuple[Document, tuple[Statement, ...]], ...]

    @classmethod
    def of_collections(
        cls,
        collections: tuple[str, ...],
        *,
        store: Store,
        retriever: Retriever,
        encoder: Encoder,
        reader: Reader | None,
        suggestions: tuple[str, ...],
        version: str,
    ) -> Shelf:
        """Read the collections from the store."""
        vocabulary = Vocabulary(store.words(collections), store.count_passages(collections))
        statements = tuple((d, tuple(found)) for d, found in store.statements(collections))
        documents = tuple(store.documents(collections))
        return cls(
            store,
            retriever,
            encoder,
            reader,
            collections,
            suggestions,
            version,
            vocabulary,
            documents,
            statements,
        )

    def said_by(self, name: str) -> list[tuple[Document, Statement]]:
        """What the person of that name says, surest first within a document."""
        return [(document, s) for document, found in self.statements for s in said_by(name, found)]

    def of(self, document: Document) -> Sequence[Statement]:
        """The statements of one document."""
        return next((found for d, found in self.statements if d == document), ())
