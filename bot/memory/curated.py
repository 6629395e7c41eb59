"""What a server's moderators wrote down: its own facts and golden questions, without their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index import Fact

from .tables import Tables

if TYPE_CHECKING:
    from typing import Any

MOST_FACTS = MOST_GOLDEN = 200
"""Of a server: five times as many as are shipped, which /fact looks through in a millisecond or two."""


@dataclass(frozen=True, slots=True)
class Golden:
    """A question whose right answer quotes the words ``quote``, or which is to be refused where that is None.

    ``answer`` is the key of the answer whose question it was made of; it goes with that one, as when its
    asker wants to be forgotten.
    """

    key: str
    text: str
    quote: str | None
    answer: str | None = None


class CuratedTables(Tables):
    """The tables ``fact`` and ``golden``: a server's own, in the order of their words."""

    def facts(self, guild: int) -> list[Fact]:
        """The facts of a server."""
        rows = self._rows(
            "SELECT id, label, answer, quote, document FROM fact WHERE guild = ? ORDER BY lower(label), id",
            guild,
        )
        return [Fact(*row) for row in rows]

    def add_fact(self, guild: int, fact: Fact) -> bool:
        """Keep a fact; false when the server has ``MOST_FACTS`` already."""
        row = (guild, fact.id, fact.label, fact.answer, fact.quote, fact.document)
        return self._add("fact", "guild, id, label, answer, quote, document", row, MOST_FACTS)

    def drop_fact(self, guild: int, key: str) -> bool:
        """Remove a fact of a server; false when it has none of that id."""
        return self._change("DELETE FROM fact WHERE guild = ? AND id = ?", guild, key) > 0

    def golden(self, guild: int) -> list[Golden]:
        """The golden questions of a server."""
        rows = self._rows(
            "SELECT id, text, quote, answer FROM golden WHERE guild = ? ORDER BY lower(text), id", guild
        )
        return [Golden(*row) for row in rows]

    def add_golden(self, guild: int, golden: Golden) -> bool:
        """Keep a golden question; false when the server has ``MOST_GOLDEN``, or its answer is gone."""
        if golden.answer is not None and not self._rows(
            "SELECT 1 FROM answer WHERE guild = ? AND id = ?", guild, golden.answer
        ):
            return False
        row = (guild, golden.key, golden.text, golden.quote, golden.answer)
        return self._add("golden", "guild, id, text, quote, answer", row, MOST_GOLDEN)

    def drop_golden(self, guild: int, key: str) -> bool:
        """Remove a golden question of a server; false when it has none of that id."""
        return self._change("DELETE FROM golden WHERE guild = ? AND id = ?", guild, key) > 0

    def _add(self, table: str, columns: str, row: tuple[Any, ...], most: int) -> bool:
        """Insert a row of a server that has fewer than so many."""
        marks = ", ".join("?" * len(row))
        room = f"(SELECT count(*) FROM {table} WHERE guild = ?) < ?"  # noqa: S608
        sql = f"INSERT INTO {table} ({columns}) SELECT {marks} WHERE {room}"
        return self._change(sql, *row, row[0], most) > 0
