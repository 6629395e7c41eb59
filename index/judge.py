"""What retrieval found → what it is worth: the evidence, the exact words, and the confidence in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .confidence import READ_THRESHOLD, THRESHOLD, confidence, confidence_read, features, relevance
from .exact import read_hits
from .read import MOST_QUOTES, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answer import Judge
    from .document import Document, Span
    from .exact import Exact
    from .read import Evidence
    from .retrieve import Retrieval
    from .shelf import Shelf

READ_FROM = 0.1
"""Relevance from which the passages are read; below, they are about something else. Without this bound .098
of the questions of other articles would be answered, with .05 .062 and with .1 .036; it costs .005 of the
answerable ones."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The evidence, best first, the passages it was chosen from, and what to say if it falls short.

    ``confidence`` is that the first answers, ``threshold`` what it must reach; ``exact`` are the words in it
    that answer by themselves; ``judged`` by what.
    """

    evidence: tuple[Evidence, ...]
    retrieval: Retrieval
    confidence: float
    refusal: str = "The articles don't say."
    threshold: float = THRESHOLD
    exact: Span | None = None
    judged: Judge = "passages"


def judge(retrieval: Retrieval, shelf: Shelf, preferred: Sequence[tuple[Document, Span]] = ()) -> Judgement:
    """Judge what a question found; ``preferred`` as in ``read.read``."""
    evidence = read(retrieval, preferred)
    if not evidence:
        return Judgement((), retrieval, 0.0)
    seen = features(retrieval, evidence[0].hit, evidence[0].sentence, shelf.vocabulary)
    if shelf.reader is None or relevance(seen) < READ_FROM:
        return Judgement(tuple(evidence), retrieval, confidence(seen))
    found = read_hits(shelf.reader, retrieval, preferred)
    if not found:
        return Judgement(tuple(evidence), retrieval, confidence(seen))
    best = found[0].evidence
    seen = features(retrieval, best.hit, best.sentence, shelf.vocabulary)
    return Judgement(
        led_by(best, evidence),
        ranked(retrieval, found),
        confidence_read(seen, found[0].margin),
        threshold=READ_THRESHOLD,
        exact=found[0].span,
        judged="reader",
    )


def led_by(best: Evidence, others: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The best evidence, then those others that are a different sentence."""
    rest = [e for e in others if (e.document, e.span) != (best.document, best.span)]
    return (best, *rest[: MOST_QUOTES - 1])


def ranked(retrieval: Retrieval, found: Sequence[Exact]) -> Retrieval:
    """The retrieval with the passages that were read first, in the reader's order."""
    first = [exact.evidence.hit for exact in found]
    read_already = {hit.passage.id for hit in first}
    rest = [hit for hit in retrieval.hits if hit.passage.id not in read_already]
    return replace(retrieval, hits=(*first, *rest))
