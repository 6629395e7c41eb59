"""Which answers quote which documents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.memory.memory import Memory
from bot.memory.schema import MEMORY

from .test_memory_file import kept

if TYPE_CHECKING:
    from pathlib import Path

    from bot.memory.records import Records
    from bot.memory.stored_answer import StoredAnswer

HARBOR, BRIDGE = ("7", "harbor"), ("corpus", "bridge")


def quoting(key: str, *documents: tuple[str, str], **more: Any) -> StoredAnswer:
    """An answer that quotes these documents, each twice."""
    quotes = [{"collection": c, "document": d} for c, d in documents * 2]
    return replace(kept(key, **more), record={"quotes": quotes, "answered": True})


def test_answers_are_found_by_what_they_quote(memory: Records) -> None:
    """In the order of their ids, and only those that everybody sees, that stand, and that are new enough."""
    answers = [
        quoting("1", HARBOR), quoting("2", BRIDGE), quoting("3", HARBOR, BRIDGE), quoting("4"),
        quoting("5", HARBOR, private=True), quoting("6", HARBOR, at=10.0),
        replace(quoting("8", HARBOR), reply=None),
    ]  # fmt: skip
    for answer in answers:
        memory.keep(answer)
    assert memory.quoting({HARBOR}, 100.0, "", 9) == ["1", "3"]
    assert memory.quoting({BRIDGE, HARBOR}, 0.0, "1", 2) == ["2", "3"]
    assert memory.quoting(None, 0.0, "", 9) == ["1", "2", "3", "6"]
    assert memory.quoting({("7", "bridge"), ("corpus", "harbor")}, 0.0, "", 9) == []


def test_what_an_answer_quotes_now_counts(memory: Records) -> None:
    """An edited one is no longer found by what it quoted before, a forgotten one by nothing."""
    memory.keep(quoting("1", HARBOR))
    memory.keep(quoting("1", BRIDGE))
    assert (memory.quoting({HARBOR}, 0.0, "", 9), memory.quoting({BRIDGE}, 0.0, "", 9)) == ([], ["1"])
    memory.drop("1")
    assert memory.quoting(None, 0.0, "", 9) == []


def test_a_mark_is_noted_with_the_answer(memory: Records) -> None:
    """An answer that is given anew has none."""
    memory.keep(quoting("1", HARBOR))
    memory.mark("1", "-# Gone.")
    assert memory.answer("1").record["mark"] == "-# Gone."
    assert memory.quoting({HARBOR}, 0.0, "", 9) == ["1"]
    memory.keep(quoting("1", HARBOR))
    assert "mark" not in memory.answer("1").record


def test_answers_of_an_earlier_version_are_found_too(tmp_path: Path) -> None:
    """What they quote is read out of their records once."""
    path = tmp_path / "old.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        for statement in [s for migration in MEMORY.migrations[:2] for s in migration]:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {MEMORY.application_id}")
        db.execute("PRAGMA user_version = 2")
        record = '{"quotes": [{"collection": "7", "document": "harbor"}]}'
        values = ("1", 1, 2, 3, 4, 5, 9.0, "", "", record, False, None)
        db.execute(f"INSERT INTO answer VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
        db.commit()
    with closing(Memory.open(path)) as migrated:
        assert migrated.quoting({HARBOR}, 0.0, "", 9) == ["1"]
