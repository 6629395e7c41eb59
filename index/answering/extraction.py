"""The passages a question found → the exact words that answer it, by the reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Span
from ..models.reader import excerpt
from .evidence import PREFERENCE, Evidence, is_preferred

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Document
    from ..models.reader import Reader
    from ..search.retriever import Hit, Retrieval

READ = 3
"""Passages that are read, the best ones; each takes about 12 ms. Of 1,117 questions on articles held out from
training, 1, 2, 3, 4 and 6 of them give the span of .729, .750, .755, .754 and .757."""

SCORE_WEIGHT = 40.0
"""What one point of a passage's or sentence's score is worth in logits of the reader's margin. On the same
questions 0, 6, 15, 25 and 40 give the best passage of .871, .879, .891, .890 and .897, and the span of .748,
.748, .750, .749 and .755."""


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """Words that answer, in the evidence's sentence: ``span`` is their place in the document, ``margin`` how
    far, in logits, the reader prefers them to no answer. The evidence's score ranks it among others read."""

    evidence: Evidence
    span: Span
    margin: float


def read_answers(
    reader: Reader, retrieval: Retrieval, preferred: Sequence[tuple[Document, Span]] = ()
) -> list[ReadAnswer]:
    """The best answer of each of the best passages, best first; ``preferred`` as for ``best_sentences``."""
    places = [
        (hit, range(len(hit.passage.sentences)), hit.score + PREFERENCE * is_preferred(hit, preferred))
        for hit in retrieval.hits[:READ]
    ]
    return _read(reader, retrieval.question, places)


def read_answers_in(reader: Reader, question: str, evidence: Sequence[Evidence]) -> list[ReadAnswer]:
    """The best answer in each of some sentences, which are read in their passages, best first."""
    return _read(reader, question, [(e.hit, (e.sentence,), e.score) for e in evidence])


def _read(
    reader: Reader, question: str, places: Sequence[tuple[Hit, Sequence[int], float]]
) -> list[ReadAnswer]:
    """Read each hit's passage for an answer in the numbered sentences."""
    excerpts = [
        excerpt(hit.passage.document.text, hit.passage.span, [hit.passage.sentences[i] for i in sentences])
        for hit, sentences, _ in places
    ]
    found = []
    for (hit, sentences, score), reading in zip(places, reader.read(question, excerpts), strict=True):
        if reading is not None:
            at = hit.passage.span.start
            evidence = Evidence(hit, sentences[reading.sentence], reading.margin + SCORE_WEIGHT * score)
            span = Span(reading.span.start + at, reading.span.end + at)
            found.append(ReadAnswer(evidence, span, reading.margin))
    return sorted(found, key=lambda exact: -exact.evidence.score)
