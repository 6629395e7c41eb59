"""What a server's moderators are told of its questions; who asked is never read here.

With 10^5 answers of one server each takes less than 100 ms (``tests/benchmarks/bench_desk.py``).
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from .reviewed import Day, Reviewed
from .tables import Tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .dialect import Dialect

DAY = 86_400
"""Seconds."""

MOST_COUNTED = 20_000
"""Of the newest questions, among which the most asked and quoted are looked for: all of 10^5 take 160 ms."""

_NEWEST = """
    SELECT answer, words, at, answered, dismissed FROM asked {}
    WHERE guild = ?1 AND at >= ?2 AND words IS NOT NULL AND {} ORDER BY at DESC LIMIT ?3"""


def _to_review(dialect: Dialect) -> str:
    by = dialect.indexed_by
    refused = _NEWEST.format(by("asked_refused"), "answered = 0")
    against = _NEWEST.format(by("asked_against"), "against > 0")
    return (
        f"SELECT * FROM (SELECT * FROM ({refused}) AS refused UNION SELECT * FROM ({against}) AS against) "  # noqa: S608
        "AS newest ORDER BY at DESC, answer LIMIT ?3"
    )


class AskedTable(Tables):
    """The table ``asked``: a row a question of a server, whose words are None when they were asked in private
    or have expired."""

    def days(self, guild: int, since: float) -> list[Day]:
        """The days since a time (Unix seconds) on which something was asked, oldest first."""
        rows = self._rows(
            f"SELECT {self.dialect.day} AS day, count(*) FILTER (WHERE answered = 1), "  # noqa: S608
            "count(*) FILTER (WHERE answered = 0), count(*) FILTER (WHERE against > 0) FROM asked "
            "WHERE guild = ? AND answered IN (0, 1) AND at >= ? GROUP BY day ORDER BY day",
            guild,
            since,
        )
        return [Day(*row) for row in rows]

    def to_review(self, guild: int, since: float, limit: int) -> list[Reviewed]:
        """The newest questions that were refused, or whose answer was voted against, newest first."""
        rows = self._rows(_to_review(self.dialect), guild, since, limit)
        votes = self._votes_on([row[0] for row in rows])
        return [
            Reviewed(key, words, at, bool(answered), bool(dismissed), *votes[key])
            for key, words, at, answered, dismissed in rows
        ]

    def _votes_on(self, keys: Sequence[str]) -> dict[str, tuple[tuple[int, int], Counter[str]]]:
        """The votes for and against the answers, and the reasons of these."""
        found: dict[str, Any] = defaultdict(lambda: ((0, 0), Counter()))
        rows = self._rows(
            f"SELECT answer, vote.value, reason, count(*) FROM {self.dialect.each} "  # noqa: S608
            "JOIN vote ON answer = key.value GROUP BY answer, vote.value, reason",
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
            "AND at >= ?2 AND words IS NOT NULL ORDER BY at DESC LIMIT ?3) AS newest "
            "GROUP BY lower(words) ORDER BY times DESC, min(words) LIMIT ?4",
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
            "AND at >= ? ORDER BY at DESC LIMIT ?) AS newest GROUP BY quoted",
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
            "UPDATE asked SET dismissed = 1 WHERE guild = ?2 "  # noqa: S608
            f"AND answer IN (SELECT key.value FROM {self.dialect.each})",
            json.dumps(keys),
            guild,
        )
