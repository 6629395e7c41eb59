"""Which answers quote which documents, and whether it was told under one that its document is another now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from index import Database

if TYPE_CHECKING:
    from collections.abc import Collection

_STANDING = "FROM answer WHERE asked_at >= ?1 AND id > ?2 AND reply IS NOT NULL AND NOT private"


class Quoted(Database):
    """The table of them follows that of the answers by itself."""

    def quoting(
        self, documents: Collection[tuple[str, str]] | None, since: float, after: str, limit: int
    ) -> list[str]:
        """The ids of the answers that everybody sees, were asked since a time (Unix seconds) and quote any
        of the documents, by collection and id, or any at all (None); those behind an id, in its order."""
        if documents is None:
            found = self._rows(
                f"SELECT id {_STANDING} AND id IN (SELECT answer FROM quoted) ORDER BY id LIMIT ?3",  # noqa: S608
                since, after, limit,
            )  # fmt: skip
        else:
            found = self._rows(
                f"SELECT id {_STANDING} AND id IN (SELECT answer FROM quoted JOIN json_each(?4) AS wanted "  # noqa: S608
                "ON collection = json_extract(wanted.value, '$[0]') "
                "AND document = json_extract(wanted.value, '$[1]')) ORDER BY id LIMIT ?3",
                since, after, limit, json.dumps([*documents]),
            )  # fmt: skip
        return [row[0] for row in found]

    def mark(self, key: str, mark: str) -> None:
        """Note the line that now stands under an answer, "" for none."""
        with self.transaction():
            self._db.execute(
                "UPDATE answer SET record = json_set(record, '$.mark', ?) WHERE id = ?", (mark, key)
            )
