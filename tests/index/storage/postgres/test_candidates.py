"""The same passages as the embedded store finds, with the same scores, by an index or without."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import CORPUS, Document
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.postgres import near_indexes
from index.storage.postgres.store import open_postgres_store
from index.storage.quantization import vector_codes

from ...fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.storage.candidates import Candidate
    from index.storage.ingest import Record
    from index.storage.postgres.library import PostgresLibrary
    from index.storage.store import Store

ENCODER = WordEncoder("grain ships fees lima")
DIMENSION = 64
CHANCE = np.random.default_rng(18)
WORDS = "grain ships fees lima port minister trade soybeans tariff harbour".split()


def unit(*shape: int) -> np.ndarray:
    vectors = CHANCE.normal(size=shape).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def record(number: int, collection: str) -> Record:
    """A document of two passages of chance words, whose vectors point anywhere."""
    text = "\n\n".join(" ".join(CHANCE.choice(WORDS, 12)) + "." for _ in range(2))
    made = ingest(Document(f"d{number:04}", "T", text, collection=collection), ENCODER)
    codes = vector_codes(unit(len(made.passages), DIMENSION))
    return replace(
        made, passages=tuple(replace(p, vector=v) for p, v in zip(made.passages, codes, strict=True))
    )


@pytest.fixture
def indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index is made from fifty passages on."""
    monkeypatch.setattr(near_indexes, "INDEX_FROM", 50)
    monkeypatch.setattr(near_indexes, "INDEX_UNTIL", 20)


@pytest.fixture
def store(indexed: None, empty_index: Callable[[], str]) -> Iterator[Store]:
    """An empty store."""
    with closing(open_postgres_store(empty_index())) as store:
        yield store


def indexes(store: Store) -> list[str]:
    library: PostgresLibrary = store.library  # type: ignore[assignment]
    index = "starts_with(indexname, 'near_' || id::text || '_')"
    sql = f"SELECT name FROM pg_indexes JOIN collection ON {index} ORDER BY 1"  # noqa: S608
    return [row[0] for row in library.rows(sql)]


def scores(found: list[Candidate]) -> dict[str, tuple[float, float]]:
    return {c.passage.id: (c.cosine, c.bm25) for c in found}


def test_both_stores_find_the_same(store: Store, tmp_path: Path) -> None:
    """In a small collection, in one with an index, and in both: the same passages in the same order, with
    scores that differ by less than 10⁻⁶."""
    records = [record(n, CORPUS if n < 100 else "7") for n in range(110)]
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as embedded:
        for one in (embedded, store):
            one.library.write(add=records)
        assert indexes(store) == [CORPUS]
        for collections in ([CORPUS], ["7"], [CORPUS, "7"]):
            for vector in unit(5, DIMENSION):
                words = [*CHANCE.choice(WORDS, 3)]
                one, other = (s.candidates.search(vector, words, collections, 9) for s in (embedded, store))
                assert [c.passage.id for c in one] == [c.passage.id for c in other]
                assert np.allclose([*scores(one).values()], [*scores(other).values()], atol=1e-6, rtol=0)


def test_an_index_comes_and_goes_with_its_collection(store: Store) -> None:
    """It is made once there are many passages, stays while there are not few, and goes with the last."""
    store.library.write(add=[record(n, "x") for n in range(24)])
    assert indexes(store) == []
    store.library.write(add=[record(24, "x"), *[record(n, "y") for n in range(30)]])
    assert indexes(store) == ["x", "y"]
    store.library.write(remove=[("x", f"d{n:04}") for n in range(14)])
    assert indexes(store) == ["x", "y"]
    store.library.write(remove=[("x", "d0014"), ("x", "d0015"), *[("y", f"d{n:04}") for n in range(30)]])
    assert indexes(store) == []


def test_an_index_follows_a_collection_that_grows(store: Store) -> None:
    """It is made anew once there are four times as many passages, so that its lists stay short."""
    library: PostgresLibrary = store.library  # type: ignore[assignment]
    lists = "SELECT split_part(indexname, '_', 3) FROM pg_indexes WHERE starts_with(indexname, 'near_')"
    for documents, held in ((range(25), "7"), (range(25, 90), "7"), (range(90, 101), "14")):
        store.library.write(add=[record(n, "x") for n in documents])
        assert library.rows(lists) == [(held,)]
    assert len(store.candidates.search(unit(DIMENSION), [], ["x"], 9)) == 9


def test_what_was_removed_is_not_found_by_an_index(store: Store) -> None:
    """Nor does it take the place of what is there."""
    store.library.write(add=[record(n, "x") for n in range(60)])
    vector = unit(DIMENSION)
    gone = {c.passage.document.id for c in store.candidates.search(vector, [], ["x"], 9)}
    store.library.write(remove=[("x", slug) for slug in gone])
    found = store.candidates.search(vector, [], ["x"], 9)
    assert len(found) == 9
    assert gone & {c.passage.document.id for c in found} == set()


def test_equal_passages_have_equal_cosines(store: Store) -> None:
    """To the last bit, wherever they stand, so that they come in the order of the documents."""
    one = vector_codes(unit(1, 384))[0]
    for n in range(9):
        made = record(n, CORPUS)
        vectors = [one, *vector_codes(unit(1, 384))]
        same = tuple(replace(p, vector=v) for p, v in zip(made.passages, vectors, strict=True))
        store.library.write(add=[replace(made, passages=same)])
    for vector in unit(20, 384):
        found = store.candidates.search(vector, [], [CORPUS], 24)
        equal = [c for c in found if c.passage.span.start == 0]
        assert len({c.cosine for c in equal}) == 1
        assert [c.passage.document.id for c in equal] == [f"d{n:04}" for n in range(9)]
