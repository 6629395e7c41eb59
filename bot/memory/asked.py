"""What a server's moderators are told of its questions; who asked is never read here.

With 10^5 answers of one server each takes less than 100 ms (``tests/benchmarks/bench_desk.py``).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from .changes import Changes
from .reviewed import Day, Reviewed

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 86_400
"""Seconds."""

MOST_COUNTED = 20_000
"""Of the newest questions, among which the most asked and quoted are looked for: all of 10^5 take 160 ms."""

_NEWEST = """
    SELECT answer, words, at, answered, dismissed FROM asked INDEXED BY {}
    WHERE guild = ?1 AND at >= ?2 AND words IS NOT NULL AND {} ORDER BY at DESC LIMIT ?3"""
_TO_REVIEW = (
    f"SELECT * FROM (SELECT * FROM ({_NEWEST.format('asked_refused', 'answered = 0')}) "  # noqa: S608
    f"UNION SELECT * FROM ({_NEWEST.format('asked_against', 'against > 0')})) "
    "ORDER BY at DESC, answer LIMIT ?3"
)


class AskedTable(Changes):
    """The table ``asked``: a row a question of a server, whose words are None when they were asked in private
    or have expired."""

    def days(self, guild: int, since: float) -> list[Day]:
        """The days since a time (Unix seconds) on which something was asked, oldest first."""
        rows = self._rows(
            f"SELECT CAST(at / {DAY} AS INTEGER) AS day, sum(answered), sum(NOT answered), "  # noqa: S608
            "sum(against > 0) FROM asked WHERE guild = ? AND answered IN (0, 1) AND at >= ? "
            "GROUP BY day ORDER BY day",
            guild,
            since,
        )
        return [Day(*row) for row in rows]

    def to_review(self, guild: int, since: float, limit: int) -> list[Reviewed]:
        """The newest questions that were refused, or whose answer was voted against, newest first."""
        rows = self._rows(_TO_REVIEW, guild, since, limit)
        votes = self._votes_on([row[0] for row in rows])
        return [
            Reviewed(key, words, at, bool(answered), bool(dismissed), *votes[key])
            for key, words, at, answered, dismissed in rows
        ]

    def _votes_on(self, keys: Sequence[str]) -> dict[str, tuple[tuple[int, int], Counter[str]]]:
        """The votes for and against the answers, and the reasons of these."""
        found: dict[str, Any] = defaultdict(lambda: ((0, 0), Counter()))
        rows = self._rows(
            "SELECT answer, vote.value, reason, count(*) FROM json_each(?) AS key "
            "JOIN vote ON answer = key.value "
            "GROUP BY answer, vote.value, reason",
            json.dumps(keys),
        )
        for key, value, reason, count in rows:
            (fore, against), reasons = found[key]
            if reason and value < 0:
                reasons[reason] += count
            found[key] = (fore + count * (value > 0), against + count * (value < 0)), reasons
        return found

    def most_asked(self, guild: int, since: float, limit: int) -> list[tuple[str, int]]:
        """The wordings that were asked most often, and how often; letter case makes no other."""
        rows = self._rows(
            "SELECT min(words), count(*) AS times FROM (SELECT words FROM asked WHERE guild = ?1 "
            "AND at >= ?2 AND words IS NOT NULL ORDER BY at DESC LIMIT ?3) "
            "GROUP BY lower(words) ORDER BY times DESC, words LIMIT ?4",
            guild,
            since,
            MOST_COUNTED,
            limit,
        )
        return [(words, times) for words, times in rows]

    def most_quoted(self, guild: int, since: float, limit: int) -> list[tuple[str, int]]:
        """The ids of the documents that answers quoted most often, and how many did."""
        rows = self._rows(
            "SELECT quoted, count(*) FROM (SELECT quoted FROM asked WHERE guild = ? AND answered = 1 "
            "AND at >= ? ORDER BY at DESC LIMIT ?) GROUP BY quoted",
            guild,
            since,
            MOST_COUNTED,
        )
        counts = Counter[str]()
        for quoted, times in rows:
            counts.update(dict.fromkeys(json.loads(quoted), times))
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]

    def dismiss(self, guild: int, keys: Sequence[str]) -> int:
        """Dismiss questions of a server, until one is asked anew; gives how many there were."""
        return self._change(
            "UPDATE asked SET dismissed = 1 WHERE guild = ? AND answer IN (SELECT value FROM json_each(?))",
            guild,
            json.dumps(keys),
        )
