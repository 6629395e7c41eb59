"""What was read out of a library's documents: who says what, who they are, and what happened when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...attribution.speakers import Voice
from . import rows
from .passages import OF, Passages

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ...attribution.people import Naming
    from ...chronology.event import Event
    from ...document import Document, Statement


UNLIMITED = 2**62
"""A limit that none reaches."""

_PAST = 1_000_000_000
"""More than any place in a text: added to, places are in the order of their digits."""

STATEMENT_COLUMNS = ", ".join(f"statement.{column}" for column in rows.STATEMENT.split(", "))


class Readings(Passages):
    """What a library says of statements, people and events."""

    def statements(self, document: Document) -> list[Statement]:
        """As ``Library.statements``."""
        content_hash = document.content_hash  # reads the whole text: once, not for each
        found = self._rows(f"SELECT {rows.STATEMENT} FROM statement WHERE {OF} ORDER BY id", content_hash)
        return [self.whole(rows.to_statement, row, content_hash) for row in found]

    def statements_by(
        self, speakers: Collection[str], collections: Sequence[str]
    ) -> list[tuple[Document, Statement]]:
        """As ``Library.statements_by``."""
        placed = self._placed(
            collections,
            f"SELECT {rows.STATEMENT} FROM statement WHERE collection {self.dialect.theirs} "
            f"AND speaker {self.dialect.among} ORDER BY id",
            self.dialect.listed(collections),
            self.dialect.listed(speakers),
        )
        return [(d, self.whole(rows.to_statement, row, content_hash)) for row, d, content_hash in placed]

    def _placed(
        self, collections: Sequence[str], sql: str, *args: object
    ) -> list[tuple[rows.Row, Document, str]]:
        """Rows that begin with their document's id, with that and its hash, by collection, document and their
        order.

        Raises: IndexCorrupt, where that is no document of the collections.
        """
        with self.snapshot():  # row ids mean something else once another file stands at the path
            found = self._rows(sql, *args)
            documents = self._by_row({row[0] for row in found})
        theirs = {number for number, (document, _) in documents.items() if document.collection in collections}
        if any(row[0] not in theirs for row in found):
            raise self.damaged("a row of another's document")
        placed = [(row, *documents[row[0]]) for row in found]
        return sorted(placed, key=lambda place: (place[1].collection, place[1].id))

    def voices(
        self, collections: Sequence[str], words: Collection[str] | None = None, limit: int | None = None
    ) -> list[Voice]:
        """As ``Library.voices``."""
        asked = self.dialect.listed(collections)
        if words is None:
            which, more = "", list[object]()
        else:
            which = (
                "AND speaker IN (SELECT speaker FROM voice_word "
                f"WHERE collection {self.dialect.theirs} AND word {self.dialect.among})"
            )
            more = [asked, self.dialect.listed(words)]
        # the first place of each decides between equals: in every library the same, whatever came first
        found = self._rows(
            "SELECT speaker, count(*), min(statement.id), (SELECT s.id FROM statement s "
            f"JOIN document d ON d.id = s.document WHERE s.collection {self.dialect.theirs} "
            "AND s.speaker = statement.speaker AND role IS NOT NULL ORDER BY slug, s.id LIMIT 1) "
            "FROM statement JOIN document ON document.id = document "
            f"WHERE statement.collection {self.dialect.theirs} {which} "
            f"GROUP BY speaker ORDER BY 2 DESC, min(slug || ' ' || CAST({_PAST} + start AS TEXT)) LIMIT ?",
            asked,
            asked,
            *more,
            UNLIMITED if limit is None else limit,
        )
        held = self._statements_of_ids([number for row in found for number in row[2:] if number])
        return [self.whole(_voice, row, held) for row in found]

    def _statements_of_ids(self, ids: Sequence[int]) -> dict[int, Statement]:
        found = self._rows(
            f"SELECT {STATEMENT_COLUMNS}, content_hash, statement.id FROM statement "
            f"JOIN document ON document.id = document WHERE statement.id {self.dialect.among}",
            self.dialect.listed(ids),
        )
        return {number: self.whole(rows.to_statement, row, hashed) for *row, hashed, number in found}

    def voice_words(self, initial: str, collections: Sequence[str]) -> set[str]:
        """As ``Library.voice_words``."""
        return self._words_of("voice_word", initial, collections)

    def naming_words(self, initial: str, collections: Sequence[str]) -> set[str]:
        """As ``Library.naming_words``."""
        return self._words_of("naming_word", initial, collections)

    def _words_of(self, table: str, initial: str, collections: Sequence[str]) -> set[str]:
        found = self._rows(
            f"SELECT DISTINCT word FROM {table} WHERE collection {self.dialect.theirs} "
            "AND word >= ? AND word < ?",
            self.dialect.listed(collections),
            initial,
            chr(ord(initial) + 1),
        )
        return {row[0] for row in found}

    def namings(
        self, collections: Sequence[str], words: Collection[str] | None = None, limit: int | None = None
    ) -> list[Naming]:
        """As ``Library.namings``."""
        if words is None:
            which, more = "", list[object]()
        else:
            which = (
                "AND id IN (SELECT naming FROM naming_word "
                f"WHERE collection {self.dialect.theirs} AND word {self.dialect.among})"
            )
            more = [self.dialect.listed(collections), self.dialect.listed(words)]
        placed = self._placed(
            collections,
            f"SELECT {rows.NAMING} FROM naming WHERE collection {self.dialect.theirs} {which} "
            "ORDER BY id LIMIT ?",
            self.dialect.listed(collections),
            *more,
            UNLIMITED if limit is None else limit,
        )
        return [self.whole(rows.to_naming, *place) for place in placed]

    def events(self, collections: Sequence[str]) -> list[Event]:
        """As ``Library.events``."""
        placed = self._placed(
            collections,
            f"SELECT {rows.EVENT} FROM event WHERE collection {self.dialect.theirs} ORDER BY id",
            self.dialect.listed(collections),
        )
        events = [self.whole(rows.to_event, *place) for place in placed]
        return sorted(events, key=lambda event: (event.when.start, event.when.end))


def _voice(row: rows.Row, held: Mapping[int, Statement]) -> Voice:
    """Somebody who speaks, whose name and role stand in statements that are as they were stored.

    Raises: ValueError, where the index of speakers says something else than the statements.
    """
    name, statements, first, with_role = row
    if held[first].speaker != name:
        raise ValueError(f"the index of speakers leads from {name!r} to {held[first].speaker!r}")
    return Voice(name, held[with_role].role if with_role else None, statements)
