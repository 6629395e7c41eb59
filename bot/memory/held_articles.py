"""Articles held for a short while: those that were removed, for an undo, and those that wait for a word."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import date

from index import Document

from .tables import Tables

HELD_SECONDS = 600.0
"""How long an article is held."""

MOST_HELD = 20
"""Articles that are held for one server, the newest: one can be as long as two novels."""


@dataclass(frozen=True, slots=True)
class HeldArticle:
    """A document and its origin; ``replaces`` is the id of the one whose place it may take, "" for none."""

    document: Document
    origin: str
    replaces: str = ""


class HeldArticles(Tables):
    """The table of them. Whoever asks for one has to name its server too."""

    def hold(self, guild: int, article: HeldArticle, now: float) -> str:
        """Hold an article from ``now`` (Unix seconds); gives the key to it, 16 hexadecimal digits."""
        key = secrets.token_hex(8)
        values = (key, guild, now, json.dumps(asdict(article), default=str, ensure_ascii=False))
        with self.transaction():
            self._change("INSERT INTO held VALUES (?, ?, ?, ?)", *values)
            self._change(
                "DELETE FROM held WHERE guild = ?1 AND key NOT IN "
                "(SELECT key FROM held WHERE guild = ?1 ORDER BY since DESC LIMIT ?2)",
                guild,
                MOST_HELD,
            )
        return key

    def held(self, key: str, guild: int, now: float) -> HeldArticle | None:
        """The article of a key, if it is that server's and held still."""
        found = self._rows(
            "SELECT article FROM held WHERE key = ? AND guild = ? AND since > ?",
            key, guild, now - HELD_SECONDS,
        )  # fmt: skip
        return _article(json.loads(found[0][0])) if found else None

    def let_go(self, key: str) -> None:
        """Hold an article no longer."""
        self._erase(("DELETE FROM held WHERE key = ?", key))

    def let_go_before(self, since: float) -> None:
        """Hold those no longer that are held since before a time (Unix seconds)."""
        if self._rows("SELECT 1 FROM held WHERE since <= ? LIMIT 1", since):
            self._erase(("DELETE FROM held WHERE since <= ?", since))


def _article(row: dict[str, dict[str, object]]) -> HeldArticle:
    fields: dict[str, object] = dict(row["document"])
    for name in ("published", "event_date"):
        fields[name] = fields[name] and date.fromisoformat(str(fields[name]))
    fields["places"] = tuple(fields["places"])  # type: ignore[arg-type]
    document = Document(**fields)  # type: ignore[arg-type]
    return HeldArticle(document, str(row["origin"]), str(row["replaces"]))
