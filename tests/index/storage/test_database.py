"""The file underneath: how it is opened, what is read of one moment, what survives."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document
from index.errors import IndexMissing, IndexUnavailable
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.sqlite.library import SQLiteLibrary

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.storage.ingest import Record
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships")


def record(slug: str, text: str = "Grain.") -> Record:
    return ingest(Document(slug, slug.upper(), text), ENCODER)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index of one document, closed."""
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as store:
        store.library.write(add=[record("a")])
    return tmp_path / "index.sqlite3"


def ids(store: Store) -> list[str]:
    return [stored.document.id for stored in store.library.documents()]


def found(store: Store) -> list[str]:
    vector = ENCODER.encode_query("grain").vector
    return [c.passage.document.id for c in store.candidates.search(vector, ["grain"], [CORPUS], 9)]


# ---------------------------------------------------------------------- durability


def test_what_is_committed_is_on_the_disk(path: Path) -> None:
    """Each commit is synced before it counts (2 is FULL), whatever SQLite was built with."""
    wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
    with closing(SQLiteLibrary.open(path)) as library:
        db, frozen = library.connection
        assert not frozen
        assert {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_after_a_change_that_failed_the_next_is_made(path: Path) -> None:
    """SQLite is left in no transaction, whatever broke the last one off."""
    with closing(open_store(path)) as store:
        with suppress(ZeroDivisionError), store.library.transaction():
            store.library.write(add=[record("b")])
            raise ZeroDivisionError
        store.library.write(add=[record("c")])
    with closing(open_store(path)) as store:
        assert ids(store) == ["a", "c"]


# ---------------------------------------------------------------------- another file, or none


@pytest.mark.parametrize("look", [ids, found])
def test_another_file_in_its_place_is_followed(path: Path, look: Callable[[Store], list[str]]) -> None:
    """A reader that has the old file open reads the new one at its next call, whichever that is."""
    with closing(open_store(path)) as store:
        assert ids(store) == found(store) == ["a"]
        before = store.library.revision()
        put_in_place(path)
        assert look(store) == ["b"]  # whose rows have the same numbers
        assert store.library.revision().history != before.history
        assert store.library.changes(before) is None


def test_a_change_goes_to_the_file_in_its_place(path: Path) -> None:
    """Not to the one that nobody could open any more."""
    with closing(open_store(path)) as store:
        put_in_place(path)
        store.library.write(add=[record("c")])
        assert found(store) == ["b", "c"]
    with closing(open_store(path)) as store:
        assert ids(store) == ["b", "c"]


def put_in_place(path: Path) -> None:
    """Another file, of another document, in the place of the one there."""
    with closing(open_store(path.with_suffix(".new"), create=True)) as other:
        other.library.write(add=[record("b")])
    path.with_suffix(".new").replace(path)


def test_a_file_that_is_gone_is_still_read(path: Path) -> None:
    """Until another takes its place, what is open stays what it was."""
    with closing(open_store(path)) as store:
        path.unlink()
        store.library.revision()
        assert ids(store) == ["a"]


def test_row_ids_are_never_used_twice(path: Path) -> None:
    """A reader that still holds a removed passage's can't be given another document's in its stead."""
    with closing(SQLiteLibrary.open(path)) as library:
        assert library.passages([1])[1].document.id == "a"
        library.write(remove=[(CORPUS, "a")])
        library.write(add=[record("b")])
        assert library.passages([1]) == {}
        assert library.passages([2])[2].document.id == "b"


# ---------------------------------------------------------------------- no room, no right to write


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_can_be_read_from(path: Path) -> None:
    """With no byte free a sound index is read, and a change says what is in its way; later both go."""
    with full_disk():
        store = open_store(path)
        assert ids(store) == ["a"]
        with pytest.raises(IndexUnavailable, match="free it and try again"):
            store.library.write(add=[record("b")])
    with closing(open_store(path)) as other:
        other.library.write(add=[record("c")])
    store.library.revision()
    assert ids(store) == ["a", "c"]
    store.library.write(add=[record("d")])
    store.close()


def test_a_full_disk_makes_no_index(tmp_path: Path) -> None:
    """Where there is none, that is told in one line."""
    with full_disk(), pytest.raises(IndexUnavailable) as caught:
        open_store(tmp_path / "index.sqlite3", create=True)
    assert str(caught.value).startswith(f"{tmp_path / 'index.sqlite3'}: ")
    assert "\n" not in str(caught.value)


@contextmanager
def read_only(*files: Path) -> Iterator[Path]:
    """Copies of files in a folder where this process may read and not write, though it be root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in files:
            shutil.copy(file, folder)
            (folder / file.name).chmod(0o444)
        folder.chmod(0o555)
        user = os.geteuid()
        try:
            if user == 0:
                os.seteuid(65534)
            yield folder / files[0].name
        finally:
            os.seteuid(user)
            folder.chmod(0o755)


def test_a_folder_that_cannot_be_written_to_is_read(path: Path) -> None:
    """As on a read-only file system: it answers, and takes no change."""
    with read_only(path) as copy, closing(open_store(copy)) as store:
        assert ids(store) == ["a"]
        with pytest.raises(IndexUnavailable) as caught:
            store.library.write(add=[record("b")])
    assert str(caught.value) == f"{copy}: attempt to write a readonly database; free it and try again"


def test_changes_that_cannot_be_read_are_not_passed_over(path: Path) -> None:
    """Where the last ones still wait in a file beside it, that is said; the older state is not given."""
    with closing(open_store(path)) as store:
        store.library.write(add=[record("b")])
        wal = path.with_name(f"{path.name}-wal")
        with read_only(path, wal) as copy, pytest.raises(IndexUnavailable) as caught:
            open_store(copy)
    waits = "its last changes are in index.sqlite3-wal, which only a disk with room lets be read"
    assert str(caught.value).endswith(f"({waits})")


@pytest.mark.parametrize("made", [b"", None])
def test_a_file_without_any_table_is_a_missing_index(tmp_path: Path, made: bytes | None) -> None:
    """As a kill leaves it before the first change was whole."""
    path = tmp_path / "index.sqlite3"
    if made is None:
        with closing(sqlite3.connect(path)) as db:
            db.execute("PRAGMA journal_mode = WAL")
    else:
        path.write_bytes(made)
    with pytest.raises(IndexMissing, match="no index here"):
        open_store(path)
    open_store(path, create=True).close()
    open_store(path).close()


@pytest.mark.parametrize(
    ("amid", "ask"),
    [
        ("FROM statement", lambda library: library.statements_by(["Paul Holm"], [CORPUS])),
        ("FROM naming", lambda library: library.namings([CORPUS])),
        ("FROM event", lambda library: library.events([CORPUS])),
        ("FROM heading", lambda library: library.titled({"b"}, [CORPUS], 9)),
    ],
)
def test_an_index_that_is_replaced_amid_a_look(
    path: Path, amid: str, ask: Callable[[SQLiteLibrary], list[object]]
) -> None:
    """What is found is of one file: no row of the one is taken for another document of the other."""
    made = path.with_name("made.sqlite3")
    with closing(open_store(made, create=True)) as store:
        for text in ("Ships.", "More ships.", "Ships came in long ago and went."):  # in the row that b has
            store.library.write(add=[record("c", text)])
    with closing(SQLiteLibrary.open(path)) as library:
        library.write(remove=[(CORPUS, "a")])
        library.write(add=[record("b", "Paul Holm said on May 3, 2024 that grain is sold.")])
        library.write(add=[record("b", "Paul Holm said on May 4, 2024 that grain is sold.")])
        before = ask(library)

        def replace(sql: str) -> None:
            if amid in sql and made.exists():
                for beside in ("-wal", "-shm"):
                    path.with_name(path.name + beside).unlink()
                made.replace(path)

        library.connection[0].set_trace_callback(replace)
        assert before
        assert ask(library) == before
        assert [stored.document.id for stored in library.documents()] == ["c"]
