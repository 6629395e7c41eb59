"""A value in the database that is not as it was stored: told, never quoted, and mended by a build."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS, Document, Span
from index.errors import IndexCorrupt
from index.storage.ingest import ingest
from index.storage.postgres.store import open_postgres_store

from ...fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from index.storage.postgres.library import PostgresLibrary
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships")
TEXT = "Grain is sold in Lima, Minister Paul Holm said on May 3, 2024.\n\nShips are not."
ARTICLE = Document("a", "A", TEXT)
MEND = "run `rapporteur build --force`"


def found(store: Store) -> object:
    return store.candidates.search(ENCODER.encode_query("grain ships").vector, ["grain", "ship"], [CORPUS], 9)


def passages(store: Store) -> object:
    return store.library.passages_at(ARTICLE, [Span(0, 9)])


READ_BY: dict[str, tuple[str, Callable[[Store], object]]] = {
    "text": ("UPDATE document SET text = replace(text, 'Lima', 'Rome')", lambda s: s.library.documents()),
    "hash": ("UPDATE document SET content_hash = 'x'", lambda s: s.library.documents()),
    "words": ("UPDATE document SET words = words || '\\x00'", lambda s: s.library.documents()),
    "statement": ("UPDATE statement SET speaker = 'Ann Sole'", lambda s: s.library.statements(ARTICLE)),
    "naming": ("UPDATE naming SET role = 'King'", lambda s: s.library.namings([CORPUS])),
    "event": ("UPDATE event SET last_day = '2025-01-01'", lambda s: s.library.events([CORPUS])),
    "passage": ('UPDATE passage SET "end" = "end" - 1', passages),
    "tokens": ("UPDATE passage SET tokens = set_byte(tokens, 0, 7)", found),
    "vector": ("UPDATE vectors SET codes = codes + codes", found),
    "posting": ("UPDATE postings SET data = set_byte(data, 4, 9)", found),
    "setting": ("UPDATE setting SET value = 'other'", lambda s: s.library.setting("encoder")),
    "format": ("UPDATE history SET format = 3", lambda s: s.library.revision()),
}  # fmt: skip
"""What spoils each kind of row, and what reads it."""


@pytest.fixture
def store(empty_index: Callable[[], str]) -> Iterator[Store]:
    """The store of one document."""
    with closing(open_postgres_store(empty_index(), create=True)) as store:
        store.library.write(add=[ingest(ARTICLE, ENCODER)], settings={"encoder": "k"})
        yield store


def library(store: Store) -> PostgresLibrary:
    return store.library  # type: ignore[return-value]


@pytest.mark.parametrize("kind", READ_BY)
def test_a_changed_row_is_told(store: Store, kind: str) -> None:
    """By whoever reads it, with what to do about it."""
    spoil, read = READ_BY[kind]
    assert library(store).change(spoil) > 0
    with pytest.raises(IndexCorrupt, match=MEND):
        read(store)


@pytest.mark.parametrize("kind", [kind for kind in READ_BY if kind != "format"])
def test_doctor_finds_it(store: Store, kind: str) -> None:
    """Whether or not a question ever reads it."""
    assert store.library.problems() == []
    library(store).change(READ_BY[kind][0])
    with pytest.raises(IndexCorrupt, match=r"not as it was stored|the words of a document"):
        store.library.problems()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("DELETE FROM vectors", "2 passages are without a vector"),
        ("DELETE FROM postings WHERE term = 'ship'", "1 words are not in the full-text index"),
        ("UPDATE collection SET passages = 9", "the totals of 'corpus' are wrong"),
        ("UPDATE naming SET collection = 99", "1 rows of naming are in another collection than their"),
    ],
)  # fmt: skip
def test_what_is_missing_is_told(store: Store, spoil: str, told: str) -> None:
    """Tables that contradict one another."""
    library(store).change(spoil)
    assert any(problem.startswith(told) for problem in store.library.problems())


def test_what_can_be_read_is_rescued(store: Store) -> None:
    """Of two documents the one that is whole, and what is not to come back; cleared, it is an empty store."""
    store.library.write(add=[ingest(Document("b", "B", "Ships wait."), ENCODER)], bury=[(CORPUS, "c")])
    library(store).change("UPDATE document SET text = 'Grain.' WHERE slug = 'a'")
    documents, tombstones = library(store).rescued()
    assert ([stored.document.id for stored in documents], tombstones) == (["b"], {"c"})
    seen = store.library.revision()
    library(store).clear()
    assert (store.library.documents(), store.library.setting("encoder"), found(store)) == ([], None, [])
    assert store.library.changes(seen) is None
    assert store.library.problems() == []
