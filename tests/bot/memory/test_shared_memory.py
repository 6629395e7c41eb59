"""What only a memory in PostgreSQL does: it tells of settings, sweeps up, and bears a server that is away."""

from __future__ import annotations

import queue
import struct
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import MemoryUnavailable
from bot.memory.opening import open_memory, open_or_do_without
from bot.memory.postgres.schema import MEMORY

from .test_asked import asked
from .test_memory_file import GUILD, kept

if TYPE_CHECKING:
    from bot.memory.postgres.memory import PostgresMemory

AWAY = "postgresql://nobody@127.0.0.1:1/nothing"
TOLD_WITHIN = 0.2
"""Seconds until another process knows of a changed setting."""


def test_a_changed_setting_is_told(shared: PostgresMemory, another: PostgresMemory) -> None:
    """To every process, at once: that of which server, and at the beginning that any may have changed."""
    told: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    with closing(another.settings_told(told.put)):
        assert told.get(timeout=5.0) is None
        shared.set(GUILD, "threads", value=True)
        assert told.get(timeout=TOLD_WITHIN) == GUILD
        shared.set(GUILD, "threads", value=False)
        assert told.get(timeout=TOLD_WITHIN) == GUILD
        shared.leave(GUILD)
        assert told.get(timeout=TOLD_WITHIN) == GUILD


def test_who_listens_is_told_after_a_cut(shared: PostgresMemory) -> None:
    """What was notified meanwhile is lost, so that all counts as changed."""
    told: queue.SimpleQueue[int | None] = queue.SimpleQueue()
    with closing(shared.settings_told(told.put)):
        assert told.get(timeout=5.0) is None
        shared.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")
        assert told.get(timeout=5.0) is None


def rows_on_disk(memory: PostgresMemory, table: str) -> int:
    """How many row versions the pages of a table point at, dead ones included."""
    memory.maintain("CHECKPOINT")
    folder = "current_setting('data_directory')"
    pages = Path(
        memory.value(f"SELECT {folder} || '/' || pg_relation_filepath(%s)", f"{MEMORY.schema}.{table}")
    )
    found = 0
    for page in struct.iter_unpack("8192s", pages.read_bytes()):
        (lower,) = struct.unpack_from("<H", page[0], 12)
        pointers = struct.unpack_from(f"<{(lower - 24) // 4}I", page[0], 24)
        found += sum(pointer >> 15 & 3 == 1 for pointer in pointers)
    return found


@pytest.mark.parametrize(("erase", "left"), [("expire", 2), ("forget", 1)])
def test_no_dead_row_keeps_words(shared: PostgresMemory, erase: str, left: int) -> None:
    """Once words are erased, the pages have no version of a row that had them."""
    shared.keep(asked("1", "zanzibar?", 10.0, text="zanzibar!"))
    shared.keep(asked("2", "bridges?", 10.0, asker=7))
    shared.keep(asked("1", "zanzibar?", 10.0, text="zanzibar?"))
    assert rows_on_disk(shared, "answer") == 3
    assert getattr(shared, erase)(99.0 if erase == "expire" else 1) == left
    assert [rows_on_disk(shared, table) for table in ("answer", "asked")] == [left, left]


def test_characters_that_a_database_cannot_keep(shared: PostgresMemory) -> None:
    """A NUL in a question, and in what is kept of its answer, is replaced; nothing else is."""
    record = {"heading": "a\0b \\u0000 \\\0", "quotes": [], "answered": True, "status": "answered"}
    shared.keep(replace(kept("1"), text="a\0b", record=record))
    found = shared.answer("1")
    assert found.text == "a\N{REPLACEMENT CHARACTER}b"
    heading = "a\N{REPLACEMENT CHARACTER}b \\u0000 \\\N{REPLACEMENT CHARACTER}"
    assert found.record == record | {"heading": heading}
    assert shared.expire(1e9) == 1


def cut_in_the_middle(memory: PostgresMemory, another: PostgresMemory) -> None:
    """The line is cut in a transaction."""
    with memory.transaction():
        memory.posted("1", 1, 1)
        another.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state LIKE 'idle in%'")
        memory.posted("1", 1, 2)


def test_a_line_that_is_cut(shared: PostgresMemory, another: PostgresMemory) -> None:
    """A call in which that happens says so; the next one takes another line."""
    shared.keep(kept("1"))
    with pytest.raises(MemoryUnavailable, match="see that the server runs"):
        cut_in_the_middle(shared, another)
    assert shared.answer("1") == kept("1")


def test_no_call_lasts(shared: PostgresMemory) -> None:
    """A statement ends by itself, long before an answer is late by it."""
    assert shared.value("SHOW statement_timeout") == "5s"
    assert shared.value("SHOW lock_timeout") == "3s"


def test_a_database_that_is_away_at_the_start() -> None:
    """It is waited for; a bot without it would do what the others have taken, so that none starts."""
    away = r"postgresql://127\.0\.0\.1:1/nothing: .*see that the server"
    with pytest.raises(MemoryUnavailable, match=away):
        open_memory(AWAY)
    with pytest.raises(MemoryUnavailable, match=away):
        open_or_do_without(AWAY, (0.0, 0.0))
