"""The one file that holds everything."""

from __future__ import annotations

import math
import sqlite3
import tempfile
from collections import Counter
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import CORPUS, Document, Span
from index.errors import IndexCorrupt, UnknownDocument
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.sqlite.rows import Stored

from ..conftest import words_of
from ..fakes import WordEncoder

if TYPE_CHECKING:
    from index.storage.ingest import Record

ENCODER = WordEncoder("grain ships fees lima")
FULL = Document(
    "full", "Grain “talks”",
    "“Grain is sold,” said Minister Paul Holm. Ships paid.\n\n***\n\nNo fees in Lima.",
    "The Herald", "A. Writer", date(2024, 5, 1), "https://example.org/a?b=1", "de", "server-1",
    date(2024, 4, 30), ("Lima", "Perú"),
)  # fmt: skip


def record(slug: str, text: str, collection: str = CORPUS) -> Record:
    return ingest(Document(slug, slug.upper(), text, collection=collection), ENCODER)


def tables(path: Path) -> dict[str, int]:
    """Each table's number of rows, as another program would count them."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        names.remove("sqlite_sequence")  # of ids, which are never used twice
        return {name: db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608


# ---------------------------------------------------------------------- what goes in comes out


def test_a_document_comes_back_field_by_field(store: Store) -> None:
    """Whatever was stored of a document is what is read, offsets and vectors included."""
    kept = ingest(FULL, ENCODER)
    store.library.write(add=[kept], settings={"encoder": "k"})
    assert store.library.documents() == [FULL]
    stored = Stored(FULL, None, kept.paragraphs, kept.statements, kept.words)
    assert store.library.document(("server-1", "full")) == stored
    assert store.stored() == [stored]
    assert store.library.paragraphs(FULL) == list(kept.paragraphs)
    assert kept.statements[0].role is not None
    assert store.library.setting("encoder") == "k"
    assert store.library.setting("other") is None
    [(collection, ids, vectors)] = store.vectors()
    assert collection == "server-1"
    assert np.array_equal(vectors, np.stack([p.vector for p in kept.passages]))
    for ours, theirs in zip(store.passages(ids), kept.passages, strict=True):
        assert (ours.document, ours.paragraph, ours.span) == (FULL, theirs.paragraph, theirs.span)
        assert ours.sentences == theirs.sentences
        assert ours.starts.tolist() == theirs.starts.tolist()
        assert ours.tokens.tolist() == theirs.tokens.tolist()


def test_passages_come_in_the_order_asked_for(store: Store) -> None:
    """The ranking is kept; the id of a passage that is gone is left out."""
    store.library.write(add=[record("a", "Grain.\n\nShips.\n\nFees.")])
    [(_, [first, second, third], _)] = store.vectors()
    assert [p.paragraph for p in store.passages([third, 99, first, second])] == [3, 1, 2]
    assert store.passages([]) == []


def test_the_passages_of_a_document_are_found_by_their_spans(store: Store) -> None:
    """Those that share a character with a span, in text order."""
    store.library.write(add=[record("a", "Grain.\n\nShips.\n\nFees."), record("b", "Lima.")])
    a = store.library.document((CORPUS, "a")).document
    found = store.passages(store.passages_of(a, [Span(16, 21), Span(0, 1), Span(6, 8)]))
    assert [p.span.of(a.text) for p in found] == ["Grain.", "Fees."]


def test_documents_are_listed_by_collection_and_id(store: Store) -> None:
    """Whatever order they came in."""
    store.library.write(
        add=[record("b", "Grain.", "x"), record("c", "Grain.", "w"), record("a", "Grain.", "x")]
    )
    assert [(d.collection, d.id) for d in store.library.documents()] == [("w", "c"), ("x", "a"), ("x", "b")]
    assert [d.id for d in store.library.documents(["x"])] == ["a", "b"]
    assert store.library.documents([]) == []


def test_bm25_ranks_the_passages_that_hold_a_term(store: Store) -> None:
    """Of three equally long passages, a term of one scores log(2.5 / 1.5); two such terms, twice that."""
    store.library.write(
        add=[record("a", "Grain fees."), record("b", "Ships fees."), record("c", "Lima port.")]
    )
    idf = math.log(2.5 / 1.5)
    found = store.search(["lima", "port", "grain", "lima"], [CORPUS], 10)
    assert list(found.values()) == pytest.approx([2 * idf, idf])
    assert [p.document.id for p in store.passages(list(found))] == ["c", "a"]
    assert len(store.search(["lima", "grain"], [CORPUS], 1)) == 1
    assert store.search(["nowhere"], [CORPUS], 10) == {}
    assert store.search([], [CORPUS], 10) == {}


# ---------------------------------------------------------------------- change


def test_a_document_of_the_same_id_is_replaced(store: Store) -> None:
    """Nothing of the old text is found any more."""
    store.library.write(add=[record("a", "Grain and ships."), record("b", "Fees.")])
    store.library.write(add=[record("a", "Lima.")])
    assert [d.text for d in store.library.documents()] == ["Lima.", "Fees."]
    assert words_of(store, CORPUS) == {"lima": 1, "fees": 1}
    assert store.search(["grain"], [CORPUS], 10) == {}
    assert store.library.count_passages([CORPUS]) == 2
    assert store.library.problems() == []


def test_removing_leaves_no_row_behind(store: Store) -> None:
    """Not in any table: an index emptied of documents is an empty index."""
    empty = tables(store.path)
    store.library.write(add=[ingest(FULL, ENCODER)])
    assert min(tables(store.path)[name] for name in empty if name not in ("meta", "tombstone")) > 0
    store.library.write(remove=[("server-1", "full")])
    assert tables(store.path) == empty
    assert store.library.problems() == []


def test_removing_what_is_not_there_changes_nothing(store: Store) -> None:
    """Nor does it reach into another collection with a document of that id."""
    store.library.write(add=[record("a", "Grain.", "x")])
    store.library.write(remove=[("y", "a"), ("x", "b")])
    assert [d.id for d in store.library.documents()] == ["a"]
    assert words_of(store, "x") == {"grain": 1}


def test_a_write_that_fails_changes_nothing(store: Store) -> None:
    """Removal, addition and meta values are one transaction."""
    store.library.write(add=[record("a", "Grain.")], settings={"encoder": "old"})
    twice = [record("b", "Ships."), record("b", "Fees.")]
    with pytest.raises(IndexCorrupt, match="UNIQUE constraint failed"):
        store.library.write(add=twice, remove=[(CORPUS, "a")], settings={"encoder": "new"})
    assert [d.text for d in store.library.documents()] == ["Grain."]
    assert (words_of(store, CORPUS), store.library.setting("encoder")) == ({"grain": 1}, "old")


SLUGS, SERVERS = st.sampled_from("ab"), st.sampled_from(["x", "y"])
TEXTS = st.lists(
    st.sampled_from(["Grain grain.", "Ships pay.", "Fees in Lima.", "Holm said grain.", "\n\n"]), min_size=1
).map(" ".join).filter(str.strip)  # fmt: skip
STEPS = st.lists(st.tuples(SERVERS, SLUGS, st.none() | TEXTS), max_size=6)


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_any_history_leaves_what_a_fresh_index_would_hold(steps: list[tuple[str, str, str | None]]) -> None:
    """Adding, replacing and removing in any order ends in the same rows, words and version."""
    with tempfile.TemporaryDirectory() as folder:
        lived = open_store(Path(folder) / "lived", create=True)
        fresh = open_store(Path(folder) / "fresh", create=True)
        left: dict[tuple[str, str], Record] = {}
        for server, slug, text in steps:
            if text is None:
                lived.write(remove=[(server, slug)])
                left.pop((server, slug), None)
            else:
                left[server, slug] = record(slug, text, server)
                lived.write(add=[left[server, slug]])
        fresh.write(add=list(left.values()))
        for server in ("x", "y"):
            counts = Counter[str]()
            for (owner, _), kept in left.items():
                counts.update(kept.words if owner == server else {})
            assert words_of(lived, server) == words_of(fresh, server) == dict(counts)
        assert tables(lived.path) == tables(fresh.path)
        assert lived.version() == fresh.version()
        assert lived.problems() == []
        lived.close()
        fresh.close()


# ---------------------------------------------------------------------- isolation and versions


def test_no_collection_shows_in_another(store: Store) -> None:
    """Documents, passages, words, statements and search results are those of the collections asked for."""
    text = "Holm said that {} is sold."
    store.library.write(add=[record("a", text.format("grain"), "x"), record("a", text.format("Lima"), "y")])
    assert [d.text for d in store.library.documents(["x"])] == ["Holm said that grain is sold."]
    assert "lima" not in words_of(store, "x")
    assert "lima" in words_of(store, "x", "y")
    assert words_of(store, "x", "y")["holm"] == 2
    assert store.search(["lima"], ["x"], 10) == {}
    assert len(store.search(["holm"], ["x"], 10)) == 1
    assert store.library.count_passages(["x"]) == 1
    assert {c: len(ids) for c, ids, _ in store.vectors()} == {"x": 1, "y": 1}
    with pytest.raises(
        UnknownDocument, match="no document has the id 'a'; `rapporteur documents` lists them"
    ):
        store.library.document(("z", "a"))


def test_the_version_follows_the_content_alone(tmp_path: Path) -> None:
    """Equal documents in any order give the same digits; another text, collection or model gives others."""
    records = [record(slug, text) for slug, text in [("a", "Grain."), ("b", "Ships."), ("c", "Fees.")]]
    variants = {
        "same": (records, "m"),
        "shuffled": ([records[2], records[0], records[1]], "m"),
        "text": ([*records[:2], record("c", "Fees!")], "m"),
        "fewer": (records[:2], "m"),
        "server": ([*records[:2], record("c", "Fees.", "x")], "m"),
        "model": (records, "n"),
    }
    versions = {}
    for name, (added, model) in variants.items():
        with closing(open_store(tmp_path / name, create=True)) as store:
            for one in added:
                store.library.write(add=[one], settings={"encoder": model})
            versions[name] = store.library.version()
    assert versions["same"] == versions.pop("shuffled")
    assert len(set(versions.values())) == len(versions)
    assert all(len(v) == 12 and int(v, 16) >= 0 for v in versions.values())


def test_a_change_is_seen_whoever_made_it(store: Store) -> None:
    """The number moves when this or another connection has written, and only then."""
    empty = store.changes()
    store.library.write(add=[record("a", "Grain.")])
    before = store.changes()
    assert before != empty
    with closing(open_store(store.path)) as other:
        other.library.documents()
        assert store.changes() == before
        other.library.write(remove=[(CORPUS, "a")])
    assert store.changes() != before
    assert store.library.documents() == []
