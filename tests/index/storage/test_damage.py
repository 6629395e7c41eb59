"""A value that is not as it was stored: told, never quoted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from index.document import CORPUS, Document
from index.errors import IndexCorrupt
from index.storage.dense import DenseIndex
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ...attacks.attack_bits import attack, small
from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path

ENCODER = WordEncoder("grain ships")
TEXT = "Grain is sold in Lima, Minister Paul Holm said.\n\nShips are not."

READ_BY: dict[str, Any] = {
    "document": [lambda s: s.documents(), lambda s: s.passages([1]), lambda s: s.document((CORPUS, "a"))],
    "reading": [lambda s: s.stored(), lambda s: s.document((CORPUS, "a"))],
    "passage": [lambda s: s.passages([1, 2])],
    "vector": [lambda s: list(s.vectors()), lambda s: s.passages([1, 2])],
    "meta": [lambda s: s.meta("encoder")],
}
"""What reads each kind of row."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index of one document."""
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as store:
        store.library.write(add=[ingest(Document("a", "A", TEXT), ENCODER)], settings={"encoder": "k"})
    return tmp_path / "index.sqlite3"


def problems(store: Store) -> list[str]:
    """What the check of everything finds, in either way."""
    try:
        return store.library.problems()
    except IndexCorrupt as error:
        return [str(error)]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("document", "document SET title = 'B'"),
        ("document", "document SET text = replace(text, 'Lima', 'Lime')"),
        ("document", "document SET text = CAST(x'4772ff' AS TEXT)"),
        ("document", "document SET text = x'4772'"),
        ("document", "document SET title = 7"),
        ("document", "document SET published = '2024-13-01'"),
        ("document", "document SET places = '[1'"),
        ("document", "document SET places = '1'"),
        ("document", "document SET content_hash = 'g' || substr(content_hash, 2)"),
        ("reading", "document SET reading = replace(reading, 'Holm', 'Helm')"),
        ("reading", "document SET reading = replace(reading, '[0,', '[1,')"),
        ("reading", "document SET origin = ''"),
        ("reading", "document SET checksum = checksum + 1"),
        ("passage", "passage SET start = 1 WHERE start = 0"),
        ("passage", "passage SET end = end + 1 WHERE id = 1"),
        ("passage", "passage SET paragraph = 2 WHERE id = 1"),
        ("passage", "passage SET document = 2"),
        ("passage", "passage SET collection = 'other'"),
        ("passage", "passage SET sentences = x'0100000005000000' WHERE id = 1"),
        ("passage", "passage SET token_vectors = zeroblob(length(token_vectors))"),
        ("passage", "passage SET token_starts = zeroblob(3)"),
        ("vector", "passage SET vector = zeroblob(length(vector)) WHERE id = 2"),
        ("vector", "passage SET vector = 'text' WHERE id = 2"),
        ("meta", "meta SET value = 'l'"),
        ("meta", "meta SET value = 1"),
    ],
)
def test_a_changed_value_is_told(path: Path, kind: str, change: str) -> None:
    """By whatever reads it, with the mend and in one line; and by the check of everything."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute(f"UPDATE {change}").rowcount > 0
        db.commit()
    for read in READ_BY[kind]:
        with closing(open_store(path)) as store, pytest.raises(IndexCorrupt) as caught:
            read(store)
        assert str(caught.value).startswith(f"{path}: ")
        assert str(caught.value).endswith("; run `rapporteur build --force`")
        assert "\n" not in str(caught.value)
    with closing(open_store(path)) as store:
        assert problems(store)


def test_a_passage_is_not_read_with_another_document(path: Path) -> None:
    """Were its row to name another document, its offsets would cut that one's words."""
    with closing(open_store(path)) as store:
        store.library.write(add=[ingest(Document("b", "B", TEXT.replace("Lima", "Cuzco")), ENCODER)])
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE passage SET document = 3 - document")
        db.commit()
    with closing(open_store(path)) as store, pytest.raises(IndexCorrupt, match="passage 1 is not as it was"):
        store.passages([1])


def test_what_can_be_read_is_rescued(path: Path) -> None:
    """Of a damaged index, the documents that are whole, and which ones had been removed."""
    with closing(open_store(path)) as store:
        store.library.write(
            add=[ingest(Document(slug, slug, TEXT), ENCODER) for slug in "bc"], bury=[(CORPUS, "z")]
        )
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE document SET text = CAST(x'ff' AS TEXT) WHERE slug = 'b'")
        db.commit()
    with closing(open_store(path)) as store:
        stored, tombstones = store.library.rescued()
    assert [one.document.id for one in stored] == ["a", "c"]
    assert tombstones == {"z"}


def test_flipped_bits_give_no_wrong_quote(tmp_path: Path) -> None:
    """Each flipped bit is told, or harmless: a sample of the attack on the whole file."""
    ended = attack(small(tmp_path), 25, seed=3)
    assert set(ended) == {"same", "told"}


def test_dense_vectors_of_a_damaged_index_are_not_searched(path: Path) -> None:
    """The vectors are checked before they reach the index that is derived from them."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE passage SET vector_checksum = 0")
        db.commit()
    dense = DenseIndex(ENCODER.dimension)
    with closing(open_store(path)) as store, pytest.raises(IndexCorrupt, match="a vector is not as it was"):
        dense.add(*next(store.vectors()))
    assert len(dense) == 0
