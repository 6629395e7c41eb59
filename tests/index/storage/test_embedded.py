"""What is held in memory of the vectors of collections."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document
from index.errors import IndexCorrupt
from index.storage import embedded
from index.storage.embedded import EmbeddedCandidates, open_store
from index.storage.ingest import ingest
from index.storage.sqlite.library import SQLiteLibrary

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import numpy as np

    from index.storage.ingest import Record

ENCODER = WordEncoder("grain ships fees lima")


def record(slug: str, text: str, collection: str = CORPUS) -> Record:
    return ingest(Document(slug, slug.upper(), text, collection=collection), ENCODER)


class Counted(SQLiteLibrary):
    """A library that counts the vectors that are read from it, by collection."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.read: list[tuple[str, int]] = []

    def vector_records(self, collection: str, first: int = 0, last: int | None = None) -> np.ndarray:
        found = super().vector_records(collection, first, last)
        self.read.append((collection, len(found)))
        return found


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Counted]:
    library = Counted.open(tmp_path / "index.sqlite3", create=True)
    yield library
    library.close()


def search(candidates: EmbeddedCandidates, *collections: str) -> list[str]:
    found = candidates.search(ENCODER.encode_query("ships").vector, ["ships"], collections, 9)
    return [c.passage.document.id for c in found]


def test_a_change_costs_that_change(library: Counted) -> None:
    """Vectors are read once; then those of a new document alone, whoever wrote it."""
    library.write(add=[record(f"a{n}", "Grain.\n\nFees.") for n in range(5)])
    candidates = EmbeddedCandidates(library)
    search(candidates, CORPUS)
    assert library.read == [(CORPUS, 10)]
    with closing(open_store(library.path)) as other:
        other.library.write(add=[record("b", "Ships.")], remove=[(CORPUS, "a3")])
    assert search(candidates, CORPUS)[0] == "b"
    assert library.read[1:] == [(CORPUS, 1)]
    library.write(remove=[(CORPUS, "b")])
    search(candidates, CORPUS)
    assert library.read[2:] == []


def test_only_what_is_asked_is_read(library: Counted) -> None:
    """Another collection's vectors are neither read nor followed."""
    library.write(add=[record("a", "Grain.", "x"), record("b", "Ships.", "y")])
    candidates = EmbeddedCandidates(library)
    assert search(candidates, "x") == ["a"]
    library.write(add=[record("c", "Ships.", "y")])
    assert search(candidates, "x") == ["a"]
    assert library.read == [("x", 1)]
    assert search(candidates, "y") == ["b", "c"]


def test_what_was_asked_long_ago_is_dropped(library: Counted, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a thousand servers don't fill the memory; asked again it is read again."""
    monkeypatch.setattr(embedded, "MOST_VECTORS", 5)
    library.write(add=[record("a", "Grain.", name) for name in ("x", "y", "z")])
    candidates = EmbeddedCandidates(library)
    for name in ("x", "y", "x", "z", "x", "y"):
        assert search(candidates, name) == ["a"]
    assert [name for name, _ in library.read] == ["x", "y", "z", "y"]


def test_a_collection_beyond_what_is_held_is_searched(
    library: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that alone has more vectors than are held takes all the room."""
    monkeypatch.setattr(embedded, "MOST_VECTORS", 2)
    library.write(add=[record("a", "Grain.\n\nFees.\n\nShips."), record("b", "Ships.", "x")])
    candidates = EmbeddedCandidates(library)
    assert [search(candidates, name) for name in (CORPUS, CORPUS, "x")] == [["a"] * 3, ["a"] * 3, ["b"]]
    assert library.read == [(CORPUS, 3), ("x", 1)]
    library.write(add=[record("c", "Ships.", "x"), record("d", "Ships.", "x")])
    assert search(candidates, "x") == ["b", "c", "d"]


def test_a_change_that_could_not_be_followed_is_not_followed_twice(library: Counted) -> None:
    """Where the second of two changes can't be read, the first one's vectors are not added once more."""
    library.write(add=[record("a", "Grain."), record("b", "Ships.", "x")])
    candidates = EmbeddedCandidates(library)
    search(candidates, CORPUS, "x")
    library.write(add=[record("c", "Ships.")])
    library.write(add=[record("d", "Ships.", "x")])
    db, _ = library.connection
    stored = db.execute("SELECT max(rowid), checksum FROM vectors").fetchone()
    db.execute("UPDATE vectors SET checksum = 0 WHERE rowid = ?", stored[:1])
    for _ in range(2):
        with pytest.raises(IndexCorrupt):
            search(candidates, CORPUS, "x")
    db.execute("UPDATE vectors SET checksum = ? WHERE rowid = ?", (stored[1], stored[0]))
    vector = ENCODER.encode_query("ships").vector
    found = candidates.search(vector, [], [CORPUS], 2)
    assert [c.passage.document.id for c in found] == ["c", "a"]


def test_another_encoders_question_is_refused(library: Counted) -> None:
    """Its vectors have other numbers; what to do is said."""
    library.write(add=[record("a", "Grain.")])
    vector = WordEncoder("grain " + " ".join(f"w{n}" for n in range(20))).encode_query("grain").vector
    with pytest.raises(
        IndexCorrupt, match=r"the vectors of 'corpus' have \d+; run `rapporteur build --force`"
    ):
        EmbeddedCandidates(library).search(vector, [], [CORPUS], 2)


def test_vectors_that_were_changed_are_not_searched(library: Counted) -> None:
    """They are held to their checksum before they reach what is derived from them."""
    library.write(add=[record("a", "Grain.")])
    with library.transaction():
        library.connection[0].execute("UPDATE vectors SET checksum = 0")
    with pytest.raises(IndexCorrupt, match="a block of vectors is not as it was stored"):
        search(EmbeddedCandidates(library), CORPUS)
