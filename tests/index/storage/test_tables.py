"""The rows in SQLite: what a document leaves behind, and what fails amid a change."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document
from index.errors import IndexCorrupt
from index.storage.ingest import ingest
from index.storage.relational import writing

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path

    from index.storage.ingest import Record
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships fees lima")
TEXT = "Minister Paul Holm said on May 3, 2024 that grain is sold.\n\nShips wait."
KEPT = {"change", "sqlite_sequence", "history", "tombstone", "setting"}
"""The tables that outlive a document: what changed, ids that are never used twice, what was removed."""


def record(slug: str, text: str = TEXT, collection: str = CORPUS) -> Record:
    return ingest(Document(slug, "Grain", text, "Herald", collection=collection), ENCODER)


@pytest.fixture
def path(tmp_path: Path, store: Store) -> Path:
    """The file of the fixture's store."""
    return tmp_path / "index.sqlite3"


def tables(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Each table's rows, as another program would read them, but for those that are to stay."""
    with closing(sqlite3.connect(path)) as db:
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        read = {name: db.execute(f"SELECT * FROM {name}") for name in names if name not in KEPT}  # noqa: S608
        return {name: sorted(rows, key=repr) for name, rows in read.items()}


def test_removing_leaves_no_row_behind(store: Store, path: Path) -> None:
    """Not in any table: an index emptied of documents is an empty index."""
    store.library.write(add=[record("a"), record("b", collection="x"), record("c", collection="x")])
    assert [name for name, rows in tables(path).items() if not rows] == []
    store.library.write(remove=[(CORPUS, "a")], bury=[("x", "b"), ("x", "c")])
    assert {name: rows for name, rows in tables(path).items() if rows} == {}


def test_removing_touches_no_others_rows(store: Store, path: Path) -> None:
    """Of a document beside it in the same collection, and in another, everything stays as it was."""
    store.library.write(add=[record("a"), record("a", collection="x")])
    before = tables(path)
    store.library.write(add=[record("b", "Ships sail, Ann Sole said on May 4, 2024.")])
    store.library.write(remove=[(CORPUS, "b")])
    assert tables(path) == before


def test_no_more_changes_are_kept_than_a_reader_needs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who missed more is told that what changed isn't known, and reads everything anew."""
    monkeypatch.setattr(writing, "CHANGES_KEPT", 5)
    store.library.write(add=[record("a", "Grain.")])
    vector = ENCODER.encode_query("ships").vector
    store.candidates.search(vector, ["ships"], [CORPUS], 9)
    early = store.library.revision()
    for n in range(4):
        store.library.write(add=[record(f"b{n}", "Ships.")])
    assert store.library.changes(early) is None
    late = store.library.revision()
    store.library.write(remove=[(CORPUS, "b0")])
    assert [c.document for c in store.library.changes(late) or ()] == ["b0"]
    found = store.candidates.search(vector, ["ships"], [CORPUS], 9)
    assert [c.passage.document.id for c in found] == ["b1", "b2", "b3", "a"]


def test_a_write_that_fails_changes_nothing(store: Store, path: Path) -> None:
    """Removal, addition and settings are one transaction."""
    store.library.write(add=[record("a")], settings={"encoder": "old"})
    before = tables(path)
    nothing: dict[str, str] = {"encoder": "new", "other": None}  # type: ignore[dict-item]
    with pytest.raises(IndexCorrupt, match="NOT NULL constraint failed"):
        store.library.write(add=[record("b", "Ships.")], remove=[(CORPUS, "a")], settings=nothing)
    assert (tables(path), store.library.setting("encoder")) == (before, "old")
