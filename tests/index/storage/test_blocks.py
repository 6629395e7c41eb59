"""Records kept many to a row."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.storage.relational.blocks import Blocks, passage_ids, with_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BLOCKS = Blocks("blocks", ("key",), 3)


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    """A database with one table of blocks."""
    db = fresh()
    yield db
    db.close()


def fresh() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE blocks (key, first, width, checksum, data, PRIMARY KEY (key, first))")
    return db


def records(ids: Iterable[int]) -> np.ndarray:
    """Of each id one byte more, ten times it."""
    numbers = list(ids)
    return with_ids(numbers, np.array([[n * 10 % 256] for n in numbers], np.uint8).reshape(-1, 1))


def rows(db: sqlite3.Connection) -> list[tuple[int, int]]:
    """The first id and the number of records of each row."""
    found = db.execute("SELECT first, length(data) / width FROM blocks ORDER BY key, first")
    return [tuple(row) for row in found]


def held(db: sqlite3.Connection, key: str = "a", *bounds: int) -> list[int]:
    found = BLOCKS.read(db, (key,), *bounds)
    assert not len(found) or found[:, 4].tolist() == [n * 10 % 256 for n in passage_ids(found).tolist()]
    return passage_ids(found).tolist()


def test_records_fill_the_last_block_first(db: sqlite3.Connection) -> None:
    """Then further ones, each of at most so many."""
    BLOCKS.append(db, ("a",), records([1, 2]))
    BLOCKS.append(db, ("a",), records([4, 5, 6, 7, 8]))
    assert rows(db) == [(1, 3), (5, 3), (8, 1)]
    assert held(db) == [1, 2, 4, 5, 6, 7, 8]
    assert held(db, "b") == []


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(4, 6, [4, 5, 6]), (3, 3, []), (1, 1, [1]), (0, 2, [1, 2]), (8, 99, [8]), (7, 2, []), (9, 12, [])],
)
def test_some_are_read(db: sqlite3.Connection, first: int, last: int, found: list[int]) -> None:
    """Those between two ids, both ends included, wherever blocks begin."""
    BLOCKS.append(db, ("a",), records([1, 2, 4, 5, 6, 7, 8]))
    assert held(db, "a", first, last) == found


def test_cutting_touches_the_blocks_that_hold_them(db: sqlite3.Connection) -> None:
    """A block that is left empty goes; what is cut is counted."""
    BLOCKS.append(db, ("a",), records(range(1, 10)))
    BLOCKS.append(db, ("b",), records([5]))
    assert BLOCKS.cut(db, ("a",), 3, 6) == 4
    assert rows(db) == [(1, 2), (7, 3), (5, 1)]
    assert BLOCKS.cut(db, ("a",), 3, 6) == 0
    assert BLOCKS.cut(db, ("a",), 1, 1) == 1
    assert rows(db) == [(2, 1), (7, 3), (5, 1)]
    assert (held(db), held(db, "b")) == ([2, 7, 8, 9], [5])


def test_others_are_not_even_read(db: sqlite3.Connection) -> None:
    """Adding and cutting cost the same however many blocks there are: damage in the others isn't noticed."""
    BLOCKS.append(db, ("a",), records(range(1, 10)))
    db.execute("UPDATE blocks SET checksum = 0 WHERE first = 1")
    assert BLOCKS.cut(db, ("a",), 7, 8) == 2
    assert BLOCKS.cut(db, ("a",), 4, 5) == 2
    BLOCKS.append(db, ("a",), records([10, 11]))
    assert held(db, "a", 9, 11) == [9, 10, 11]


def test_a_block_that_was_changed_is_told(db: sqlite3.Connection) -> None:
    """Whatever of it, by reading and by whatever would write it anew."""
    for change in (
        "data = x'00000000ff'",
        "data = 'text'",
        "checksum = checksum + 1",
        "width = 'a'",
        "width = 1",
    ):
        BLOCKS.append(db, ("a",), records([1]))
        db.execute(f"UPDATE blocks SET {change}")  # noqa: S608
        for use in (
            lambda: BLOCKS.read(db, ("a",)),
            lambda: BLOCKS.cut(db, ("a",), 1, 1),
            lambda: BLOCKS.append(db, ("a",), records([2])),
        ):
            with pytest.raises(ValueError, match="a block of blocks is not as it was stored"):
                use()
        db.execute("DELETE FROM blocks")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5), st.integers(0, 12)), max_size=12))
def test_any_adding_and_cutting_leaves_what_a_list_would(steps: list[tuple[bool, int, int]]) -> None:
    """In the order of the ids, in blocks that are neither empty nor too large."""
    db, left, following = fresh(), list[int](), 1
    for added, many, first in steps:
        if added:
            BLOCKS.append(db, ("a",), records(range(following, following + many)))
            left += range(following, following + many)
            following += many
        else:
            gone = [n for n in left if first <= n < first + many]
            assert BLOCKS.cut(db, ("a",), first, first + many - 1) == len(gone)
            left = [n for n in left if n not in gone]
        assert held(db) == left
        assert all(1 <= size <= 3 for _, size in rows(db))
    db.close()
