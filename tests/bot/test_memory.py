"""What the bot remembers, and forgets."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.errors import MemoryCorrupt, MemoryUnavailable
from bot.memory import Memory, Remembered
from bot.schema import MEMORY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ANA, BEN, CAL = 1, 2, 3
HERE, THERE, GUILD, OTHER = 10, 11, 100, 101
RECORD = {"heading": "**a secret?**", "quotes": [], "answered": True, "reason": None, "pages": [["a", ""]]}


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with closing(Memory.open(tmp_path / "memory.sqlite3", create=True)) as memory:
        yield memory


def kept(key: str, asker: int = ANA, at: float = 1000.0, **more: object) -> Remembered:
    """An answer to a question of 'a secret?', in the channel HERE."""
    plain = Remembered(key, GUILD, HERE, int(key) + 500, int(key), asker, at, "a secret?", "secrets?", RECORD)
    return replace(plain, **more)


def test_an_answer_comes_back_as_it_was_kept(memory: Memory) -> None:
    """By its key, by its question and by its reply, from another connection too."""
    answer = kept("7")
    memory.keep(answer)
    with closing(Memory.open(memory.path)) as again:
        assert again.answer("7") == answer
        assert again.to_question(507) == answer
        assert again.in_reply(7) == answer
    assert (memory.answer("8"), memory.to_question(7), memory.in_reply(507)) == (None, None, None)


def test_an_answer_that_was_kept_again_takes_the_place_of_the_first(memory: Memory) -> None:
    """And keeps its votes."""
    memory.keep(kept("7"))
    memory.vote("7", BEN, 1)
    memory.keep(kept("7", text="another?"))
    assert memory.answer("7").text == "another?"
    assert memory.votes("7") == (1, 0)


def test_where_an_answer_stands_is_noted_when_it_is_posted(memory: Memory) -> None:
    """Until then it is no answer that a channel has."""
    memory.keep(kept("7", reply=None))
    assert memory.latest(HERE) is None
    memory.posted("7", THERE, 77)
    assert memory.latest(THERE).id == "7"
    assert memory.in_reply(77).channel == THERE


def test_the_latest_is_of_its_channel_and_not_somebody_elses_private_one(memory: Memory) -> None:
    """A private answer is the latest for its asker alone."""
    memory.keep(kept("1", at=1.0))
    memory.keep(kept("2", at=2.0, channel=THERE))
    memory.keep(kept("3", at=3.0, private=True))
    assert (memory.latest(HERE).id, memory.latest(HERE, BEN).id, memory.latest(HERE, ANA).id) == (
        "1",
        "1",
        "3",
    )


def test_expired_words_are_nowhere_in_the_file(memory: Memory) -> None:
    """What was asked goes from its columns, the heading and a refusal; the rest of the answer stays."""
    refusal = {
        "heading": "",
        "quotes": [],
        "answered": False,
        "reason": "no secret",
        "pages": [["no secret", ""]],
    }
    memory.keep(kept("3", at=1.0, record=refusal))
    memory.keep(kept("1", at=1.0))
    memory.keep(kept("2", at=2000.0))
    assert (memory.expire(1500.0), memory.expire(1500.0)) == (2, 0)
    old = memory.answer("1")
    assert (old.text, old.searched_for) == (None, None)
    assert old.record == {"quotes": [], "answered": True, "pages": [["a", ""]]}
    assert memory.answer("2").text == "a secret?"
    with closing(sqlite3.connect(memory.path)) as db:
        assert "secret" not in str(db.execute("SELECT * FROM answer WHERE id <> '2'").fetchall())


def on_disk(memory: Memory, word: str) -> int:
    """How often a word stands in the memory's files, the write-ahead log included."""
    return sum(file.read_bytes().count(word.encode()) for file in memory.path.parent.iterdir())


@pytest.mark.parametrize(
    "erase",
    [
        lambda memory: memory.expire(1500.0),
        lambda memory: memory.forget(ANA),
        lambda memory: memory.leave(GUILD),
    ],
    ids=["expired", "forgotten", "left"],
)
def test_erased_words_are_nowhere_on_the_disk(memory: Memory, erase: Callable[[Memory], object]) -> None:
    """They are overwritten, not only taken out of their rows; what is not erased stays."""
    for n in range(20):
        memory.keep(kept(str(n), text="zanzibar?", searched_for="zanzibar", record={"answered": False}))
    memory.keep(kept("99", BEN, 2000.0, guild=OTHER))
    assert on_disk(memory, "zanzibar") > 0
    erase(memory)
    assert on_disk(memory, "zanzibar") == 0
    assert memory.answer("99").text == "a secret?"
    assert memory._value("PRAGMA secure_delete") == 1  # noqa: SLF001


def test_votes(memory: Memory) -> None:
    """One a person: the other takes its place, the same again takes it back; none on an answer unknown."""
    memory.keep(kept("7"))
    assert memory.vote("7", ANA, 1) == (1, 0)
    assert memory.vote("7", BEN, -1) == (1, 1)
    assert memory.vote("7", ANA, -1) == (0, 2)
    assert memory.vote("7", ANA, -1) == (0, 1)
    assert memory.vote("8", ANA, 1) == (0, 0)
    memory.drop("7")
    assert (memory.answer("7"), memory.votes("7")) == (None, (0, 0))


