"""What the contract's tests put into a store, and all that a store then shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.document import CORPUS, Document
from index.storage.ingest import ingest

from ...fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.storage.candidates import Candidate
    from index.storage.ingest import Record
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships fees lima")


def record(slug: str, text: str = "Grain.", collection: str = CORPUS, title: str = "T") -> Record:
    return ingest(Document(slug, title, text, collection=collection), ENCODER)


def ids(store: Store, *collections: str) -> list[str]:
    """The ids of all documents, or of the collections'."""
    return [stored.document.id for stored in store.library.documents(collections or None)]


def texts(found: Sequence[Candidate]) -> list[str]:
    return [candidate.passage.span.of(candidate.passage.document.text) for candidate in found]


def search(
    store: Store, question: str, *collections: str, k: int = 10, speakers: Sequence[str] | None = None
) -> list[Candidate]:
    """What is found for a question, all of whose words are looked for."""
    words = question.lower().rstrip("?").split()
    vector = ENCODER.encode_query(question).vector
    return store.candidates.search(vector, words, collections or (CORPUS,), k, speakers=speakers)


def shown(store: Store, *collections: str) -> dict[str, object]:
    """All that a store shows of some collections, as values that can be compared."""
    library = store.library
    found = [(c.passage.id, round(c.cosine, 4), round(c.bm25, 4)) for c in
             search(store, "grain ships lima", *collections)]  # fmt: skip
    documents = [stored.document for stored in library.documents(collections)]
    return {
        "documents": library.documents(collections),
        "held": library.held(collections),
        "count": library.count_passages(collections),
        "paragraphs": [library.paragraphs(d) for d in documents],
        "statements": [library.statements(d) for d in documents],
        "by speaker": library.statements_by(("Paul Holm", "Maria Lopez"), collections),
        "voices": library.voices(collections),
        "named": library.voices(collections, {"holm"}),
        "voice words": library.voice_words("l", collections),
        "namings": library.namings(collections),
        "events": library.events(collections),
        "words": library.words(collections, [""], range(1, 41)),
        "terms": library.passage_counts({"grain", "ship", "fee", "lima", "said"}, collections),
        "titled": library.titled({"grain"}, collections, 9),
        "version": library.version(collections),
        "found": found,
        "spoken": texts(search(store, "grain", *collections, speakers=["Paul Holm"])),
    }
