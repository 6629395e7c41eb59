"""An index copied into a database and back."""

from __future__ import annotations

from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from index.building.moving import copy_index
from index.document import CORPUS, Document
from index.errors import IndexCorrupt, UsageError
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.opening import open_library
from index.storage.relational.records import digest

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.storage.opening import StoredLibrary

ENCODER = WordEncoder("grain ships fees")
TEXT = "Minister Paul Holm said on May 3, 2024 that grain is sold.\n\nShips wait."


@pytest.fixture
def opened(tmp_path: Path, empty_index: Callable[[], str]) -> Iterator[Callable[[str], StoredLibrary]]:
    """Opens the library of a name: a database's, or a folder's."""
    with ExitStack() as stack:

        def opened(name: str) -> StoredLibrary:
            address = empty_index() if name == "database" else None
            return stack.enter_context(closing(open_library(tmp_path / name, address, create=True)))

        yield opened


@pytest.fixture
def source(opened: Callable[[str], StoredLibrary]) -> StoredLibrary:
    """An embedded index with documents of two collections, of which some came and went."""
    library = opened("folder")
    library.write(add=[_record("gone"), _record("c"), _record("b", collection="7")])
    library.write(bury=[(CORPUS, "gone"), ("7", "never")])
    library.write(add=[_record("a", "Fees.")], settings={"encoder": "k", "reader": "", "questions": "[]"})
    return library


def _record(slug: str, text: str = TEXT, collection: str = CORPUS) -> object:
    return ingest(Document(slug, "Grain", text, "Herald", collection=collection), ENCODER)


def everything(library: StoredLibrary) -> tuple[object, ...]:
    records = [digest(record) for record in library.records()]
    return records, library.settings(), library.all_tombstones(), library.version(), library.documents()


def test_there_and_back(opened: Callable[[str], StoredLibrary], source: StoredLibrary) -> None:
    """Documents, readings, vectors, settings and what was removed are the same in the copy, and in its copy,
    in the order in which they were stored."""
    database, back = opened("database"), opened("back")
    moved = copy_index(source, database)
    assert (moved.documents, moved.passages, moved.version) == (3, 5, source.version())
    assert copy_index(database, back) == moved
    assert everything(database) == everything(source) == everything(back)
    assert [r.document.id for r in back.records()] == ["c", "b", "a"]
    assert database.problems() == back.problems() == []


def test_no_index_is_overwritten(opened: Callable[[str], StoredLibrary], source: StoredLibrary) -> None:
    """Neither one that has documents nor one that was only built; nor is what was never built copied."""
    database, empty = opened("database"), opened("empty")
    with pytest.raises(UsageError, match="holds no index that was built"):
        copy_index(empty, database)
    database.write(add=[_record("z")])
    with pytest.raises(UsageError, match="holds an index already"):
        copy_index(source, database)
    empty.write(settings={"encoder": "k"})
    with pytest.raises(UsageError, match="holds an index already"):
        copy_index(source, empty)
    assert [s.document.id for s in database.documents()] == ["z"]


def test_what_was_copied_already_is_compared(
    opened: Callable[[str], StoredLibrary], source: StoredLibrary
) -> None:
    """So that a move whose second half failed, that of the memory, can be repeated."""
    database = opened("database")
    moved = copy_index(source, database)
    assert copy_index(source, database) == moved
    database.change("DELETE FROM event")  # type: ignore[union-attr]
    with pytest.raises(IndexCorrupt, match="was not stored as it is"):
        copy_index(source, database)


def test_a_damaged_index_is_not_copied(
    opened: Callable[[str], StoredLibrary], source: StoredLibrary, tmp_path: Path
) -> None:
    """What isn't as it was stored is told, and the database stays empty."""
    database = opened("database")
    with closing(open_store(tmp_path / "folder" / "index.sqlite3")) as store:
        store.library.connection[0].execute("UPDATE naming SET role = 'King'")  # type: ignore[attr-defined]
    with pytest.raises(IndexCorrupt, match="not as it was stored"):
        copy_index(source, database)
    assert (database.documents(), database.settings(), database.all_tombstones()) == ([], {}, [])


def test_a_copy_that_differs_is_taken_back(
    opened: Callable[[str], StoredLibrary], source: StoredLibrary
) -> None:
    """Where a database keeps something else than it was given, nothing is left in it."""
    database = opened("database")
    database.change("CREATE RULE deaf AS ON INSERT TO event DO INSTEAD NOTHING")  # type: ignore[union-attr]
    try:
        with pytest.raises(IndexCorrupt, match="'c' was not stored as it is; nothing was copied"):
            copy_index(source, database)
        assert database.documents() == []
    finally:
        database.change("DROP RULE deaf ON event")  # type: ignore[union-attr]
