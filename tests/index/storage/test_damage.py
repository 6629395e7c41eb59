"""A value that is not as it was stored: told, never quoted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document, Span
from index.errors import IndexCorrupt
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ...attacks.attack_bits import attack, small
from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.storage.store import Store

ENCODER = WordEncoder("grain ships")
TEXT = "Grain is sold in Lima, Minister Paul Holm said on May 3, 2024.\n\nShips are not."
ARTICLE = Document("a", "A", TEXT)

VECTOR = ENCODER.encode_query("grain ships").vector
EVERYTHING = Span(0, len(TEXT))


def found(store: Store) -> object:
    return store.candidates.search(VECTOR, ["grain", "ship"], [CORPUS], 9)


def passages(store: Store) -> object:
    return store.library.passages_at(ARTICLE, [EVERYTHING])


READ_BY: dict[str, list[Callable[[Store], object]]] = {
    "document": [lambda s: s.library.documents(), found, lambda s: s.library.document((CORPUS, "a"))],
    "hash": [lambda s: s.library.documents(), found],
    "words": [lambda s: s.library.documents(), lambda s: s.library.write(remove=[(CORPUS, "a")])],
    "statement": [lambda s: s.library.statements(ARTICLE),
                  lambda s: s.library.statements_by(["Paul Holm", "Paul Helm"], [CORPUS])],
    "naming": [lambda s: s.library.namings([CORPUS])],
    "event": [lambda s: s.library.events([CORPUS])],
    "passage": [passages, found],
    "vector": [found, lambda s: s.library.write(remove=[(CORPUS, "a")])],
    "posting": [found, lambda s: s.library.write(remove=[(CORPUS, "a")])],
    "setting": [lambda s: s.library.setting("encoder")],
}  # fmt: skip
"""What reads each kind of row."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An index of one document."""
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as store:
        store.library.write(add=[ingest(ARTICLE, ENCODER)], settings={"encoder": "k"})
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
        ("hash", "document SET content_hash = 'g' || substr(content_hash, 2)"),
        ("document", "document SET origin = ''"),
        ("document", "document SET paragraphs = x'0000000005000000'"),
        ("document", "document SET last = last + 1"),
        ("document", "document SET checksum = checksum + 1"),
        ("words", "document SET words = x'00'"),
        ("statement", "statement SET speaker = 'Paul Helm'"),
        ("statement", "statement SET role = NULL"),
        ("statement", "statement SET start = start + 1"),
        ("statement", "statement SET certainty = 1"),
        ("statement", "statement SET direct = 1 - direct"),
        ("naming", "naming SET name = 'Paul Helm'"),
        ("naming", "naming SET end = end + 1"),
        ("event", "event SET first_day = '2024-05-04'"),
        ("event", "event SET phrase_start = 0"),
        ("passage", "passage SET start = 1 WHERE start = 0"),
        ("passage", "passage SET end = end + 1 WHERE id = 1"),
        ("passage", "passage SET paragraph = 2 WHERE id = 1"),
        ("passage", "passage SET number = 7 WHERE id = 1"),
        ("passage", "passage SET sentences = x'0100000005000000' WHERE id = 1"),
        ("passage", "passage SET tokens = zeroblob(length(tokens))"),
        ("passage", "passage SET starts = zeroblob(3)"),
        ("vector", "vectors SET data = zeroblob(length(data))"),
        ("vector", "vectors SET data = 'text'"),
        ("vector", "vectors SET width = width + 1"),
        ("posting", "postings SET data = zeroblob(length(data)) WHERE term = 'grain'"),
        ("posting", "postings SET checksum = 0 WHERE term = 'ship'"),
        ("setting", "setting SET value = 'l'"),
        ("setting", "setting SET value = 1"),
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
    with (
        closing(open_store(path)) as store,
        pytest.raises(IndexCorrupt, match=r"a passage of '.' is not as it"),
    ):
        found(store)


def test_a_passage_of_no_document_is_told(path: Path) -> None:
    """Nothing could be quoted from it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE passage SET document = 99")
        db.commit()
    with closing(open_store(path)) as store, pytest.raises(IndexCorrupt, match="a passage of no document"):
        found(store)
    with closing(open_store(path)) as store:
        assert problems(store)


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
        stored, tombstones = store.library.rescued()  # type: ignore[attr-defined]
    assert [one.document.id for one in stored] == ["a", "c"]
    assert tombstones == {"z"}


def test_flipped_bits_give_no_wrong_quote(tmp_path: Path) -> None:
    """Each flipped bit is told, or harmless: a sample of the attack on the whole file."""
    ended = attack(small(tmp_path), 25, seed=4)
    assert set(ended) == {"same", "told"}
