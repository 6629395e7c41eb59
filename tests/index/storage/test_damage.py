"""A value that is not as it was stored: told, never quoted."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing, suppress
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


OTHER = Document(
    "b", "B", "Paul Holm said on May 5, 2024 that fees are dear. Ann Roe, the mayor, left.", collection="7"
)


@pytest.fixture
def two(path: Path) -> Path:
    """The same index with a document of a server's own."""
    with closing(open_store(path)) as store:
        store.library.write(add=[ingest(OTHER, ENCODER)])
    return path


READINGS: dict[str, Callable[[Store], object]] = {
    "statement": lambda s: s.library.statements_by(["Paul Holm"], [CORPUS]),
    "naming": lambda s: s.library.namings([CORPUS]),
    "event": lambda s: s.library.events([CORPUS]),
}


@pytest.mark.parametrize("column", ["document", "collection"])
@pytest.mark.parametrize("table", READINGS)
def test_what_was_read_out_of_anothers_document_is_not_shown(two: Path, table: str, column: str) -> None:
    """Where a row came to stand under another document or collection, that is told."""
    with closing(sqlite3.connect(two)) as db:
        db.execute(f"UPDATE {table} SET {column} = 3 - {column}")  # noqa: S608 – of our own names
        db.commit()
    with closing(open_store(two)) as store:
        with pytest.raises(IndexCorrupt, match="damaged"):
            READINGS[table](store)
        assert problems(store)


def test_a_heading_under_anothers_name_leads_nowhere(two: Path) -> None:
    """The title of a server's document brings it to no other, and the check tells of it."""
    with closing(sqlite3.connect(two)) as db:
        db.execute("DELETE FROM heading WHERE collection = 1")
        db.execute("UPDATE heading SET collection = 1")
        db.commit()
    with closing(open_store(two)) as store:
        assert [d.id for d in store.library.titled({"b"}, [CORPUS], 9)] == ["a"]
        assert problems(store) == ["1 rows of heading are in another collection than their document"]


def test_removing_a_damaged_document_takes_nothing_of_anothers(two: Path) -> None:
    """Where its row names more passages than it has, nothing is removed."""
    with closing(sqlite3.connect(two)) as db:
        db.execute("UPDATE document SET last = last + 1 WHERE slug = 'a'")
        db.commit()
    with closing(open_store(two)) as store:
        with pytest.raises(IndexCorrupt, match="the document 'a' is not as it was stored"):
            store.library.write(remove=[(CORPUS, "a")])
        assert store.library.count_passages([CORPUS]) > 0


def test_a_passage_of_no_document_is_told(path: Path) -> None:
    """Nothing could be quoted from it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE passage SET document = 99")
        db.commit()
    with closing(open_store(path)) as store, pytest.raises(IndexCorrupt, match="a passage of no document"):
        found(store)
    with closing(open_store(path)) as store:
        assert problems(store)


def test_a_speakers_name_is_the_statements_own(path: Path) -> None:
    """Wherever in the file a letter of a name changed, in its table or an index, nobody is renamed."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = path.read_bytes()
    places = [match.start() for match in re.finditer(b"Paul Holm", data)]
    assert len(places) > 3
    for at in places:
        path.write_bytes(data[:at] + b"Q" + data[at + 1 :])
        with suppress(IndexCorrupt), closing(open_store(path)) as store:
            assert {voice.name for voice in store.library.voices([CORPUS])} <= {"Paul Holm"}


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
