"""The library in a PostgreSQL database, which many processes read and change at once.

Every change is one transaction, and one comes after the other; a reader sees all of it or none. Whatever can
be quoted is stored with a checksum and held to it when it is read.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, ClassVar

from ...document import CORPUS
from ...errors import IndexCorrupt
from ..library import Change, Revision, Size
from ..relational import rows
from ..relational.dialect import FORMAT
from ..relational.readings import STATEMENT_COLUMNS
from ..relational.state import State
from .database import PostgresDatabase
from .dialect import POSTGRES
from .health import found_wrong
from .near_indexes import tend
from .schema import INDEX, TABLES
from .transaction import Statements
from .vectors import decoded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    from ...document import Statement
    from ..ingest import Record
    from ..library import Key, Passage, StoredDocument
    from ..relational.dialect import Dialect
    from .layout import PostgresLayout


class PostgresLibrary(PostgresDatabase, State):
    """The index in one database. Its methods may be called from several threads."""

    layout: ClassVar[PostgresLayout] = INDEX
    dialect: ClassVar[Dialect] = POSTGRES

    def __init__(self, *args: Any) -> None:
        PostgresDatabase.__init__(self, *args)
        State.__init__(self)
        self._epoch = 0

    def _rows(self, sql: str, *args: object) -> list[Any]:
        return self.rows(sql.replace("?", "%s"), *args)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """As ``Library.transaction``."""
        outermost = not self.in_transaction
        try:
            with super().transaction():
                yield
                if outermost:
                    tend(self)
        except BaseException:
            self._epoch += outermost  # what was seen of it means nothing
            raise

    def write(
        self,
        *,
        add: Sequence[Record] = (),
        remove: Iterable[Key] = (),
        bury: Iterable[Key] = (),
        settings: Mapping[str, str] | None = None,
    ) -> None:
        """As ``Library.write``."""
        with self.transaction():
            self._write(Statements(self.connection()), add, remove, bury, settings)

    def clear(self) -> None:
        """Remove everything that is stored, whatever state it is in."""
        with self.transaction():
            self.change(f"TRUNCATE {TABLES}")
            self.change(
                "UPDATE history SET id = replace(gen_random_uuid()::text, '-', ''), format = %s", FORMAT
            )

    def revision(self) -> Revision:
        """As ``Library.revision``."""
        sql = "SELECT id, (SELECT max(number) FROM change), format FROM history"
        history, change, held = self.rows(sql)[0]
        if held != FORMAT:
            raise self.damaged(f"its rows are of format {held}, this program reads {FORMAT}")
        return Revision(f"{history}-{self._epoch}", change or 0)

    def changes(self, since: Revision) -> list[Change] | None:
        """As ``Library.changes``."""
        with self.snapshot():
            kept = self.value("SELECT min(number) FROM change")
            if self.revision().history != since.history or (kept or 1) > since.change + 1:
                return None
            found = self.rows(
                "SELECT number, collection, document, added FROM change "
                "WHERE number > %s AND document IS NOT NULL ORDER BY number",
                since.change,
            )
        return [Change(number, c, d, bool(added)) for number, c, d, added in found]

    def words(
        self, collections: Sequence[str], starts: Collection[str], lengths: Collection[int]
    ) -> dict[str, int]:
        """As ``Library.words``."""
        # OFFSET 0: looked up in the index by each start and length, not compared with every word
        found = self.rows(
            "SELECT word, sum(passages) FROM (SELECT DISTINCT held.* FROM unnest(%s::text[]) start "
            "CROSS JOIN unnest(%s::integer[]) length JOIN collection ON name = ANY(%s) "
            "CROSS JOIN LATERAL (SELECT * FROM word WHERE word.collection = collection.id "
            "AND letters = length AND word >= start AND word < start || chr(1114111) OFFSET 0) held"
            ") found GROUP BY 1",
            list(starts),
            list(lengths),
            list(collections),
        )
        return dict(found)

    def statements_in(self, passages: Sequence[Passage]) -> list[tuple[Passage, Statement]]:
        """As ``Library.statements_in``."""
        spots = [(*p.id.split("-"),) for p in passages]
        found = self.rows(
            f"SELECT spot.key, {STATEMENT_COLUMNS} FROM unnest(%s::text[], %s::integer[]) "
            "WITH ORDINALITY AS spot (hash, number, key) JOIN document ON content_hash = hash "
            "JOIN passage ON passage.document = document.id AND passage.number = spot.number "
            "JOIN statement ON statement.passage = passage.id ORDER BY spot.key, statement.id",
            [spot[0] for spot in spots],
            [int(spot[1]) for spot in spots],
        )
        return [
            (passages[row[0] - 1], self.whole(rows.to_statement, row[1:], spots[row[0] - 1][0]))
            for row in found
        ]

    def size(self) -> Size:
        """As ``Library.size``."""
        bytes_ = (
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class "
            "WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        )
        ((documents, passages, on_disk),) = self.rows(
            f"SELECT coalesce(sum(documents), 0)::bigint, coalesce(sum(passages), 0)::bigint, ({bytes_}) "
            "FROM collection"
        )
        return Size(documents, passages, on_disk)

    def _codes(self, collection: str, first: int, last: int) -> Mapping[int, npt.NDArray[np.int8]]:
        found = self.rows(
            "SELECT passage, checksum, codes FROM vectors JOIN collection ON collection.id = collection "
            "WHERE name = %s AND passage BETWEEN %s AND %s",
            collection,
            first,
            last,
        )
        return self.whole(decoded, found)

    def rescued(self) -> tuple[list[StoredDocument], set[str]]:
        """Of a damaged index, the documents that are as they were stored, and the corpus's tombstones."""
        found: list[StoredDocument] = []
        with suppress(IndexCorrupt):
            for number, name in self._numbered():
                with suppress(IndexCorrupt):
                    found += self._read(number, name)
            return found, self.tombstones(CORPUS)
        return found, set()

    def problems(self) -> list[str]:
        """As ``Library.problems``."""
        with self.snapshot():
            return self.whole(found_wrong, self) or self._read_all()
