"""BM25, worked out by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Span
from index.storage.embedded import open_store
from index.storage.ingest import PassageRecord
from index.storage.relational import postings
from index.storage.relational.postings import POSTINGS, remove_postings, weight
from index.storage.sqlite.dialect import SQLITE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import numpy.typing as npt

    from index.storage.sqlite.database import Connection

    Ids = npt.NDArray[np.uint32] | None

NOTHING = np.zeros((0, 2), np.uint8)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Connection]:
    """The tables of an empty index."""
    store = open_store(tmp_path / "index.sqlite3", create=True)
    yield store.library.connection[0]  # type: ignore[attr-defined]
    store.close()


def add_postings(db: Connection, collection: int, passages: Iterable[tuple[int, PassageRecord]]) -> None:
    """Add postings, by SQLite's own way."""
    postings.add_postings(db, collection, passages, SQLITE)


def bm25(
    db: Connection, collection: int, weights: dict[str, float], mean: float, k: int, among: Ids = None
) -> list[tuple[int, float]]:
    """The best passages by the postings that are stored."""
    read = [(weighed, POSTINGS.read(db, (collection, term))) for term, weighed in weights.items()]
    return postings.bm25([pair for pair in read if len(pair[1])], mean, k, among)


def passage(terms: str) -> PassageRecord:
    none = np.zeros(0)
    return PassageRecord(
        1, Span(0, 1), (), none.astype(np.int8), none.astype(np.int32), NOTHING, (*terms.split(),)
    )


@pytest.mark.parametrize(
    ("passages", "holding", "by_hand"),
    [(3, 1, math.log(2.5 / 1.5)), (10, 1, math.log(9.5 / 1.5)), (3, 2, 1e-6), (2, 1, 1e-6), (5, 5, 1e-6)],
)
def test_a_rare_term_weighs_more(passages: int, holding: int, by_hand: float) -> None:
    """log((N - n + ½) / (n + ½)), and next to nothing from half of the passages on."""
    assert weight(passages, holding) == pytest.approx(by_hand)


def test_scores_are_what_the_formula_gives(db: Connection) -> None:
    """The sum over the terms of w c (k₁ + 1) / (c + k₁ (1 - b + b l / mean)), best first."""
    texts = ["grain grain ships", "grain", "ships ships ships ships", "fees"]
    add_postings(db, 1, enumerate(map(passage, texts), 5))
    found = bm25(db, 1, {"grain": 2.0, "ships": 1.0, "nowhere": 9.0}, 2.0, 9)

    def part(weighed: float, count: int, length: int) -> float:
        return weighed * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / 2.0))

    by_hand = {5: part(2, 2, 3) + part(1, 1, 3), 6: part(2, 1, 1), 7: part(1, 4, 4)}
    assert dict(found) == pytest.approx(by_hand)
    assert [number for number, _ in found] == sorted(by_hand, key=lambda number: -by_hand[number])
    assert bm25(db, 2, {"grain": 2.0}, 2.0, 9) == []


def test_of_equals_the_earlier_come_first(db: Connection) -> None:
    """And only so many; a better one that comes later is among them."""
    add_postings(db, 1, enumerate(map(passage, ["a", "a", "a", "a b"]), 1))
    assert [n for n, _ in bm25(db, 1, {"a": 1.0}, 1.0, 2)] == [1, 2]
    assert [n for n, _ in bm25(db, 1, {"a": 1.0, "b": 9.0}, 1.0, 2)] == [4, 1]


def test_among_some_passages_alone(db: Connection) -> None:
    """They score as among all, and the best of them are not crowded out."""
    add_postings(db, 1, enumerate(map(passage, ["a a a", "a b", "c", "a"]), 1))
    everywhere = dict(bm25(db, 1, {"a": 1.0}, 2.0, 9))
    among = np.array([2, 3], np.uint32)
    assert bm25(db, 1, {"a": 1.0}, 2.0, 1, among) == [(2, everywhere[2])]
    assert bm25(db, 1, {"a": 1.0}, 2.0, 1, np.array([], np.uint32)) == []
    assert bm25(db, 1, {}, 2.0, 1) == []


def test_counts_and_lengths_reach_as_far_as_their_bytes(db: Connection) -> None:
    """A word said a thousand times in a passage of a hundred thousand counts as 255 in 65,535."""
    add_postings(db, 1, [(1, passage("a " * 1000 + "b " * 99_000))])
    by_hand = 255 * 2.2 / (255 + 1.2 * (0.25 + 0.75 * 65_535 / 100.0))
    assert bm25(db, 1, {"a": 1.0}, 100.0, 9) == [(1, pytest.approx(by_hand))]


def test_removed_passages_leave_no_posting(db: Connection) -> None:
    """Under whichever inflection their words stand; the counts of what is left follow."""
    add_postings(db, 1, [(1, passage("ship grain")), (2, passage("ship"))])
    add_postings(db, 1, [(3, passage("ship fee"))])
    remove_postings(db, 1, ["ships", "shipping", "grain", "the"], 1, 2)
    assert db.execute("SELECT term, passages FROM term ORDER BY 1").fetchall() == [("fee", 1), ("ship", 1)]
    assert [n for n, _ in bm25(db, 1, {"ship": 1.0, "grain": 1.0}, 1.0, 9)] == [3]
    remove_postings(db, 1, ["ship", "fees"], 3, 3)
    for table in ("term", "postings"):
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608
