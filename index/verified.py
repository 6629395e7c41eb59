"""The passages a question found → what the verifier makes of them, with the sentences beside them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .document import Span
from .read import PREFERENCE, Evidence, is_preferred
from .reader import Excerpt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .document import Document
    from .retrieve import Hit, Retrieval
    from .verifier import Verifier

VERIFIED = 2
"""Passages that are verified, the best ones, each with a sentence before and behind it; about 45 ms each."""

SCORE_WEIGHT = 10.0
"""What one point of a passage's score is worth in logits, where passages are ranked by both."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence that may answer, with the logit that its passage does; ``span`` are the words in the
    document that would answer by themselves. The evidence's score ranks it among others verified."""

    evidence: Evidence
    span: Span
    logit: float


def verify_hits(
    verifier: Verifier, retrieval: Retrieval, preferred: Sequence[tuple[Document, Span]] = ()
) -> list[Verified]:
    """The best passages verified, best first; ``preferred`` as in ``read.read``."""
    hits = retrieval.hits[:VERIFIED]
    places = [_with_neighbours(hit, retrieval.hits) for hit in hits]
    verdicts = verifier.verify(retrieval.question, [_excerpt(place) for place in places])
    found = []
    for hit, place, verdict in zip(hits, places, verdicts, strict=True):
        if verdict.span is not None and verdict.sentence is not None:
            own, sentence = place[verdict.sentence]
            score = verdict.logit + SCORE_WEIGHT * (hit.score + PREFERENCE * is_preferred(hit, preferred))
            start = place[0][0].passage.sentences[place[0][1]].start
            words = Span(start + verdict.span.start, start + verdict.span.end)
            found.append(Verified(Evidence(own, sentence, score), words, verdict.logit))
    return sorted(found, key=lambda verified: -verified.evidence.score)


Place = list[tuple["Hit", int]]
"""Sentences one behind another in a document, each as a hit and its number in the hit's passage."""


def _with_neighbours(hit: Hit, hits: Sequence[Hit]) -> Place:
    """The passage's sentences, with the one before and the one behind where these were found too."""
    beside = [h for h in hits if h.passage.document == hit.passage.document]
    before = [h for h in beside if _adjoin(h, hit)]
    behind = [h for h in beside if _adjoin(hit, h)]
    own: Place = [(hit, n) for n in range(len(hit.passage.sentences))]
    return [
        *((h, len(h.passage.sentences) - 1) for h in before[:1]), *own, *((h, 0) for h in behind[:1])
    ]  # fmt: skip


def _adjoin(first: Hit, second: Hit) -> bool:
    """Whether nothing but white space stands between two passages of one document."""
    text = first.passage.document.text
    end, start = first.passage.span.end, second.passage.span.start
    return end <= start and not text[end:start].strip()


def _excerpt(place: Place) -> Excerpt:
    spans = [hit.passage.sentences[n] for hit, n in place]
    start = spans[0].start
    text = place[0][0].passage.document.text[start : spans[-1].end]
    return Excerpt(text, tuple(Span(s.start - start, s.end - start) for s in spans))
