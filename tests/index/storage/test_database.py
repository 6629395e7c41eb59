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

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.storage.ingest import Record

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
    return [document.id for document in store.library.documents()]


# ---------------------------------------------------------------------- durability


class Pragmas(Store):
    """A store that tells how its connection is set."""

    def pragma(self, name: str) -> object:
        return self._value(f"PRAGMA {name}")


def test_what_is_committed_is_on_the_disk(path: Path) -> None:
    """Each commit is synced before it counts (2 is FULL), whatever SQLite was built with."""
    with closing(Pragmas.open(path)) as store:
        wanted = {"synchronous": 2, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1}
        assert {name: store.pragma(name) for name in wanted} == wanted


def test_a_transaction_inside_another_is_part_of_it(path: Path) -> None:
    """What fails outside takes back what was done inside, and the number of changes tells."""
    with closing(open_store(path)) as store:
        before = store.changes()
        with suppress(ZeroDivisionError), store.library.transaction():
            store.library.write(add=[record("b")])
            assert ids(store) == ["a", "b"]
            raise ZeroDivisionError
        assert ids(store) == ["a"]
        assert store.changes() != before
        store.library.write(add=[record("c")])
        assert ids(store) == ["a", "c"]


# ---------------------------------------------------------------------- one moment


def test_a_snapshot_is_of_one_moment(path: Path) -> None:
    """What another process commits meanwhile is seen after it, and so is that there was something."""
    with closing(open_store(path)) as store, closing(open_store(path)) as other:
        with store.library.snapshot():
            before = store.changes()
            other.library.write(add=[record("b")])
            assert ids(store) == ["a"]
            assert store.changes() == before
        assert store.changes() != before
        assert ids(store) == ["a", "b"]


def test_another_file_in_its_place_is_followed(path: Path) -> None:
    """A reader that has the old file open reads the new one from the next look at the changes on."""
    with closing(open_store(path)) as store:
        assert [p.document.id for p in store.passages([1])] == ["a"]
        with closing(open_store(path.with_suffix(".new"), create=True)) as other:
            other.library.write(add=[record("b")])
        before = store.changes()
        path.with_suffix(".new").replace(path)
        assert store.changes() != before
        assert ids(store) == ["b"]
        assert [p.document.id for p in store.passages([1])] == ["b"]  # another document's of the same number


def test_a_file_that_is_gone_is_still_read(path: Path) -> None:
    """Until another takes its place, what is open stays what it was."""
    with closing(open_store(path)) as store:
        path.unlink()
        store.changes()
        assert ids(store) == ["a"]


def test_ids_are_never_used_twice(path: Path) -> None:
    """A reader that still holds a removed passage's id can't be given another document's in its stead."""
    with closing(open_store(path)) as store:
        [(_, [gone], _)] = store.vectors()
        store.library.write(remove=[(CORPUS, "a")])
        store.library.write(add=[record("b")])
        assert store.passages([gone]) == []


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
    store.changes()
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
