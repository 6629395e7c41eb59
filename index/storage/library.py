"""What a store of documents offers, whatever keeps it: the one truth that all answering reads.

``sqlite.library`` keeps it in a file; another implementation has to pass tests/index/storage/contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager

    import numpy as np
    import numpy.typing as npt

    from ..attribution.people import Naming
    from ..attribution.speakers import Voice
    from ..chronology.event import Event
    from ..document import Document, Span, Statement
    from .ingest import Record
    from .quantization import Codes

Key = tuple[str, str]
"""A document's collection and id."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document and where it came from: ``origin`` is None for one of the folder that `build` reads; for
    one that was added, the file that it was, or ""."""

    document: Document
    origin: str | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A stored passage: where it stands, its sentences, and the tokens that ranking reads.

    ``id`` tells it from every other, in every store that holds the document. ``starts`` is int32 ``(n,)``,
    the code point in ``document.text`` where each token of a word with a topic begins; ``tokens`` are their
    vectors, in ``quantization.token_codes``.
    """

    id: str
    document: Document
    paragraph: int
    span: Span
    sentences: tuple[Span, ...]
    starts: npt.NDArray[np.int32]
    tokens: Codes


class Revision(NamedTuple):
    """A state of a library: ``history`` is another where what was seen before no longer holds (the library
    was replaced, or a change taken back), ``change`` the number of the last change in it."""

    history: str
    change: int


class Change(NamedTuple):
    """A document came or went; ``number`` counts up."""

    number: int
    collection: str
    document: str
    added: bool


class Size(NamedTuple):
    """How much a library holds: documents and passages of all collections, and ``bytes`` on the disk."""

    documents: int
    passages: int
    bytes: int


class Library(Protocol):
    """Documents and all that was read out of them. May be called from several threads.

    What is asked for some collections is theirs alone. A passage or document that is gone is left out.

    Raises, everywhere:
        IndexCorrupt: a value isn't as it was stored.
        IndexUnavailable: the library can't be reached, or written to, now.
    """

    # ---- change

    def transaction(self) -> AbstractContextManager[None]:
        """All changes inside are made at once, or none; one inside another is part of it."""

    def snapshot(self) -> AbstractContextManager[None]:
        """All that is read inside is of one moment."""

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[Key] = (),
        bury: Iterable[Key] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """In one transaction: remove the documents, add the records, keep the settings.

        A record replaces the stored document of the same collection and id, and one before it in ``add``.
        Those to ``bury`` are removed, and remembered as such until a document of that key is added.
        """

    def revision(self) -> Revision:
        """The present state; another one after each write, of whichever process."""

    def changes(self, since: Revision) -> list[Change] | None:
        """The documents that came and went since then, in order; None when that is no longer known."""

    def setting(self, name: str) -> str | None:
        """A value that ``write`` kept: "encoder" is the key of the model whose vectors are stored."""

    def version(self, collections: Sequence[str] | None = None) -> str:
        """12 hex digits over the layout, the encoder and the documents of the collections (all when None):
        equal versions answer alike."""

    # ---- documents

    def held(self, collections: Sequence[str]) -> tuple[str, ...]:
        """Those of the collections that have documents, in their order."""

    def documents(self, collections: Sequence[str] | None = None) -> list[StoredDocument]:
        """The documents of the collections (of all when None), by collection and id."""

    def document(self, key: Key) -> StoredDocument:
        """One document.

        Raises:
            UnknownDocument: there is none of that key.
        """

    def titled(self, terms: Collection[str], collections: Sequence[str], limit: int) -> list[Document]:
        """The documents whose title, source or author has any of the terms, those with most first, or when
        there is none, all; by collection and id, at most ``limit``."""

    def present(self, hashes: Collection[str]) -> set[str]:
        """Those of the content hashes of which a document is stored."""

    def tombstones(self, collection: str) -> set[str]:
        """The ids of the documents that were removed and are not to come back by themselves."""

    def paragraphs(self, document: Document) -> list[Span]:
        """The paragraphs of a document, ¶1 first; [] when it is no longer stored as it is."""

    def passages_at(self, document: Document, spans: Sequence[Span]) -> list[Passage]:
        """The passages of a document that overlap any of the spans, in text order."""

    # ---- who said what

    def statements(self, document: Document) -> list[Statement]:
        """What a document reports as said, in text order."""

    def statements_in(self, passages: Sequence[Passage]) -> list[tuple[Passage, Statement]]:
        """The statements that begin in the passages, by passage and in text order."""

    def statements_by(
        self, speakers: Collection[str], collections: Sequence[str]
    ) -> list[tuple[Document, Statement]]:
        """What those speakers say, by collection, document and place."""

    def voices(
        self, collections: Sequence[str], words: Collection[str] | None = None, limit: int | None = None
    ) -> list[Voice]:
        """Whom the documents quote, most statements first: those in whose name or role any of the words
        stands (as ``speakers.speaker_words`` has them), or all when None."""

    def voice_words(self, initial: str, collections: Sequence[str]) -> set[str]:
        """The words of names and roles that begin with that letter."""

    def namings(
        self, collections: Sequence[str], words: Collection[str] | None = None, limit: int | None = None
    ) -> list[Naming]:
        """The sentences that name somebody, by collection, document and place: those in whose name or role
        any of the words stands (as ``people.naming_words`` has them), or all when None. At most ``limit`` of
        them, those stored first."""

    def naming_words(self, initial: str, collections: Sequence[str]) -> set[str]:
        """The words of those names and their roles that begin with that letter."""

    def events(self, collections: Sequence[str]) -> list[Event]:
        """What the documents date, in order of time."""

    # ---- words

    def count_passages(self, collections: Sequence[str]) -> int:
        """How many passages the collections have."""

    def passage_counts(self, terms: Collection[str], collections: Sequence[str]) -> dict[str, int]:
        """In how many passages each of the terms stands; one that stands in none is left out."""

    def words(
        self, collections: Sequence[str], starts: Collection[str], lengths: Collection[int]
    ) -> dict[str, int]:
        """The words of those lengths that begin with any of ``starts``, each with the number of passages that
        hold it."""

    # ---- health

    def size(self) -> Size:
        """How much it holds; costs the same however much that is."""

    def problems(self) -> list[str]:
        """What is wrong with what is stored, after reading all of it; empty when sound."""

    def close(self) -> None:
        """Close it; it can't be used afterwards."""
