"""The words of passages, and BM25 over them by the statistics of one collection.

Postings lie in blocks that numpy reads: ``tests/benchmarks/bench_lexical.py`` measures them beside FTS5 and
tantivy.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np

from ...text.terms import stem
from .blocks import ID_BYTES, Blocks, passage_ids, with_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from ..ingest import PassageRecord
    from .dialect import Connection, Dialect

K1, B = 1.2, 0.75
"""How fast a term's repeats stop counting, and how much a passage's length is held against it: the usual
values, which SQLite's own bm25() has too."""

COMMON = 1e-6
"""The weight of a term that stands in more than half of the passages."""

POSTINGS = Blocks("postings", ("collection", "term"), 128)
_REST = np.dtype([("count", "u1"), ("terms", "<u2")])
_LASTS = """
    SELECT term, first, width, checksum, data FROM postings p WHERE collection = ? AND term {}
    AND first = (SELECT max(first) FROM postings WHERE collection = p.collection AND term = p.term)"""
_MOST_REPEATS, _MOST_TERMS = 255, 65_535


def add_postings(
    db: Connection, collection: int, passages: Iterable[tuple[int, PassageRecord]], dialect: Dialect
) -> None:
    """Add the postings of passages, by id, which follow those that are there."""
    found: defaultdict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, passage in passages:
        length = min(len(passage.terms), _MOST_TERMS)
        for term, count in Counter(passage.terms).items():
            found[term].append((number, min(count, _MOST_REPEATS), length))
    lasts = {
        term: row
        for term, *row in db.execute(_LASTS.format(dialect.among), (collection, dialect.listed(found)))
    }
    POSTINGS.append_to(
        db, [((collection, term), lasts.get(term), _records(rows)) for term, rows in found.items()]
    )
    _count(db, collection, {term: len(rows) for term, rows in found.items()})


def _records(rows: Sequence[tuple[int, int, int]]) -> npt.NDArray[np.uint8]:
    rest = np.array([row[1:] for row in rows], dtype=_REST).view(np.uint8).reshape(len(rows), -1)
    return with_ids([row[0] for row in rows], rest)


def remove_postings(db: Connection, collection: int, words: Iterable[str], first: int, last: int) -> None:
    """Remove the postings of some passages, from ``first`` to ``last``, which hold none but these words."""
    terms = dict.fromkeys(map(stem, words))
    _count(db, collection, {term: -POSTINGS.cut(db, (collection, term), first, last) for term in terms})


def _count(db: Connection, collection: int, more: Mapping[str, int]) -> None:
    changed = [(collection, term, count) for term, count in more.items() if count]
    db.executemany(
        "INSERT INTO term VALUES (?, ?, ?) ON CONFLICT (collection, term) "
        "DO UPDATE SET passages = term.passages + excluded.passages",
        changed,
    )
    gone = [(collection, term) for _, term, count in changed if count < 0]
    db.executemany("DELETE FROM term WHERE collection = ? AND term = ? AND passages <= 0", gone)


def best_by_words(
    terms: Iterable[str],
    held: Mapping[str, int],
    records: Mapping[str, npt.NDArray[np.uint8]],
    totals: tuple[int, int],
    k: int,
    among: npt.NDArray[np.uint32] | None = None,
) -> list[tuple[int, float]]:
    """Id and BM25 of the ``k`` best passages of a collection, best first.

    ``held`` are the numbers of passages that hold each term, ``records`` the terms' postings, ``totals`` the
    collection's passages and the terms in them all. With ``among``, of those passages alone.
    """
    passages, length = totals
    found = [term for term in dict.fromkeys(terms) if term in held and term in records]
    weighed = [(weight(passages, held[term]), records[term]) for term in found]
    return bm25(weighed, length / max(passages, 1), k, among)


def bm25(
    weighed: Iterable[tuple[float, npt.NDArray[np.uint8]]],
    mean_terms: float,
    k: int,
    among: npt.NDArray[np.uint32] | None = None,
) -> list[tuple[int, float]]:
    """Id and score of the ``k`` best passages of a collection, best first; ``weighed`` has the weight and the
    postings of each term.

    With ``among``, of those passages alone.
    """
    ids, scores = [], []
    for weight, records in weighed:
        posting = np.ascontiguousarray(records[:, ID_BYTES:]).view(_REST)[:, 0]
        count, terms = posting["count"].astype(np.float64), posting["terms"].astype(np.float64)
        ids.append(passage_ids(records))
        scores.append(weight * count * (K1 + 1) / (count + K1 * (1 - B + B * terms / mean_terms)))
    return _best(np.concatenate(ids), np.concatenate(scores), k, among) if ids else []


def _best(
    ids: npt.NDArray[np.uint32],
    scores: npt.NDArray[np.float64],
    k: int,
    among: npt.NDArray[np.uint32] | None,
) -> list[tuple[int, float]]:
    """The ids with the highest sums, each with its own; of equals the lower id first."""
    if among is not None:
        kept = np.isin(ids, among)
        ids, scores = ids[kept], scores[kept]
    if not len(ids):
        return []
    found, owners = np.unique(ids, return_inverse=True)
    sums = np.bincount(owners, weights=scores)
    places = np.arange(len(found))
    if len(places) > k:
        least = np.partition(sums[places], len(places) - k)[len(places) - k]
        places = places[sums[places] >= least]
    order = sorted(places.tolist(), key=lambda place: (-sums[place], place))[:k]
    return [(int(found[place]), float(sums[place])) for place in order]


def weight(passages: int, holding: int) -> float:
    """log((N - n + ½) / (n + ½)), the weight of a term that n of N passages hold."""
    odds = (passages - holding + 0.5) / (holding + 0.5)
    return math.log(odds) if odds > 1 else COMMON
