"""Where the statements of the two engines differ; all others are the same for both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from .stored_answer import StoredAnswer


@dataclass(frozen=True, slots=True)
class Dialect:
    """Parts of statements, in one engine's words; ``?1`` is the parameter that each of the first three names.

    ``each`` is a table ``key`` of one column, ``value``: the strings of a JSON list. ``pairs`` is a table
    ``wanted`` of two, ``collection`` and ``document``: the pairs of one. ``day`` is the day of a time ``at``.
    ``indexed_by`` has a table read by an index, where the planner wouldn't. ``same`` says what an answer that
    is kept may take the place of. ``expire`` erases the words of the answers before a time, ``mark`` puts a
    mark (its first parameter) into the record of an answer (its second).
    """

    each: str
    pairs: str
    day: str
    indexed_by: Callable[[str], str]
    same: Callable[[StoredAnswer], str]
    expire: str
    mark: str


SQLITE = Dialect(
    each="json_each(?1) AS key",
    pairs="(SELECT json_extract(value, '$[0]') AS collection, json_extract(value, '$[1]') AS document "
    "FROM json_each(?1)) AS wanted",
    day="CAST(at / 86400 AS INTEGER)",
    indexed_by=lambda index: f"INDEXED BY {index}",
    same=lambda answer: "",
    expire="""
        UPDATE answer SET text = NULL, searched_for = NULL,
            record = json_remove(record, '$.heading', '$.reason',
                CASE json_extract(record, '$.answered') WHEN 0 THEN '$.pages' ELSE '$.heading' END)
        WHERE asked_at < ? AND text IS NOT NULL""",
    mark="UPDATE answer SET record = json_set(record, '$.mark', ?) WHERE id = ?",
)
