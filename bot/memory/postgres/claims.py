"""Who answers what, where several processes have one memory.

A process says every few seconds that it is there, by the database's clock. What one has taken is another's to
take only when the first is there no longer. Discord is the last guard: it posts once what is sent twice under
the nonce of one message, and takes one first response to an interaction.
"""

from __future__ import annotations

import time
from abc import abstractmethod
from typing import TYPE_CHECKING

from bot.memory.records import COLUMNS, Records, stored_answer, values_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.memory.stored_answer import StoredAnswer
    from index import Listener

LEASE_SECONDS = 4.0
"""How long a process counts as there after it said so: one that stood still for three isn't taken for dead,
and who asked waits this and ``RENEW_SECONDS`` at most for the answer that a crash kept from them."""

RENEW_SECONDS = 1.0
"""How often a process says that it is there: so often that one failure costs nothing."""

REMEMBERED_SECONDS = 900.0
"""How long it is known at least who took an interaction: as long as Discord takes responses to it."""

_FREE = "(taken IS NULL OR holder IS NULL OR holder = ?1 OR NOT lives(holder))"


class Claims(Records):
    """``holder`` is the name of this process."""

    holder: str
    _there_since: float | None = None

    def take(self, answer: StoredAnswer, seen: StoredAnswer | None) -> bool:
        """Take a message to be answered, whose answer was last ``seen`` so; false when another process has
        it, or has answered it since."""
        if seen is None:
            columns = f"{COLUMNS}, holder"
            places = ", ".join("?" * len(columns.split(", ")))
            sql = f"INSERT INTO answer ({columns}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608
            return self._change(sql, *values_of(answer), self.holder) > 0
        sql = (
            "UPDATE answer SET holder = ?1, taken = ?2, channel = ?3, reply = ?4 WHERE id = ?5 "  # noqa: S608
            f"AND taken IS NOT DISTINCT FROM ?6 AND text IS NOT DISTINCT FROM ?7 AND {_FREE}"
        )
        new = (answer.taken, answer.channel, answer.reply)
        return self._change(sql, self.holder, *new, seen.id, seen.taken, seen.text) > 0

    def unanswered(self, since: float) -> list[StoredAnswer]:
        """As in any memory, but for what another process is answering."""
        return self._unanswered(since, _FREE)

    def abandoned(self, since: float) -> list[StoredAnswer]:
        """What was taken since a time (Unix seconds) by a process that is there no longer, oldest first.

        None, as long as this one wasn't there itself for a lease: after a failure of the database nobody
        seems to be.
        """
        there = self._there_since is not None and time.monotonic() - self._there_since > LEASE_SECONDS
        return self._unanswered(since, "holder <> ?1 AND NOT lives(holder)") if there else []

    def _unanswered(self, since: float, condition: str) -> list[StoredAnswer]:
        sql = f"SELECT {COLUMNS} FROM answer WHERE taken >= ?2 AND {condition} ORDER BY taken"  # noqa: S608
        return [stored_answer(row) for row in self._rows(sql, self.holder, since)]

    @abstractmethod
    def settings_told(self, heard: Callable[[int | None], object]) -> Listener:
        """Have ``heard`` called, in a thread of its own, with each server whose settings change, and with
        None when those of any may have changed unheard."""

    def renew(self) -> None:
        """Say that this process is there."""
        sql = (
            "WITH before AS (SELECT 1 FROM process WHERE name = ?1 AND until > epoch()), "
            "now AS (INSERT INTO process VALUES (?1, epoch() + ?2) "
            "ON CONFLICT (name) DO UPDATE SET until = excluded.until) SELECT EXISTS (SELECT 1 FROM before)"
        )
        ((was_there,),) = self._rows(sql, self.holder, LEASE_SECONDS)
        if not was_there or self._there_since is None:
            self._there_since = time.monotonic()

    def resign(self) -> None:
        """Say that this process is there no longer."""
        self._change("DELETE FROM process WHERE name = ?", self.holder)

    def expire(self, before: float) -> int:
        """As in any memory; with it, what the processes told one another a while ago."""
        for old in ("process WHERE until <", "interaction WHERE at <", "turn WHERE at <"):
            self._change(f"DELETE FROM {old} epoch() - ?", REMEMBERED_SECONDS)  # noqa: S608
        return super().expire(before)

    def take_interaction(self, interaction: int) -> bool:
        """Take an interaction to be answered; false when another process has it."""
        return bool(
            self._rows(
                "INSERT INTO interaction AS found VALUES (?1, ?2, epoch()) "
                "ON CONFLICT (id) DO UPDATE SET at = found.at WHERE found.holder = ?2 RETURNING 1",
                interaction, self.holder,
            )
        )  # fmt: skip

    def take_turn(
        self, event: int, person: int, channel: int, now: float, most: tuple[int, int], seconds: float
    ) -> float:
        """Seconds until a person may ask in a channel; 0 when they may now, which then counts as asked, once
        for each ``event`` (the id of a message or an interaction), whichever processes ask.

        ``most`` is how often within ``seconds`` one person may, and all in one channel.
        """
        sql = "SELECT take_turn(?, ?, ?, ?, ?, ?, ?)"
        return float(self._rows(sql, event, person, channel, now, seconds, *most)[0][0])

    def start_session(self, bucket: int, interval: float) -> float:
        """Seconds until a shard of one of Discord's buckets may identify: a turn of its own, ``interval``
        seconds after the one before it, of whichever process."""
        sql = (
            "INSERT INTO session_start AS before VALUES (?1, epoch()) ON CONFLICT (bucket) "
            "DO UPDATE SET at = greatest(excluded.at, before.at + ?2) RETURNING at - epoch()"
        )
        return max(0.0, float(self._rows(sql, bucket, interval)[0][0]))