def test_forgetting_a_person(memory: Memory) -> None:
    """Their answers with everybody's votes on them, their own votes, and nothing else."""
    memory.keep(kept("1", ANA))
    memory.keep(kept("2", BEN))
    memory.vote("1", BEN, 1)
    memory.vote("2", ANA, 1)
    memory.vote("2", CAL, 1)
    assert (memory.forget(ANA), memory.forget(ANA)) == (2, 0)
    assert (memory.answer("1"), memory.answer("2").id, memory.votes("2")) == (None, "2", (1, 0))


def test_servers_apart(memory: Memory) -> None:
    """The settings of one say nothing of another's, and leaving one forgets that one."""
    memory.set(GUILD, "listen", [HERE])
    memory.set(GUILD, "threads", value=True)
    memory.set(OTHER, "threads", value=False)
    memory.keep(kept("1"))
    memory.keep(kept("2", guild=OTHER))
    assert memory.settings(GUILD) == {"listen": [HERE], "threads": True}
    memory.leave(GUILD)
    assert (memory.settings(GUILD), memory.answer("1")) == ({}, None)
    assert (memory.settings(OTHER), memory.answer("2").guild) == ({"threads": False}, OTHER)


def test_notes(memory: Memory) -> None:
    """A note is what it was last."""
    assert memory.note("commands") is None
    memory.take_note("commands", "a")
    memory.take_note("commands", "b")
    assert memory.note("commands") == "b"


VOTES = """
import sys
from pathlib import Path
from bot.memory import Memory
memory = Memory.open(Path(sys.argv[1]))
for voter in range(1000, 100000):
    memory.vote("7", voter, 1)
    print(voter, flush=True)
"""


def test_a_kill_loses_no_committed_vote(memory: Memory) -> None:
    """Killed in the middle, every vote that was reported as taken is there."""
    memory.keep(kept("7"))
    command = [sys.executable, "-c", VOTES, memory.path]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as voting:
        for line in voting.stdout:
            if int(line) == 1050:
                voting.kill()
        rest = voting.stdout.read()
    with closing(Memory.open(memory.path)) as again:
        assert again.votes("7")[0] >= 51 + len(rest.split())
    assert voting.returncode == -9


def test_what_was_taken_is_unanswered_until_it_is_posted(memory: Memory) -> None:
    """Oldest first, and not what was taken too long ago; what was never answered goes when words expire."""
    taken = replace(kept("1", taken=30.0), reply=None)
    memory.keep(taken)
    memory.keep(kept("2", taken=20.0))
    memory.keep(kept("3"))
    memory.keep(kept("4", taken=10.0))
    assert [answer.id for answer in memory.unanswered(15.0)] == ["2", "1"]
    assert memory.unanswered(25.0) == [taken]
    memory.posted("1", THERE, 77)
    assert memory.answer("1") == replace(taken, channel=THERE, reply=77, taken=None)
    memory.keep(replace(kept("5", taken=5.0), reply=None))
    memory.expire(100.0)
    assert (memory.answer("5"), memory.answer("4").reply) == (None, 4)


def test_a_message_has_one_answer(memory: Memory) -> None:
    """Whatever key a second one has, it takes the place of the first; commands have no message."""
    memory.keep(kept("7"))
    memory.keep(kept("8", question=507, text="another?"))
    assert memory.to_question(507) == replace(kept("7"), text="another?", reply=8)
    memory.keep(kept("1", question=None))
    memory.keep(kept("2", question=None))
    assert None not in (memory.answer("1"), memory.answer("2"))


# ---------------------------------------------------------------------- the file


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
            again.take_note("a", "b")
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
    with closing(Memory.none()) as none:
        assert (none.answer("7"), none.settings(GUILD), none.unanswered(0)) == (None, {}, [])
        with pytest.raises(MemoryUnavailable, match="readonly"):
            none.keep(kept("7"))


def test_a_file_of_the_first_version(memory: Memory, tmp_path: Path) -> None:
    """Of two answers to one message the posted one stays; what was never posted counts as taken."""
    path = tmp_path / "old.sqlite3"
    memory.keep(kept("1"))
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for statement in MEMORY.migrations[0]:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {MEMORY.application_id}")
        db.execute("PRAGMA user_version = 1")
        db.execute(f"ATTACH '{memory.path}' AS new")
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


def test_an_older_file_is_brought_up_to_date(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration runs once, on a file with answers in it, and loses none."""
    memory.keep(kept("7"))
    newer = replace(MEMORY, migrations=(*MEMORY.migrations, ("ALTER TABLE answer ADD COLUMN mood TEXT",)))
    monkeypatch.setattr(Memory, "layout", newer)
    for _ in range(2):
        with closing(Memory.open(memory.path)) as migrated:
            assert migrated.answer("7") == kept("7")
    with closing(sqlite3.connect(memory.path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (3,)
        assert "mood" in json.dumps(db.execute("PRAGMA table_info(answer)").fetchall())


def test_a_newer_file_is_refused_and_left_alone(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """An older program doesn't write into what it doesn't understand."""
    path = memory.path
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(MemoryCorrupt) as caught:
        Memory.open(path)
    assert str(caught.value) == (
        f"{path}: schema version 9, this program reads 2; "
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


def test_a_file_in_use_is_said_to_be(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process that holds the file is in the way, and nothing is lost by it."""
    memory._db.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001
    with closing(sqlite3.connect(memory.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MemoryUnavailable, match="database is locked; free it and try again"):
            memory.keep(kept("7"))
        other.execute("ROLLBACK")
    memory.keep(kept("7"))
    assert memory.answer("7") == kept("7")
