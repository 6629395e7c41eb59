"""What the bot remembers: the answers it posted, votes, servers' settings. No question text is kept for long.

Every change is one committed transaction; a kill at any moment loses none that was made.
"""

from __future__ import annotations

import json
from typing import Any

from .asked import AskedTable
from .curated import CuratedTables
from .held_articles import HeldArticles
from .quoted import Quoted
from .stored_answer import StoredAnswer

COLUMNS = "id, guild, channel, question, reply, asker, asked_at, text, searched_for, record, private, taken"
"""Those of the table of answers, in the order of ``StoredAnswer``'s fields."""

_NEVER = "DELETE FROM answer WHERE taken < ? AND reply IS NULL"


def stored_answer(row: Any) -> StoredAnswer:
    """The answer in a row of ``COLUMNS``."""
    values = [*row[:-3], json.loads(row[-3]), bool(row[-2]), row[-1]]
    return StoredAnswer(*values)


def values_of(answer: StoredAnswer) -> tuple[object, ...]:
    """The row of ``COLUMNS`` that keeps an answer."""
    return (
        answer.id, answer.guild, answer.channel, answer.question, answer.reply, answer.asker,
        answer.asked_at, answer.text, answer.searched_for, json.dumps(answer.record, ensure_ascii=False),
        answer.private, answer.taken,
    )  # fmt: skip


class Records(HeldArticles, Quoted, AskedTable, CuratedTables):
    """All of it, for either engine; its methods block, and may be called from several threads."""

    # ------------------------------------------------------------------ answers

    def keep(self, answer: StoredAnswer) -> None:
        """Store an answer, in the place of one of the same id, or to the same message."""
        columns = COLUMNS.split(", ")
        self._change(
            f"INSERT INTO answer ({COLUMNS}) VALUES ({', '.join('?' * len(columns))}) "  # noqa: S608
            f"ON CONFLICT {self.dialect.same(answer)} DO UPDATE SET "
            + ", ".join(f"{name} = excluded.{name}" for name in columns[1:]),
            *values_of(answer),
        )

    def posted(self, key: str, channel: int, reply: int) -> None:
        """Note where an answer stands, which ends its question's being taken."""
        self._change(
            "UPDATE answer SET channel = ?, reply = ?, taken = NULL WHERE id = ?", channel, reply, key
        )

    def take(self, answer: StoredAnswer, seen: StoredAnswer | None) -> bool:
        """Note that a message is being answered, whose answer was last ``seen`` so; false when another
        process has it, or has answered it since: never, where one has the memory to itself."""
        self.keep(answer)
        return True

    def unanswered(self, since: float) -> list[StoredAnswer]:
        """What was taken since a time (Unix seconds) and isn't known to be answered, oldest first."""
        rows = self._rows(f"SELECT {COLUMNS} FROM answer WHERE taken >= ? ORDER BY taken", since)  # noqa: S608
        return [stored_answer(row) for row in rows]

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
        return self._erase((self.dialect.expire, before), (_NEVER, before))

    def forget(self, person: int) -> int:
        """Erase all that is stored of a person: their answers, and their votes; gives how many of both."""
        answers, votes = "DELETE FROM answer WHERE asker = ?", "DELETE FROM vote WHERE voter = ?"
        return self._erase((answers, person), (votes, person))

    # ------------------------------------------------------------------ votes

    def vote(self, key: str, voter: int, value: int) -> tuple[int, int]:
        """Vote 1 or -1 on an answer, or take the same vote back; gives the counts for and against."""
        of_voter = "FROM vote WHERE answer = ? AND voter = ?"
        with self.transaction():
            before = self._rows(f"SELECT value {of_voter}", key, voter)
            self._change(f"DELETE {of_voter}", key, voter)
            if [(value,)] != before:
                self._change(
                    "INSERT INTO vote (answer, voter, value) SELECT ?1, ?2, ?3 "
                    "WHERE EXISTS (SELECT 1 FROM answer WHERE id = ?1) ON CONFLICT DO NOTHING",
                    key, voter, value,
                )  # fmt: skip
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
        count = "count(*) FILTER (WHERE value = {})"
        rows = self._rows(f"SELECT {count.format(1)}, {count.format(-1)} FROM vote WHERE answer = ?", key)  # noqa: S608
        fore, against = rows[0]
        return fore, against

    # ------------------------------------------------------------------ settings

    def settings(self, guild: int) -> dict[str, Any]:
        """A server's settings."""
        rows = self._rows("SELECT name, value FROM setting WHERE guild = ?", guild)
        return {name: json.loads(value) for name, value in rows}

    def set(self, guild: int, name: str, value: Any) -> None:
        """Change one setting of a server."""
        self._change(
            "INSERT INTO setting VALUES (?, ?, ?) "
            "ON CONFLICT (guild, name) DO UPDATE SET value = excluded.value",
            guild, name, json.dumps(value),
        )  # fmt: skip

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
        self._change(
            "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            key,
            value,
        )

    # ------------------------------------------------------------------ plumbing

    def _one(self, condition: str, *args: object) -> StoredAnswer | None:
        rows = self._rows(f"SELECT {COLUMNS} FROM answer WHERE {condition}", *args)  # noqa: S608
        return stored_answer(rows[0]) if rows else None
