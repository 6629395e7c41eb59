"""Which answers quote which documents, and whether it was told under one that its document is another now."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from .tables import Tables

if TYPE_CHECKING:
    from collections.abc import Collection

_STANDING = "FROM answer WHERE asked_at >= ?2 AND id > ?3 AND reply IS NOT NULL AND NOT private"


class Quoted(Tables):
    """The table of them follows that of the answers by itself."""

    def quoting(
        self, documents: Collection[tuple[str, str]] | None, since: float, after: str, limit: int
    ) -> list[str]:
        """The ids of the answers that everybody sees, were asked since a time (Unix seconds) and quote any
        of the documents, by collection and id, or any at all (None); those behind an id, in its order."""
        named = "quoted"
        if documents is not None:
            pairs = self.dialect.pairs
            named += f" JOIN {pairs} USING (collection, document)"
        found = self._rows(
            f"SELECT id {_STANDING} AND id IN (SELECT answer FROM {named}) ORDER BY id LIMIT ?4",  # noqa: S608
            json.dumps([*(documents or ())]), since, after, limit,
        )  # fmt: skip
        return [row[0] for row in found]

    def mark(self, key: str, mark: str) -> None:
        """Note the line that now stands under an answer, "" for none."""
        self._change(self.dialect.mark, mark, key)
