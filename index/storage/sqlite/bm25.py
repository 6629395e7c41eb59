"""BM25 over the postings of one collection: how rare a term is there, and how long its passages are."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

K1, B = 1.2, 0.75
"""How fast a term's repeats stop counting, and how much a passage's length is held against it: the usual
values, which SQLite's own bm25() has too."""

COMMON = 1e-6
"""The weight of a term that stands in more than half of the passages."""

# CROSS JOIN: the few terms lead, whatever SQLite takes to be fewer.
_HOLDING = """
    SELECT term, count(*) FROM json_each(?) CROSS JOIN posting ON collection = ? AND term = value
    GROUP BY term"""
_SCORED = f"""
    SELECT passage, sum(weight.value * count * {K1 + 1} / (count + {K1} * ({1 - B} + {B} * terms / ?4)))
    FROM json_each(?1) AS weight CROSS JOIN posting ON collection = ?2 AND term = weight.key
    WHERE ?5 IS NULL OR passage IN (SELECT value FROM json_each(?5))
    GROUP BY passage ORDER BY 2 DESC, 1 LIMIT ?3"""  # noqa: S608


def bm25(
    rows: Callable[..., list[Any]],
    terms: Sequence[str],
    collection: str,
    limit: int,
    among: Collection[int] | None,
) -> Iterator[tuple[int, float]]:
    """Passage id and score of the best passages of a collection; ``rows`` runs a query.

    With ``among``, of those passages alone, scored as they are in the whole collection.
    """
    passages, length = rows("SELECT count(*), avg(terms) FROM passage WHERE collection = ?", collection)[0]
    holding = rows(_HOLDING, json.dumps(terms), collection)
    weights = {term: _weight(passages, n) for term, n in holding}
    asked = None if among is None else json.dumps(list(among))
    yield from rows(_SCORED, json.dumps(weights), collection, limit, length, asked)


def _weight(passages: int, holding: int) -> float:
    """log((N - n + ½) / (n + ½)), the weight of a term that n of N passages hold."""
    odds = (passages - holding + 0.5) / (holding + 0.5)
    return math.log(odds) if odds > 1 else COMMON
