"""The memory's statements in PostgreSQL's words."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.memory.dialect import Dialect

_PLACE, _NUMBERED = re.compile(r"\?([1-9]?)"), re.compile(r"\?[1-9]")

_CODED_NUL = re.compile(r"(?<!\\)((?:\\\\)*+)\\u0000")
"""A NUL in JSON: after any number of backslashes that stand for themselves."""

POSTGRES = Dialect(
    each="json_array_elements_text(CAST(?1 AS json)) AS key(value)",
    pairs="(SELECT value->>0 AS collection, value->>1 AS document "
    "FROM json_array_elements(CAST(?1 AS json)) AS value) AS wanted",
    day="CAST(floor(at / 86400) AS integer)",
    indexed_by=lambda index: "",
    same=lambda answer: "(id)" if answer.question is None else "(question)",
    expire="""
        UPDATE answer SET text = NULL, searched_for = NULL, record = (
            CAST(record AS jsonb) - 'heading' - 'reason'
            - CASE CAST(record AS json)->>'answered' WHEN 'false' THEN 'pages' ELSE 'heading' END)::text
        WHERE asked_at < ? AND text IS NOT NULL""",
    mark="""
        UPDATE answer SET record =
            jsonb_set(CAST(record AS jsonb), '{mark}', to_jsonb(CAST(?1 AS text)))::text
        WHERE id = ?2""",
)


@lru_cache(maxsize=256)
def translated(sql: str) -> tuple[str, bool]:
    """A statement of the memory as psycopg takes it, and whether its places are numbered: ``%(p1)s``."""
    numbered = _NUMBERED.search(sql) is not None
    return _PLACE.sub(r"%(p\1)s" if numbered else "%s", sql.replace("%", "%%")), numbered


def storable(value: object) -> object:
    """A value without the character that PostgreSQL's texts can't have, NUL."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return _CODED_NUL.sub(r"\1\\ufffd", text) if text.startswith(("{", "[", '"')) else text
