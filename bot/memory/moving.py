"""A memory copied from a file into a database, or back, and compared row by row."""

from __future__ import annotations

import json
from contextlib import closing
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Any

from bot.errors import MemoryCorrupt, MemoryMissing
from index import UsageError

from .opening import open_memory
from .records import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .records import Records

PAGE = 500
"""Rows that are held at a time: an article held is as long as two novels at most."""

COPIED = {
    "answer": (COLUMNS, 1),
    "vote": ("answer, voter, value, reason", 2),
    "setting": ("guild, name, value", 2),
    "meta": ("key, value", 1),
    "fact": ("guild, id, label, answer, quote, document", 2),
    "golden": ("guild, id, text, quote, answer", 2),
    "held": ("key, guild, since, article", 1),
}
"""The tables in an order in which each row finds those that it refers to, their columns, and how many of
these are the key."""

FOLLOWING = {
    "asked": ("answer, guild, at, answered, against, dismissed, words, quoted", 1),
    "quoted": ("collection, document, answer", 3),
}
"""Those that follow from the others by themselves, but for what was dismissed."""

DISMISSED = 5
"""The place of that column in ``asked``."""


def move_memory(source: str | Path, target: str | Path) -> dict[str, int] | None:
    """Copy the memory at one place, a path or ``postgresql://…``, to another where there is none or an empty
    one, and compare the two; gives how many rows each table has, None when there is none to copy. The first
    stays as it is.

    Raises:
        UsageError: there is something at the target already, or an address can't be read.
        MemoryCorrupt: a memory can't be read by this program, or the copy isn't the same.
        MemoryUnavailable: a disk, a server or another process is in the way.
    """
    try:
        old = open_memory(source)
    except MemoryMissing:
        return None
    with closing(old), closing(open_memory(target, create=True)) as new, old.snapshot():
        copy_memory(old, new)
        return compare(old, new)


def copy_memory(source: Records, target: Records) -> None:
    """Copy all rows in one transaction.

    Raises:
        UsageError: the target isn't empty.
    """
    with target.transaction():
        for table, (columns, keys) in COPIED.items():
            if target.page(table, columns, keys, (), 1):
                raise UsageError(f"there is a memory already, with rows in the table {table}; name another")
            for page in _pages(source, table, columns, keys):
                target.insert(table, columns, [_typed(table, row) for row in page])
        for page in _pages(source, *_named("asked")):
            for answer, guild in [row[:2] for row in page if row[DISMISSED]]:
                target.dismiss(guild, [answer])


def compare(source: Records, target: Records) -> dict[str, int]:
    """Compare all rows; gives how many each table has.

    Raises:
        MemoryCorrupt: a row is another, missing or too many.
    """
    counts = {}
    for table in (*COPIED, *FOLLOWING):
        counts[table] = 0
        for old, new in zip_longest(_rows(source, table), _rows(target, table)):
            if old is None or new is None or _as_read(table, target.as_kept(old)) != _as_read(table, new):
                key = (old or new or ("",))[0]
                raise MemoryCorrupt(
                    f"{table}: the row of {key!r} isn't the same in the copy; is a bot running?"
                )
            counts[table] += 1
    return counts


def _rows(side: Records, table: str) -> Iterator[tuple[Any, ...]]:
    return chain.from_iterable(_pages(side, *_named(table)))


def _named(table: str) -> tuple[str, str, int]:
    return (table, *(COPIED | FOLLOWING)[table])


def _typed(table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row whose truth values are such, which a file keeps as numbers."""
    return (*row[:-2], bool(row[-2]), row[-1]) if table == "answer" else row


def _as_read(table: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row to be compared: the documents that an answer quotes stand in any order."""
    return (*row[:-1], sorted(json.loads(row[-1]))) if table == "asked" else row


def _pages(side: Records, table: str, columns: str, keys: int) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a table in the order of its key."""
    after: tuple[Any, ...] = ()
    while page := side.page(table, columns, keys, after, PAGE):
        yield page
        after = page[-1][:keys]
