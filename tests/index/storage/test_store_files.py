"""What is said of a file that is no sound index."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document
from index.errors import IndexCorrupt, IndexMissing
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.sqlite.schema import INDEX

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path

ENCODER = WordEncoder("grain")


def message(path: Path, *, create: bool = False) -> str:
    """What is said of a file that isn't a sound index."""
    with pytest.raises(IndexCorrupt) as caught:
        open_store(path, create=create)
    return str(caught.value)


def test_a_missing_index_is_said_to_be_missing(tmp_path: Path) -> None:
    """With the command that makes one; nothing is created by looking."""
    with pytest.raises(IndexMissing) as caught:
        open_store(tmp_path / "index.sqlite3")
    assert str(caught.value) == f"{tmp_path / 'index.sqlite3'}: no index here; run `rapporteur build`"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [False, True])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, create: bool) -> None:
    """Whether it is opened to be read or to be built."""
    path = tmp_path / "index.sqlite3"
    path.write_bytes(b"Dear diary, " * 100)
    assert message(path, create=create) == f"{path}: file is not a database; run `rapporteur build --force`"
    assert path.read_bytes() == b"Dear diary, " * 100


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    """The mend is not to overwrite it."""
    path = tmp_path / "index.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE cookies (crumb TEXT)")
    before = path.read_bytes()
    wanted = f"{path}: not a Rapporteur index; move it away or choose another --index"
    assert message(path, create=True) == wanted
    assert path.read_bytes() == before


@pytest.mark.parametrize("version", [1, 2, 3, INDEX.version + 1])
def test_an_index_of_another_version_is_refused(tmp_path: Path, version: int) -> None:
    """The message names both versions; an older one is built anew, not brought up to date."""
    path = tmp_path / "index.sqlite3"
    open_store(path, create=True).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {version}")
    for create in (False, True):
        assert message(path, create=create) == (
            f"{path}: schema version {version}, this program reads {INDEX.version}; "
            "run `rapporteur build --force`"
        )


def test_a_folder_in_the_indexs_place_is_refused(tmp_path: Path) -> None:
    """As plainly as a file would be."""
    assert message(tmp_path) == (
        f"{tmp_path}: unable to open database file; move it away or choose another --index"
    )


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_truncated_index_is_refused(tmp_path: Path, share: float) -> None:
    """However much of the file is left."""
    path = tmp_path / "index.sqlite3"
    with closing(open_store(path, create=True)) as store:
        store.library.write(add=[ingest(Document("a", "A", "Grain is sold. " * 500), ENCODER)])
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    wanted = f"{path}: database disk image is malformed; run `rapporteur build --force`"
    assert message(path, create=True) == wanted


def test_a_damaged_name_of_a_table_is_told(tmp_path: Path) -> None:
    """Though SQLite's own words for it can't be read."""
    path = tmp_path / "index.sqlite3"
    open_store(path, create=True).close()
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b"tableheadingheading", b"table\xc1eadingheading"))
    assert path.read_bytes() != whole
    assert message(path) == f"{path}: damaged (the name of a table); run `rapporteur build --force`"


def test_a_page_gone_bad_is_no_answer(tmp_path: Path) -> None:
    """Where the passages' page was overwritten, searching fails as a damaged index."""
    path = tmp_path / "index.sqlite3"
    with closing(open_store(path, create=True)) as store:
        store.library.write(add=[ingest(Document("a", "A", "Grain."), ENCODER)])
    with closing(sqlite3.connect(path)) as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'passage'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(b"\xff" * 4096)
    vector = ENCODER.encode_query("grain").vector
    with closing(open_store(path)) as store, pytest.raises(IndexCorrupt, match="disk image is malformed"):
        store.candidates.search(vector, ["grain"], [CORPUS], 9)


POSTINGS = "words of 'corpus' are not in the full-text index"
TOTALS = "the totals of 'corpus' are wrong"


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("DELETE FROM postings WHERE term = 'grain'", f"1 {POSTINGS}"),
        ("UPDATE term SET passages = passages + 1", f"2 {POSTINGS}"),
        ("DELETE FROM vectors", "passages of 'corpus' are without a vector"),
        ("INSERT INTO heading VALUES (1, 'lima', 99)", "orphan row in heading"),
        ("UPDATE collection SET documents = 2", TOTALS),
        ("UPDATE collection SET passages = 3", TOTALS),
        ("UPDATE collection SET terms = terms + 1", TOTALS),
    ],
)
def test_lost_rows_are_found_by_the_check(tmp_path: Path, damage: str, found: str) -> None:
    """What one table has and another lacks is named."""
    path = tmp_path / "index.sqlite3"
    with closing(open_store(path, create=True)) as store:
        store.library.write(add=[ingest(Document("a", "A", "Grain.\n\nShips."), ENCODER)])
        assert store.library.problems() == []
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        assert db.execute(damage).rowcount > 0
    with closing(open_store(path)) as store:
        assert store.library.problems() == [found]
