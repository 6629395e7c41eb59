"""Contract: what is stored of documents comes back, and goes when it is to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import CORPUS, Document, Span
from index.errors import UnknownDocument
from index.storage.ingest import ingest
from index.storage.library import StoredDocument

from .records import ENCODER, ids, record, search, texts

if TYPE_CHECKING:
    from index.storage.store import Store

FULL = Document(
    "full", "Grain “talks”",
    "“Grain is sold,” said Minister Paul Holm. Ships paid.\n\n***\n\nNo fees in Lima on May 3, 2024.",
    "The Herald", "A. Writer", date(2024, 5, 1), "https://example.org/a?b=1", "de", "server-1",
    date(2024, 4, 30), ("Lima", "Perú"),
)  # fmt: skip


def test_a_document_comes_back_field_by_field(store: Store) -> None:
    """Whatever was stored of a document is what is read, offsets and vectors included."""
    kept, library = ingest(FULL, ENCODER), store.library
    library.write(add=[kept], settings={"encoder": "k"})
    assert library.document(("server-1", "full")) == StoredDocument(FULL, None)
    assert library.documents() == [StoredDocument(FULL, None)]
    assert library.paragraphs(FULL) == list(kept.paragraphs)
    assert library.statements(FULL) == list(kept.statements) != []
    assert library.namings(["server-1"]) == list(kept.namings) != []
    assert library.events(["server-1"]) == list(kept.events) != []
    assert (library.setting("encoder"), library.setting("other")) == ("k", None)
    passages = library.passages_at(FULL, [Span(0, len(FULL.text))])
    assert len(passages) == len(kept.passages) == 3
    for ours, theirs in zip(passages, kept.passages, strict=True):
        assert (ours.document, ours.paragraph, ours.span) == (FULL, theirs.paragraph, theirs.span)
        assert ours.sentences == theirs.sentences
        assert np.array_equal(ours.starts, theirs.starts)
        assert np.array_equal(ours.tokens, theirs.tokens) or not len(theirs.starts)


@pytest.mark.parametrize("origin", [None, "", "/texts/a.md"])
def test_where_a_document_came_from_is_kept(store: Store, origin: str | None) -> None:
    """Of the folder, added from nowhere, or from a file: the three are told apart."""
    store.library.write(add=[replace(record("a"), origin=origin)])
    assert store.library.document((CORPUS, "a")).origin == origin


def test_documents_are_listed_by_collection_and_id(store: Store) -> None:
    """Whatever order they came in; of no collections there are none."""
    store.library.write(add=[record("b", collection="x"), record("c", collection="w")])
    store.library.write(add=[record("a", "Grain.\n\nShips.", "x")])
    assert ids(store) == ["c", "a", "b"]
    assert ids(store, "x") == ["a", "b"]
    assert store.library.documents([]) == []
    assert store.library.held(["y", "x", "w"]) == ("x", "w")
    assert [store.library.count_passages(names) for names in (["x"], ["x", "w"], [])] == [3, 4, 0]


def test_an_unknown_document_is_told(store: Store) -> None:
    """Also where another collection has one of that id."""
    store.library.write(add=[record("a")])
    told = "no document has the id 'a'; `rapporteur documents` lists them"
    with pytest.raises(UnknownDocument, match=told):
        store.library.document(("x", "a"))


def test_documents_are_found_by_their_headings(store: Store) -> None:
    """Title, source and author count, most terms first, then by id; where nothing fits, all are given."""
    herald = Document("c", "Ships", "Grain.", source="The Herald", author="Ann Grain")
    store.library.write(add=[record("b", title="Grain fees"), record("a", title="Fees")])
    store.library.write(add=[ingest(herald, ENCODER), record("d", title="Grain", collection="x")])

    def titled(*terms: str, limit: int = 9) -> list[str]:
        return [d.id for d in store.library.titled(terms, [CORPUS], limit)]

    assert titled("grain", "fee") == ["b", "a", "c"]
    assert titled("herald") == ["c"]
    assert titled("grain", "fee", limit=1) == ["b"]
    assert titled("nowhere") == titled() == ["a", "b", "c"]
    assert titled("nowhere", limit=2) == ["a", "b"]
    assert store.library.titled(["grain"], [], 9) == []


def test_which_contents_are_present(store: Store) -> None:
    """Whosever they are; one that was replaced is not."""
    a, b = record("a"), record("a", "Ships.")
    hashes = [a.document.content_hash, b.document.content_hash]
    store.library.write(add=[a])
    assert store.library.present(hashes) == {hashes[0]}
    store.library.write(add=[b])
    assert store.library.present([*hashes, "none"]) == {hashes[1]}


def test_the_passages_of_a_document_are_found_by_their_spans(store: Store) -> None:
    """Those that share a character with a span, in text order, and with an id of their own each."""
    store.library.write(add=[record("a", "Grain.\n\nShips.\n\nFees."), record("b", "Lima.")])
    document = store.library.document((CORPUS, "a")).document
    found = store.library.passages_at(document, [Span(16, 21), Span(0, 1), Span(6, 8)])
    assert [p.span.of(document.text) for p in found] == ["Grain.", "Fees."]
    every = store.library.passages_at(document, [Span(0, 99)])
    assert len({p.id for p in every}) == 3
    assert store.library.passages_at(document, []) == []


def test_a_document_of_the_same_id_is_replaced(store: Store) -> None:
    """Nothing of the old text is found any more, nor given for the old document."""
    old = record("a", "Grain and ships, Paul Holm said.")
    store.library.write(add=[old, record("b", "Fees.")])
    store.library.write(add=[record("a", "Lima.")])
    assert [s.document.text for s in store.library.documents()] == ["Lima.", "Fees."]
    assert store.library.words([CORPUS], [""], range(1, 100)) == {"lima": 1, "fees": 1}
    assert texts(search(store, "grain")) == ["Lima.", "Fees."]
    assert [c.bm25 for c in search(store, "grain")] == [0, 0]
    assert store.library.paragraphs(old.document) == []
    assert store.library.statements(old.document) == []
    assert store.library.passages_at(old.document, [Span(0, 9)]) == []
    assert store.library.problems() == []


def test_of_two_of_one_id_in_one_write_the_last_is_stored(store: Store) -> None:
    """As if they had been written one after the other."""
    store.library.write(add=[record("a", "Grain."), record("a", "Ships.")])
    assert [s.document.text for s in store.library.documents()] == ["Ships."]
    assert store.library.problems() == []


def test_removing_what_is_not_there_changes_nothing(store: Store) -> None:
    """Nor does it reach into another collection with a document of that id."""
    store.library.write(add=[record("a", collection="x")])
    store.library.write(remove=[("y", "a"), ("x", "b")])
    assert ids(store) == ["a"]
    assert store.library.words(["x"], [""], range(1, 100)) == {"grain": 1}


def test_what_is_buried_is_remembered(store: Store) -> None:
    """Until a document of that collection and id is added; what is only removed is not."""
    store.library.write(add=[record("a"), record("b"), record("c", collection="x")])
    store.library.write(bury=[(CORPUS, "a"), (CORPUS, "never")], remove=[(CORPUS, "b")])
    store.library.write(bury=[(CORPUS, "a"), ("x", "c")])
    assert ids(store) == []
    assert store.library.tombstones(CORPUS) == {"a", "never"}
    assert store.library.tombstones("x") == {"c"}
    store.library.write(add=[record("a")])
    assert store.library.tombstones(CORPUS) == {"never"}
    assert ids(store) == ["a"]


def test_an_emptied_store_is_an_empty_store(store: Store) -> None:
    """Of a document that went nothing is shown, and nothing is wrong."""
    store.library.write(add=[ingest(FULL, ENCODER)])
    store.library.write(remove=[("server-1", "full")])
    collections = ["server-1"]
    assert store.library.held(collections) == ()
    assert search(store, "grain", *collections) == []
    assert store.library.voices(collections) == store.library.namings(collections) == []
    assert store.library.events(collections) == []
    assert store.library.words(collections, [""], range(1, 100)) == {}
    assert store.library.voice_words("h", collections) == set()
    assert store.library.problems() == []


def test_how_much_there_is(store: Store) -> None:
    """Documents and passages of all collections are counted, and what they take on the disk."""
    empty = store.library.size()
    assert empty[:2] == (0, 0)
    store.library.write(add=[record("a", "Grain.\n\nShips."), record("a", "Fees. " * 2000, "x")])
    size = store.library.size()
    passages = store.library.count_passages((CORPUS, "x"))
    assert (size.documents, size.passages) == (2, passages)
    assert size.bytes - empty.bytes > 12_000
    store.library.write(remove=[("x", "a")])
    assert store.library.size()[:2] == (1, 2)
