"""One server's own documents: listed, added, changed and removed, and nobody else's touched."""

from __future__ import annotations

from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from ..answer import Answer
from ..answering.answerer import Answerer
from ..answering.intent import tidy
from ..document import CORPUS
from ..errors import UnknownDocument
from ..text.controls import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..document import Document
    from ..engine import Engine, Ingest
    from ..storage.library import Revision, StoredDocument

KEY_DIGITS = 16
"""Hexadecimal digits of a document's key: of a server's documents no two ever get the same."""

TRIED = 4
"""Questions that are tried on a new document: each takes some 10 ms, and the first speaker's mostly does."""

LONGEST_OFFERED = 100
"""Code points of a question that is offered: those of a choice (Discord's limit)."""


def document_key(document: Document) -> str:
    """What stands for a document's id where an id may be too long: within its collection, and there alone."""
    return sha256(document.id.encode()).hexdigest()[:KEY_DIGITS]


class Collection:
    """The documents of the collection ``name``, which is not the shipped corpus. Its methods block."""

    def __init__(self, engine: Engine, name: str) -> None:
        if name == CORPUS:
            raise ValueError("the corpus is no server's own")
        self.engine, self.name = engine, name
        self._read: tuple[Revision, list[StoredDocument]] | None = None

    def documents(self) -> list[StoredDocument]:
        """All of them, by id; read once for a state of the library, which a millisecond an article takes."""
        library = self.engine.store.library
        now = library.revision()
        if self._read is None or self._read[0] != now:
            self._read = now, library.documents([self.name])
        return self._read[1]

    def stored(self, slug: str) -> StoredDocument | None:
        """The document of an id, as it is stored now."""
        with suppress(UnknownDocument):
            return self.engine.store.library.document((self.name, slug))
        return None

    def find(self, wanted: str) -> StoredDocument | None:
        """The document of a key, an id or, if only one has it, a title, in whatever case."""
        plain, titled = wanted.strip().casefold(), self.titled(wanted)
        keyed = [s for s in self.documents() if plain in (document_key(s.document), s.document.id)]
        return keyed[0] if keyed else titled[0] if len(titled) == 1 else None

    def titled(self, title: str) -> list[StoredDocument]:
        """The documents of a title, in whatever case."""
        plain = title.strip().casefold()
        return [stored for stored in self.documents() if stored.document.title.casefold() == plain]

    def twin(self, document: Document) -> StoredDocument | None:
        """The document that another would repeat: of the same text or address, or of its id and title."""
        known = self.documents()
        same = [s for s in known if s.document.text == document.text]
        same += [s for s in known if document.url and s.document.url == document.url]
        same += [s for s in known if _named(s.document) == _named(document)]
        return same[0] if same else None

    def free_id(self, wanted: str) -> str:
        """An id that no document has: the one that is wanted, or that with a number."""
        taken = {s.document.id for s in self.documents()}
        numbered = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
        return next(name for name in (wanted, *numbered) if name not in taken)

    def add(
        self,
        document: Document,
        origin: str,
        *,
        read: Ingest | None = None,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        """Store a document, in the place of one of its id; the rest as for ``Engine.add``.

        Raises:
            ValueError: it is another collection's.
        """
        if document.collection != self.name:
            raise ValueError(f"{document.id} is of {document.collection}, not of {self.name}")
        self.engine.add(document, origin=origin, read=read, check=check)

    def remove(self, document: Document) -> None:
        """Remove a document.

        Raises:
            UnknownDocument: there is none of its id.
        """
        self.engine.remove(document.id, self.name)

    def clear(self) -> int:
        """Remove all at once; gives how many there were."""
        with self.engine.changing():
            keys = [(self.name, s.document.id) for s in self.documents()]
            self.engine.store.library.write(remove=keys)
        return len(keys)

    # ------------------------------------------------------------------ what can be asked of one

    def questions(self, document: Document) -> Iterator[str]:
        """What may be asked of a document, the first speaker's words first; whether it answers is not
        known."""
        said = self.engine.store.library.statements(document)
        asked = [f"What did {name} say?" for name in dict.fromkeys(s.speaker for s in said)]
        for question in (*asked, f"What do the articles say about {document.title}?"):
            if len(question) <= LONGEST_OFFERED and printable(question) == question:
                yield question

    def first_question(self, document: Document) -> str | None:
        """The first of these that is answered with words of the document, asked as the server would; None
        when none of the first ``TRIED`` is. No language model is asked."""
        for question, _ in zip(self.questions(document), range(TRIED), strict=False):
            scope = self.engine.scope((CORPUS, self.name))
            outcome = Answerer(scope, tidy(question)).outcome(None)
            if isinstance(outcome, Answer) and any(c.document == document for c in outcome.citations):
                return question
        return None


def _named(document: Document) -> tuple[str, str]:
    return document.id, document.title
