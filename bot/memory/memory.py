"""What the bot remembers: the answers it posted, votes, servers' settings. No question text is kept for long.

Every change is one committed transaction; a kill at any moment loses none that was made.
"""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from bot.errors import MemoryUnavailable

from .asked import AskedTable
from .curated import CuratedTables
from .held_articles import HeldArticles
from .quoted import Quoted
from .schema import MEMORY
from .stored_answer import StoredAnswer

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

_COLUMNS = "id, guild, channel, question, reply, asker, asked_at, text, searched_for, record, private, taken"

CACHE_KB = 512
"""Of the file's pages held in memory: an answer is looked up by its keys, and rarely twice."""

_EXPIRE = """
    UPDATE answer SET text = NULL, searched_for = NULL, record = json_remove(record, '$.heading', '$.reason',
        CASE json_extract(record, '$.answered') WHEN 0 THEN '$.pages' ELSE '$.heading' END)
    WHERE asked_at < ? AND text IS NOT NULL"""

_NEVER = "DELETE FROM answer WHERE taken < ? AND reply IS NULL"


def _stored_answer(row: Any) -> StoredAnswer:
    values = [*row[:-3], json.loads(row[-3]), bool(row[-2]), row[-1]]
    return StoredAnswer(*values)


def _make(path: Path) -> None:
    """The file, and the folders that it needs, for nobody else to read."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir(mode=0o700, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)


def _close_to_others(path: Path) -> None:
    """SQLite gives the files beside it the mode of the file; those of an earlier version have another."""
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))):
        with contextlib.suppress(OSError):  # not there, somebody else's who lets us in, or read-only
            file.chmod(0o600)


class Memory(HeldArticles, Quoted, AskedTable, CuratedTables):
    """One file that only its owner reads; its methods block, and may be called from several threads."""

    layout = MEMORY

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open the file at ``path``; with ``create``, make an empty one where there is none.

        Raises:
            MemoryCorrupt: there is none (and ``create`` is false), or it can't be read by this program.
            MemoryUnavailable: the disk or another process is in the way.
        """
        try:
            if create:
                _make(path)
            _close_to_others(path)
        except OSError as error:
            raise MemoryUnavailable(f"{path}: {error.strerror}; free it and try again") from error
        opened = super().open(path, create=create)
        opened._rows(f"PRAGMA cache_size = -{CACHE_KB}")  # noqa: SLF001
        return opened

    # ------------------------------------------------------------------ answers

    def keep(self, answer: StoredAnswer) -> None:
        """Store an answer, in the place of one of the same id."""
        values = (
            answer.id, answer.guild, answer.channel, answer.question, answer.reply, answer.asker,
            answer.asked_at, answer.text, answer.searched_for, json.dumps(answer.record, ensure_ascii=False),
            answer.private, answer.taken,
        )  # fmt: skip
        columns = _COLUMNS.split(", ")
        self._change(
            f"INSERT INTO answer ({_COLUMNS}) VALUES ({', '.join('?' * len(columns))}) "  # noqa: S608
            "ON CONFLICT DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in columns[1:]),
            *values,
        )

    def posted(self, key: str, channel: int, reply: int) -> None:
        """Note where an answer stands, which ends its question's being taken."""
        self._change(
            "UPDATE answer SET channel = ?, reply = ?, taken = NULL WHERE id = ?", channel, reply, key
        )

    def unanswered(self, since: float) -> list[StoredAnswer]:
        """What was taken since a time (Unix seconds) and isn't known to be answered, oldest first."""
        rows = self._rows(f"SELECT {_COLUMNS} FROM answer WHERE taken >= ? ORDER BY taken", since)  # noqa: S608
        return [_stored_answer(row) for row in rows]

    def answer(self, key: str) -> StoredAnswer | None:
        """The answer of an id."""
        return self._one("id = ?", key)

    def to_question(self, message: int) -> StoredAnswer | None:
        """The answer to a message."""
        return self._one("question = ?", message)

    def in_reply(self, message: int) -> StoredAnswer | None:
        """The answer that a message of the bot's gives."""
        return self._one("reply = ?", message)

    def latest(self, channel: int, viewer: int | None = None) -> StoredAnswer | None:
        """The newest answer in a channel or thread that everybody saw, or that the viewer did."""
        return self._one(
            "channel = ?1 AND reply IS NOT NULL AND (NOT private OR asker = ?2) "
            "ORDER BY asked_at DESC, id LIMIT 1",
            channel,
            viewer,
        )

    def drop(self, key: str) -> None:
        """Forget an answer and its votes."""
        self._erase(("DELETE FROM answer WHERE id = ?", key))

    def drop_in(self, channel: int) -> None:
        """Forget the answers in a channel or thread, and their votes."""
        self._erase(("DELETE FROM answer WHERE channel = ?", channel))

    def expire(self, before: float) -> int:
        """Erase the words of the questions asked before a time (Unix seconds); gives how many there were.

        A refusal's own words go too, for they may repeat the question's, and what was never answered.
        """
        return self._erase((_EXPIRE, before), (_NEVER, before))

    def forget(self, person: int) -> int:
        """Erase all that is stored of a person: their answers, and their votes; gives how many of both."""
        answers, votes = "DELETE FROM answer WHERE asker = ?", "DELETE FROM vote WHERE voter = ?"
        return self._erase((answers, person), (votes, person))

    # ------------------------------------------------------------------ votes

    def vote(self, key: str, voter: int, value: int) -> tuple[int, int]:
        """Vote 1 or -1 on an answer, or take the same vote back; gives the counts for and against."""
        with self._guard(), self._transaction():
            before = self._value("SELECT value FROM vote WHERE answer = ? AND voter = ?", key, voter)
            if before == value:
                self._db.execute("DELETE FROM vote WHERE answer = ? AND voter = ?", (key, voter))
            elif self._value("SELECT 1 FROM answer WHERE id = ?", key):
                self._db.execute(
                    "INSERT OR REPLACE INTO vote (answer, voter, value) VALUES (?, ?, ?)", (key, voter, value)
                )
            return self.votes(key)

    def explain(self, key: str, voter: int, reason: str) -> bool:
        """Give the reason of a vote against an answer; false when there is no such vote."""
        against = "answer = ? AND voter = ? AND value = -1"
        return self._change(f"UPDATE vote SET reason = ? WHERE {against}", reason, key, voter) > 0  # noqa: S608

    def votes_against(self, key: str, voter: int) -> bool:
        """Whether somebody's vote on an answer is against it."""
        return bool(
            self._rows("SELECT 1 FROM vote WHERE answer = ? AND voter = ? AND value = -1", key, voter)
        )

    def votes(self, key: str) -> tuple[int, int]:
        """The counts for and against an answer."""
        rows = self._rows(
            "SELECT coalesce(sum(value = 1), 0), coalesce(sum(value = -1), 0) FROM vote WHERE answer = ?", key
        )
        return int(rows[0][0]), int(rows[0][1])

    # ------------------------------------------------------------------ settings

    def settings(self, guild: int) -> dict[str, Any]:
        """A server's settings."""
        rows = self._rows("SELECT name, value FROM setting WHERE guild = ?", guild)
        return {name: json.loads(value) for name, value in rows}

    def set(self, guild: int, name: str, value: Any) -> None:
        """Change one setting of a server."""
        self._change("INSERT OR REPLACE INTO setting VALUES (?, ?, ?)", guild, name, json.dumps(value))

    def servers_with(self, name: str) -> list[int]:
        """The servers that have a setting, and not null for it."""
        rows = self._rows("SELECT guild FROM setting WHERE name = ? AND value != 'null' ORDER BY guild", name)
        return [guild for (guild,) in rows]

    def leave(self, guild: int) -> None:
        """Forget a server that the bot was removed from: its settings, answers, facts and articles held."""
        tables = ("setting", "answer", "fact", "golden", "held")
        self._erase(*((f"DELETE FROM {table} WHERE guild = ?", guild) for table in tables))  # noqa: S608

    def note(self, key: str) -> str | None:
        """A note to itself."""
        rows = self._rows("SELECT value FROM meta WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def write_note(self, key: str, value: str) -> None:
        """Write a note to itself."""
        self._change("INSERT OR REPLACE INTO meta VALUES (?, ?)", key, value)

    # ------------------------------------------------------------------ plumbing

    def _one(self, condition: str, *args: object) -> StoredAnswer | None:
        rows = self._rows(f"SELECT {_COLUMNS} FROM answer WHERE {condition}", *args)  # noqa: S608
        return _stored_answer(rows[0]) if rows else None

    def _erase(self, *changes: tuple[str, object]) -> int:
        """Make changes in one transaction, and leave nothing of what they took in the write-ahead log."""
        with self._guard():
            with self._transaction():
                erased = sum(self._db.execute(sql, (value,)).rowcount for sql, value in changes)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return erased
