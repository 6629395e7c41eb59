"""How the tables of the memory are changed."""

from __future__ import annotations

from index import Database


class Changes(Database):
    """A file whose tables are changed a statement at a time."""

    def _change(self, sql: str, *args: object) -> int:
        """Run one statement, committed; gives the number of rows it changed."""
        with self._guard(), self._transaction():
            return self._db.execute(sql, args).rowcount
