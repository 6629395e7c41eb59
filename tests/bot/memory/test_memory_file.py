"""The file of the bot's memory: who reads it, and what is made of an older, a newer and a foreign one."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import MemoryCorrupt, MemoryUnavailable
from bot.memory.memory import Memory
from bot.memory.schema import MEMORY
from bot.memory.stored_answer import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANA, HERE, GUILD = 1, 10, 100
RECORD = {"heading": "**a secret?**", "quotes": [], "answered": True, "reason": None, "pages": [["a", ""]]}


def kept(key: str, asker: int = ANA, at: float = 1000.0, **more: object) -> StoredAnswer:
    """An answer to a question of 'a secret?', in the channel HERE."""
    plain = StoredAnswer(
        key, GUILD, HERE, int(key) + 500, int(key), asker, at, "a secret?", "secrets?", RECORD
    )
    return replace(plain, **more)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mode & 0o777 for path in [folder, *folder.iterdir()]}


@pytest.fixture
def open_handed() -> Iterator[None]:
    """A process that lets everybody read what it writes."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_handed")
def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    """The file and those beside it, where an earlier version left them open too, and the folders made."""
    folder = tmp_path / "new" / "deep"
    closed = {"deep": 0o700} | dict.fromkeys(["m.db", "m.db-wal", "m.db-shm"], 0o600)
    with closing(Memory.open(folder / "m.db", create=True)):
        assert modes(folder) == closed
        assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
        for file in folder.iterdir():
            file.chmod(0o644)
        with closing(Memory.open(folder / "m.db")) as again:
            again.write_note("a", "b")
            assert modes(folder) == closed


@pytest.mark.usefixtures("open_handed")
def test_a_folder_that_stands_is_left_as_it_is(tmp_path: Path) -> None:
    """It is not the bot's to close."""
    tmp_path.chmod(0o755)
    with closing(Memory.open(tmp_path / "m.db", create=True)):
        assert tmp_path.stat().st_mode & 0o777 == 0o755


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """It is said what is in the way; what stands in for it knows nothing and takes nothing."""
    (tmp_path / "file").touch()
    with pytest.raises(MemoryUnavailable, match=r"file/m\.db: Not a directory; free it and try again"):
        Memory.open(tmp_path / "file" / "m.db", create=True)
    with closing(Memory.unsaved()) as none:
        assert (none.answer("7"), none.settings(GUILD), none.unanswered(0)) == (None, {}, [])
        with pytest.raises(MemoryUnavailable, match="readonly"):
            none.keep(kept("7"))


def test_a_file_of_the_first_version(file: Memory, tmp_path: Path) -> None:
    """Of two answers to one message the posted one stays; what was never posted counts as taken."""
    path = tmp_path / "old.sqlite3"
    file.keep(kept("1"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in MEMORY.migrations[0]:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {MEMORY.application_id}")
        db.execute("PRAGMA user_version = 1")
        db.execute(f"ATTACH '{file.path}' AS new")
        columns = "id, guild, channel, question, reply, asker, asked_at, text, searched_for, record, private"
        for key, question, reply in (("1", 501, None), ("2", 501, 9), ("3", 502, None), ("4", None, None)):
            row = columns.replace("id,", f"'{key}',", 1).replace("question", str(question or "NULL"))
            row = row.replace("reply", str(reply or "NULL"))
            db.execute(f"INSERT INTO answer SELECT {row} FROM new.answer")  # noqa: S608
        db.execute("INSERT INTO vote VALUES ('1', 5, 1), ('2', 5, 1)")
    with closing(Memory.open(path)) as migrated:
        assert migrated.to_question(501) == kept("2", question=501, reply=9)
        assert [answer.id for answer in migrated.unanswered(0)] == ["3"]
        assert migrated.answer("4").taken is None
        assert (migrated.votes("1"), migrated.votes("2")) == ((0, 0), (1, 0))


def test_an_older_file_is_brought_up_to_date(file: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration runs once, on a file with answers in it, and loses none."""
    file.keep(kept("7"))
    newer = replace(MEMORY, migrations=(*MEMORY.migrations, ("ALTER TABLE answer ADD COLUMN mood TEXT",)))
    monkeypatch.setattr(Memory, "layout", newer)
    for _ in range(2):
        with closing(Memory.open(file.path)) as migrated:
            assert migrated.answer("7") == kept("7")
    with closing(sqlite3.connect(file.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (newer.version,)
        assert "mood" in json.dumps(db.execute("PRAGMA table_info(answer)").fetchall())


def test_a_newer_file_is_refused_and_left_alone(file: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older program doesn't write into what it doesn't understand."""
    path = file.path
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(MemoryCorrupt) as caught:
        Memory.open(path)
    assert str(caught.value) == (
        f"{path}: schema version 9, this program reads {MEMORY.version}; "
        "restore it, or move it away: the bot then starts with an empty one"
    )


def test_a_foreign_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    """The mend is not to overwrite it."""
    path = tmp_path / "memory.sqlite3"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE cookies (crumb TEXT)")
    before = path.read_bytes()
    with pytest.raises(MemoryCorrupt) as caught:
        Memory.open(path, create=True)
    mend = "move it away or set RAPPORTEUR_MEMORY to another file"
    assert str(caught.value) == f"{path}: not a Rapporteur memory; {mend}"
    assert path.read_bytes() == before


def test_a_file_in_use_is_said_to_be(file: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that holds the file is in the way, and nothing is lost by it."""
    file._db.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001
    with closing(sqlite3.connect(file.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MemoryUnavailable, match="database is locked; free it and try again"):
            file.keep(kept("7"))
        other.execute("ROLLBACK")
    file.keep(kept("7"))
    assert file.answer("7") == kept("7")
