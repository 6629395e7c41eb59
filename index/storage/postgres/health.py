"""Is what the index derived from its documents whole? Its tables held to one another and to checksums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..relational.health import inconsistent
from ..relational.postings import POSTINGS
from .transaction import Statements
from .vectors import decoded

if TYPE_CHECKING:
    from .library import PostgresLibrary

AT_ONCE = 5_000
"""Rows that are read at a time: what doctor holds doesn't grow with the store."""

_WITHOUT = """
    SELECT count(*) FROM passage p JOIN document d ON d.id = p.document
    LEFT JOIN vectors v ON v.passage = p.id AND v.collection = d.collection WHERE v.passage IS NULL"""

_UNHELD = """
    SELECT count(*) FROM (
        SELECT collection, term, sum(length(data) / width) AS held FROM postings GROUP BY 1, 2
    ) p FULL JOIN term t USING (collection, term) WHERE held IS DISTINCT FROM passages"""


def found_wrong(library: PostgresLibrary) -> list[str]:
    """What is wrong; empty when all is sound.

    Raises:
        ValueError: a vector or a block isn't as it was stored.
    """
    found = inconsistent(Statements(library.connection()))
    if without := library.value(_WITHOUT):
        found.append(f"{without} passages are without a vector")
    if unheld := library.value(_UNHELD):
        found.append(f"{unheld} words are not in the full-text index")
    _read_vectors(library)
    _read_postings(library)
    return found


def _read_vectors(library: PostgresLibrary) -> None:
    last = -1
    sql = "SELECT passage, checksum, codes FROM vectors WHERE passage > %s ORDER BY passage LIMIT %s"
    while held := decoded(library.rows(sql, last, AT_ONCE)):
        last = max(held)


def _read_postings(library: PostgresLibrary) -> None:
    last = (-1, "", -1)
    sql = (
        "SELECT collection, term, first, width, checksum, data FROM postings "
        "WHERE (collection, term, first) > (%s, %s, %s) ORDER BY 1, 2, 3 LIMIT %s"
    )
    while held := library.rows(sql, *last, AT_ONCE):
        for row in held:
            POSTINGS.records(row[2:])
        last = held[-1][:3]
