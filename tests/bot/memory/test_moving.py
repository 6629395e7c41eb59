"""A memory that moves from a file into a database, and back."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import MemoryCorrupt
from bot.memory import moving
from bot.memory.curated import Golden
from bot.memory.memory import Memory
from bot.memory.moving import compare, copy_memory, move_memory
from index import UsageError

from .test_asked import ANA, BEN, GUILD, asked
from .test_curated import FARE
from .test_held_articles import ARTICLE
from .test_memory_file import kept

if TYPE_CHECKING:
    from pathlib import Path

    from bot.memory.postgres.memory import PostgresMemory
    from bot.memory.records import Records


def fill(memory: Records) -> None:
    """Something in each table."""
    for n in range(7):
        memory.keep(asked(str(n), f"é {n}?", 10.5 + n, "harbor", "bridge", answered=n > 3, question=500 + n))
    memory.keep(replace(kept("8"), private=True, taken=9.25, reply=None))
    memory.vote("6", ANA, 1)
    memory.vote("6", BEN, -1)
    memory.explain("6", BEN, "person")
    memory.dismiss(GUILD, ["2"])
    memory.set(GUILD, "listen", [1, 2])
    memory.write_note("commands", "a b")
    memory.add_fact(GUILD, FARE)
    memory.add_golden(GUILD, Golden("g", "é 1?", None, "1"))
    memory.hold(GUILD, ARTICLE, 100.0)


COUNTS = {
    "answer": 8, "vote": 2, "setting": 1, "meta": 1, "fact": 1, "golden": 1, "held": 1, "asked": 7,
    "quoted": 14,
}  # fmt: skip


def test_a_memory_moves_there_and_back(
    file: Memory, shared: PostgresMemory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All that is in it, what follows from that too, however many rows are held at a time."""
    monkeypatch.setattr(moving, "PAGE", 3)
    fill(file)
    assert move_memory(file.path, shared.address) == COUNTS
    assert shared.to_review(GUILD, 0.0, 9) == file.to_review(GUILD, 0.0, 9)
    assert shared.answer("8") == file.answer("8")
    back = tmp_path / "back" / "memory.sqlite3"
    assert move_memory(shared.address, back) == COUNTS
    with closing(Memory.open(back)) as again:
        assert compare(file, again) == COUNTS


def test_a_memory_that_is_there_is_not_touched(file: Memory, shared: PostgresMemory) -> None:
    """It is said which table has rows; nothing is copied."""
    fill(file)
    shared.set(GUILD, "threads", value=True)
    with pytest.raises(UsageError, match="there is a memory already, with rows in the table setting"):
        move_memory(file.path, shared.address)
    assert shared.answer("1") is None


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE answer SET text = 'b' WHERE id = '3'", "answer: the row of '3'"),
        ("DELETE FROM setting", "setting: the row of 100"),
        ("INSERT INTO meta VALUES ('x', '')", "meta: the row of 'x'"),
        ("UPDATE asked SET dismissed = 0", "asked: the row of '2'"),
        ("DELETE FROM quoted WHERE answer = '5'", "quoted: the row of '"),
    ],
)
def test_a_copy_that_is_not_the_same(file: Memory, shared: PostgresMemory, change: str, row: str) -> None:
    """It is told which row differs first."""
    fill(file)
    copy_memory(file, shared)
    shared.change(change)
    with pytest.raises(MemoryCorrupt, match=f"{row}.* isn't the same in the copy"):
        compare(file, shared)


def test_no_memory(shared: PostgresMemory, tmp_path: Path) -> None:
    """There is none to move, and none is made."""
    assert move_memory(tmp_path / "none.sqlite3", shared.address) is None
    assert move_memory(shared.address, tmp_path / "back.sqlite3")["answer"] == 0


def test_a_character_that_the_database_lacks(file: Memory, shared: PostgresMemory) -> None:
    """It counts as copied, by what stands for it."""
    file.keep(replace(kept("1"), text="a\0b"))
    assert move_memory(file.path, shared.address)["answer"] == 1
    assert shared.answer("1").text == "a\N{REPLACEMENT CHARACTER}b"
