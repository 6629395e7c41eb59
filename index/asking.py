"""One question on its way to an outcome."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from .answer import Abstention, Answer, Nearest, Receipt, written
from .cite import cite, quoted
from .confidence import THRESHOLD, confidence, features
from .follow_up import whole
from .metadata import told
from .question import Metadata, SmallTalk, Speech, parse, tidy
from .read import read
from .said import read_statements
from .suggest import suggest
from .terms import STOPWORDS, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .answer import Outcome
    from .document import Document, Span
    from .read import Evidence
    from .retrieve import Hit, Retrieval
    from .shelf import Shelf

RECEIPT_PASSAGES = 10
"""How many of the nearest passages an outcome carries."""


class Asking:
    """A question, tidied, with the shelf it is asked of; ``started`` is when, by ``perf_counter``."""

    def __init__(self, shelf: Shelf, typed: str, started: float) -> None:
        self._shelf, self._typed, self._started = shelf, typed, started
        self._searched_for, self._threshold = typed, THRESHOLD

    def outcome(self, context: str | None) -> Outcome:
        """Answer, or abstain; ``context`` is the question before."""
        before = self._corrected(tidy(context)) if context and context.strip() else None
        filled = whole(self._corrected(self._typed), before, lambda name: bool(self._shelf.said_by(name)))
        self._searched_for = filled
        asked = parse(filled)
        match asked:
            case SmallTalk(reply):
                self._searched_for = self._typed
                return Abstention(reply, self._receipt(0.0, None), self._shelf.suggestions[:3])
            case Metadata(field):
                return self._record(told(field, self._shelf.documents, filled), field)
            case Speech():
                return self._speech(asked)
            case _:
                return self._plain()

    def checked(self) -> Outcome:
        """What the documents say on a claim: read as words to look for, not as a question of some kind."""
        return self._plain()

    def _corrected(self, question: str) -> str:
        return self._shelf.vocabulary.corrected(question, self._shelf.encoder.is_word)

    def _record(self, answer: str | None, field: str) -> Outcome:
        if answer is None:
            return self._abstain(f"No document's record says its {field.replace('_', ' ')}.", 0.0, None)
        return Answer(answer, (), self._receipt(1.0, None))

    def _speech(self, asked: Speech) -> Outcome:
        said = self._shelf.said_by(asked.speaker)
        if not said:
            return self._unheard(asked)
        if not asked.certain:
            return self._plain([(document, statement.span) for document, statement in said])
        found = read_statements(asked, said, self._searched_for, self._shelf)
        self._threshold = found.threshold
        return self._judged(found.evidence, found.retrieval, found.refusal, found.confidence)

    def _unheard(self, asked: Speech) -> Outcome:
        """Nobody of that name is quoted: a stranger is refused, anybody else may stand in the text yet."""
        strangers = [
            w for w in words(asked.speaker) if w not in STOPWORDS and not self._shelf.vocabulary.knows(w)
        ]
        if asked.certain and any(not self._shelf.encoder.is_word(word) for word in strangers):
            return self._abstain(f"The articles don't mention {asked.speaker}.", 0.0, None)
        return self._plain()

    def _plain(self, preferred: Sequence[tuple[Document, Span]] = ()) -> Outcome:
        shelf = self._shelf
        retrieval = shelf.retriever.retrieve(self._searched_for, shelf.vocabulary, shelf.collections)
        evidence = read(retrieval, preferred)
        judged = 0.0
        if evidence:
            judged = confidence(features(retrieval, evidence[0].hit, evidence[0].sentence, shelf.vocabulary))
        return self._judged(evidence, retrieval, "The articles don't say.", judged)

    def _judged(
        self, evidence: Sequence[Evidence], retrieval: Retrieval, refusal: str, judged: float
    ) -> Outcome:
        """Answer with the evidence if the confidence in the first suffices."""
        if judged < self._threshold:
            return self._abstain(refusal, judged, retrieval)
        citations = tuple(
            cite(
                n,
                e.document,
                e.hit.passage.paragraph,
                quoted(e.hit.passage, e.sentence),
                self._shelf.of(e.document),
            )
            for n, e in enumerate(evidence, 1)
        )
        return Answer(written(citations), citations, self._receipt(judged, retrieval))

    def _abstain(self, reason: str, confidence: float, retrieval: Retrieval | None) -> Abstention:
        return Abstention(
            reason,
            self._receipt(confidence, retrieval),
            suggest(self._searched_for, retrieval, self._shelf.suggestions),
        )

    def _receipt(self, confidence: float, retrieval: Retrieval | None) -> Receipt:
        hits = _best_of_each_paragraph(retrieval.hits)[:RECEIPT_PASSAGES] if retrieval else []
        return Receipt(
            question=self._typed,
            searched_for=self._searched_for,
            confidence=confidence,
            threshold=self._threshold,
            passages=tuple(
                Nearest(h.passage.document, h.passage.paragraph, h.passage.span, h.cosine, h.bm25, h.score)
                for h in hits
            ),
            index_version=self._shelf.version,
            elapsed_ms=(perf_counter() - self._started) * 1000,
        )  # fmt: skip


def _best_of_each_paragraph(hits: Sequence[Hit]) -> list[Hit]:
    """One hit a paragraph, in order: of two neighbours, the second tells a reader little."""
    best: dict[tuple[Document, int], Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.document, hit.passage.paragraph), hit)
    return list(best.values())
