"""One question on its way to an outcome."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

from ..answer import Abstention, Answer, Nearest, Receipt, written
from ..text.terms import STOPWORDS, terms, words
from .citing import cite, quoted
from .follow_ups import whole
from .intent import Metadata, SmallTalk, Speech, parse, tidy
from .judge import judge
from .record import MOST_TOLD, told
from .speech import judge_speech
from .suggestions import suggest
from .thresholds import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ..answer import Citation, Outcome
    from ..document import Document, Span
    from ..search.retriever import Hit, Retrieval
    from .evidence import Evidence
    from .judge import Judgement
    from .scope import Scope

NOTHING = "The articles don't say."
NEAR = "The articles don't say it in so many words. The nearest:"

RECEIPT_PASSAGES = 10
"""How many of the nearest passages an outcome carries."""


class Answerer:
    """A question, tidied, with the scope it is asked of; ``started`` is when, by ``perf_counter``."""

    def __init__(self, scope: Scope, typed: str, started: float) -> None:
        self._scope, self._typed, self._started = scope, typed, started
        self._searched_for = typed

    def outcome(self, context: str | None) -> Outcome:
        """Answer, or abstain; ``context`` is the question before."""
        before = self._corrected(tidy(context)) if context and context.strip() else None
        filled = whole(
            self._corrected(self._typed), before, lambda name: bool(self._scope.speakers(name).names)
        )
        self._searched_for = filled
        asked = parse(filled)
        match asked:
            case SmallTalk(reply):
                self._searched_for = self._typed
                return Abstention(reply, self._receipt(None), self._scope.suggestions[:3])
            case Metadata(field):
                return self._record(told(field, self._titled(filled), filled), field)
            case Speech():
                return self._speech(asked)
            case _:
                return self._plain()

    def checked(self) -> Outcome:
        """What the documents say on a claim: words to look for, not a question that a reader can answer."""
        return self._judged(judge(self._retrieved(), replace(self._scope, reader=None, verifier=None)))

    def _corrected(self, question: str) -> str:
        return self._scope.vocabulary.corrected(question, self._scope.encoder.is_word)

    def _record(self, answer: str | None, field: str) -> Outcome:
        if answer is None:
            return self._abstain(f"No document's record says its {field.replace('_', ' ')}.")
        return Answer(answer, (), self._receipt(None, 1.0))

    def _titled(self, question: str) -> list[Document]:
        return self._scope.library.titled(terms(question), self._scope.collections, MOST_TOLD + 1)

    def _speech(self, asked: Speech) -> Outcome:
        speakers = self._scope.speakers(asked.speaker)
        if not speakers.names:
            return self._unheard(asked)
        if not asked.certain:
            return self._plain(speakers.names)
        return self._judged(judge_speech(asked, speakers, self._searched_for, self._scope))

    def _unheard(self, asked: Speech) -> Outcome:
        """Nobody of that name is quoted: a stranger is refused, anybody else may stand in the text yet."""
        strangers = [
            w for w in words(asked.speaker) if w not in STOPWORDS and not self._scope.vocabulary.knows(w)
        ]
        if asked.certain and any(not self._scope.encoder.is_word(word) for word in strangers):
            return self._abstain(f"The articles don't mention {asked.speaker}.")
        return self._plain()

    def _plain(self, speakers: Collection[str] = ()) -> Outcome:
        """By the words; what the speakers say comes before equals elsewhere."""
        found = self._retrieved()
        passages = [hit.passage for hit in found.hits] if speakers else []
        preferred = [
            (passage.document, statement.span)
            for passage, statement in self._scope.library.statements_in(passages)
            if statement.speaker in speakers
        ]
        return self._judged(judge(found, self._scope, preferred))

    def _retrieved(self) -> Retrieval:
        scope = self._scope
        return scope.retriever.retrieve(self._searched_for, scope.vocabulary, scope.collections)

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
            said, words = self._scope.library.statements(one.document), None if cited else exact
            cited.append(cite(len(cited) + 1, one.document, passage.paragraph, span, said, words))
        return tuple(cited)

    def _abstain(self, reason: str, found: Judgement | None = None) -> Abstention:
        shown = suggest(self._searched_for, found.retrieval if found else None, self._scope.suggestions)
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
            index_version=self._scope.version,
            elapsed_ms=(perf_counter() - self._started) * 1000,
            judged=found.judged if found else "none",
        )


def _best_of_each_paragraph(hits: Sequence[Hit]) -> list[Hit]:
    """One hit a paragraph, in order: of two neighbours, the second tells a reader little."""
    best: dict[tuple[Document, int], Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.document, hit.passage.paragraph), hit)
    return list(best.values())
