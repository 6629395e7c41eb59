"""What was erased is nowhere in the files of the memory, not even while the bot goes on running."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.memory import Memory, Remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANA, BEN, GUILD, HERE = 1, 2, 100, 10
RECORD = {"heading": "**zanzibar**", "answered": False, "reason": "no zanzibar", "pages": [["zanzibar", ""]]}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """Twenty questions of Ana's on Zanzibar, and a later one of Ben's."""
    with closing(Memory.open(tmp_path / "memory.sqlite3", create=True)) as memory:
        for n in range(20):
            memory.keep(Remembered(str(n), GUILD, HERE, n, n, ANA, 1.0, "zanzibar?", "zanzibar", RECORD))
        memory.keep(Remembered("a", GUILD, HERE, 50, 51, BEN, 9.0, "brava?", "brava", {"answered": True}))
        yield memory


def on_disk(memory: Memory, word: str) -> int:
    """How often a word stands in the memory's files, the write-ahead log included."""
    return sum(file.read_bytes().count(word.encode()) for file in memory.path.parent.iterdir())


@pytest.mark.parametrize(
    "erase",
    [lambda memory: memory.expire(5.0), lambda memory: memory.forget(ANA)],
    ids=["expired", "forgotten"],
)
def test_erased_words_are_nowhere_on_the_disk(memory: Memory, erase: Callable[[Memory], int]) -> None:
    """They are overwritten, not only taken out of their rows; what is not erased stays."""
    assert on_disk(memory, "zanzibar") > 0
    assert erase(memory) == 20
    assert on_disk(memory, "zanzibar") == 0
    assert memory.answer("a").text == "brava?"


def test_erased_words_are_overwritten_whatever_sqlite_was_built_with(memory: Memory) -> None:
    """Some builds of SQLite only unlink what is deleted."""
    assert memory._value("PRAGMA secure_delete") == 1  # noqa: SLF001
