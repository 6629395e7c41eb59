"""One question on its way to an outcome."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from ..answer import Abstention, Answer, Nearest, Receipt, written
from ..text.terms import STOPWORDS, words
from .citing import cite, quoted
from .follow_ups import whole
from .intent import Metadata, SmallTalk, Speech, parse, tidy
from .judge import judge
from .record import told
from .speech import read_statements
from .suggestions import suggest
from .thresholds import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..answer import Citation, Outcome
    from ..document import Document, Span
    from ..search.retriever import Hit, Retrieval
    from .evidence import Evidence
    from .judge import Judgement
    from .scope import Shelf

NOTHING = "The articles don't say."
NEAR = "The articles don't say it in so many words. The nearest:"

RECEIPT_PASSAGES = 10
"""How many of the nearest passages an outcome carries."""


class Asking:
    """A question, tidied, with the shelf it is asked of; ``started`` is when, by ``perf_counter``."""

    def __init__(self, shelf: Shelf, typed: str, started: float) -> None:
        self._shelf, self._typed, self._started = shelf, typed, started
        self._searched_for = typed

    def outcome(self, context: str | None) -> Outcome:
        """Answer, or abstain; ``context`` is the question before."""
        before = self._corrected(tidy(context)) if context and context.strip() else None
        filled = whole(self._corrected(self._typed), before, lambda name: bool(self._shelf.said_by(name)))
        self._searched_for = filled
        asked = parse(filled)
        match asked:
            case SmallTalk(reply):
                self._searched_for = self._typed
                return Abstention(reply, self._receipt(None), self._shelf.suggestions[:3])
            case Metadata(field):
                return self._record(told(field, self._shelf.documents, filled), field)
            case Speech():
                return self._speech(asked)
            case _:
                return self._plain()

    def checked(self) -> Outcome:
        """What the documents say on a claim: words to look for, not a question that a reader can answer."""
        return self._judged(judge(self._retrieved(), replace(self._shelf, reader=None, verifier=None)))

    def _corrected(self, question: str) -> str:
        return self._shelf.vocabulary.corrected(question, self._shelf.encoder.is_word)

    def _record(self, answer: str | None, field: str) -> Outcome:
        if answer is None:
            return self._abstain(f"No document's record says its {field.replace('_', ' ')}.")
        return Answer(answer, (), self._receipt(None, 1.0))

    def _speech(self, asked: Speech) -> Outcome:
        said = self._shelf.said_by(asked.speaker)
        if not said:
            return self._unheard(asked)
        if not asked.certain:
            return self._plain([(document, statement.span) for document, statement in said])
        return self._judged(read_statements(asked, said, self._searched_for, self._shelf))

    def _unheard(self, asked: Speech) -> Outcome:
        """Nobody of that name is quoted: a stranger is refused, anybody else may stand in the text yet."""
        strangers = [
            w for w in words(asked.speaker) if w not in STOPWORDS and not self._shelf.vocabulary.knows(w)
        ]
        if asked.certain and any(not self._shelf.encoder.is_word(word) for word in strangers):
            return self._abstain(f"The articles don't mention {asked.speaker}.")
        return self._plain()

    def _plain(self, preferred: Sequence[tuple[Document, Span]] = ()) -> Outcome:
        return self._judged(judge(self._retrieved(), self._shelf, preferred))

    def _retrieved(self) -> Retrieval:
        shelf = self._shelf
        return shelf.retriever.retrieve(self._searched_for, shelf.vocabulary, shelf.collections)

    def _judged(self, found: Judgement) -> Outcome:
        """Answer with the evidence if the confidence in the first suffices."""
        if found.confidence < found.threshold:
            return self._abstain(found.refusal or (NEAR if found.nearest else NOTHING), found)
        citations = self._cited(found.evidence, found.exact)
        short = found.exact.of(citations[0].document.text) if found.exact else None
        return Answer(written(citations), citations, self._receipt(found), short)

    def _cited(self, evidence: Sequence[Evidence], exact: Span | None = None) -> tuple[Citation, ...]:
        """The citations, the first with the words that answer; no sentence is quoted twice."""
        cited: list[Citation] = []
        for one in evidence:
            passage, before = one.hit.passage, [c.span for c in cited if c.document == one.document]
            if any(span.contains(one.span) for span in before):
                continue
            wide = quoted(passage, one.sentence)
            span = one.span if any(wide.overlap(other) for other in before) else wide
            said, words = self._shelf.of(one.document), None if cited else exact
            cited.append(cite(len(cited) + 1, one.document, passage.paragraph, span, said, words))
        return tuple(cited)

    def _abstain(self, reason: str, found: Judgement | None = None) -> Abstention:
        shown = suggest(self._searched_for, found.retrieval if found else None, self._shelf.suggestions)
        nearest = (replace(c, speaker=None) for c in self._cited(found.nearest if found else ()))
        return Abstention(reason, self._receipt(found), shown, tuple(nearest))

    def _receipt(self, found: Judgement | None, confidence: float = 0.0) -> Receipt:
        """The receipt of a judgement, or of an outcome that needed none."""
        hits = _best_of_each_paragraph(found.retrieval.hits)[:RECEIPT_PASSAGES] if found else []
        return Receipt(
            question=self._typed,
            searched_for=self._searched_for,
            confidence=found.confidence if found else confidence,
            threshold=found.threshold if found else THRESHOLD,
            passages=tuple(
                Nearest(h.passage.document, h.passage.paragraph, h.passage.span, h.cosine, h.bm25, h.score)
                for h in hits
            ),
            index_version=self._shelf.version,
            elapsed_ms=(perf_counter() - self._started) * 1000,
            judged=found.judged if found else "none",
        )


def _best_of_each_paragraph(hits: Sequence[Hit]) -> list[Hit]:
    """One hit a paragraph, in order: of two neighbours, the second tells a reader little."""
    best: dict[tuple[Document, int], Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.document, hit.passage.paragraph), hit)
    return list(best.values())
