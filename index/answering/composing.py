"""What was found for a question → its outcome: an answer or an abstention, with its receipt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from ..answer import Abstention, Answer, Nearest, Receipt, composed
from .choosing import disputes
from .citing import cite, widened
from .suggestions import suggest
from .thresholds import THRESHOLD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..answer import Citation, Kind, Outcome
    from ..document import Document, Span
    from ..search.retriever import Hit
    from ..storage.library import Passage
    from .evidence import Evidence
    from .judge import Judgement
    from .scope import Scope

NOTHING = "The articles don't say."
NEAR = "The articles don't say it in so many words. The nearest:"

RECEIPT_PASSAGES = 10
"""How many of the nearest passages an outcome carries."""


class Place(NamedTuple):
    """A sentence to be quoted, by its number in its passage."""

    passage: Passage
    sentence: int

    @property
    def span(self) -> Span:
        """Where it stands in the document."""
        return self.passage.sentences[self.sentence]


@dataclass(frozen=True)
class Composer:
    """Makes the outcomes of one question: as it was ``typed``, and as it was ``searched_for``."""

    scope: Scope
    typed: str
    searched_for: str
    kind: Kind = "quote"

    def judged(self, found: Judgement) -> Outcome:
        """The evidence, if the confidence in the first suffices."""
        if found.confidence < found.threshold:
            return self.abstention(found.refusal or (NEAR if found.nearest else NOTHING), found)
        cited = self._citations([_place(e) for e in found.evidence], found.answer_span)
        citations = tuple(_without_disputed(c, found.speakers, self.scope) for c in cited)
        short = found.answer_span.of(citations[0].document.text) if found.answer_span else None
        related = self._related(found, citations)
        return Answer(composed(citations), citations, self._receipt(found), short, (), related)

    def quotation(self, places: Sequence[Place], found: Judgement | None = None, remark: str = "") -> Outcome:
        """Sentences that answer by being there, under a remark of our own."""
        citations, remarks = self._citations(places, widen=False), (remark,) if remark else ()
        receipt, related = self._receipt(found, 1.0), self._related(found, citations)
        return Answer(composed(citations, remarks), citations, receipt, None, remarks, related)

    def record(self, lines: str) -> Outcome:
        """What a document's record says."""
        return Answer(lines, (), self._receipt(None, 1.0), None, (lines,))

    def talk(self, reply: str) -> Outcome:
        """A reply to what asks nothing."""
        return Abstention(reply, self._receipt(None), self.scope.suggestions[:3])

    def abstention(self, reason: str, found: Judgement | None = None) -> Outcome:
        """The reason, with what comes nearest; nobody is named as saying that."""
        shown = suggest(self.searched_for, found.retrieval if found else None, self.scope.suggestions)
        places = [_place(e) for e in found.nearest] if found else []
        nearest = tuple(replace(c, speaker=None) for c in self._citations(places))
        return Abstention(reason, self._receipt(found), shown, nearest)

    def _related(self, found: Judgement | None, citations: Sequence[Citation]) -> tuple[str, ...]:
        """What else can be asked; nothing where no search has put the question into a vector."""
        if found is None:
            return ()
        return self.scope.offered.related(self.searched_for, found.retrieval.vector, citations)

    def _citations(
        self, places: Iterable[Place], answer_span: Span | None = None, *, widen: bool = True
    ) -> tuple[Citation, ...]:
        """The citations, the first with the words that answer; no sentence is quoted twice."""
        cited: list[Citation] = []
        statements_of = cache(self.scope.library.statements)  # an overview quotes one document five times
        for place in places:
            passage = place.passage
            document = passage.document
            before = [c.span for c in cited if c.document == document]
            if any(span.contains(place.span) for span in before):
                continue
            wide = widened(passage, place.sentence) if widen else place.span
            span = place.span if any(wide.overlap(other) for other in before) else wide
            statements, words = statements_of(document), None if cited else answer_span
            number = len(cited) + 1
            cited.append(cite(number, document, passage.paragraph, span, statements, words, core=place.span))
        return tuple(cited)

    def _receipt(self, found: Judgement | None, confidence: float = 0.0) -> Receipt:
        """The receipt of a judgement, or of an outcome that needed none."""
        hits = _best_of_each_paragraph(found.retrieval.hits)[:RECEIPT_PASSAGES] if found else []
        return Receipt(
            question=self.typed,
            searched_for=self.searched_for,
            confidence=found.confidence if found else confidence,
            threshold=found.threshold if found else THRESHOLD,
            passages=tuple(
                Nearest(h.passage.document, h.passage.paragraph, h.passage.span, h.cosine, h.bm25, h.score)
                for h in hits
            ),
            index_version=self.scope.version,
            judged=found.judged if found else "none",
            kind=self.kind,
        )


def _without_disputed(citation: Citation, named: Sequence[tuple[Evidence, str]], scope: Scope) -> Citation:
    """The citation without its speaker, where the language model takes the sentence for somebody else's."""
    disputed = any(
        e.document == citation.document
        and citation.span.contains(e.span)
        and disputes(name, citation.speaker, e, scope)
        for e, name in named
    )
    return replace(citation, speaker=None) if disputed else citation


def combined(outcomes: Sequence[tuple[str, Outcome]], typed: str, searched_for: str) -> Outcome:
    """One outcome of several questions: what is answered of them, and which are not.

    The receipt is that of the first answered, with the least confidence of all that are.
    """
    answers = [outcome for _, outcome in outcomes if isinstance(outcome, Answer)]
    if not answers:
        first = outcomes[0][1]
        return replace(first, receipt=replace(first.receipt, question=typed, searched_for=searched_for))
    cited = {(c.document, c.span): c for answer in reversed(answers) for c in reversed(answer.citations)}
    citations = tuple(replace(c, marker=n) for n, c in enumerate(reversed(cited.values()), 1))
    refused = [f"“{asked}” {o.reason}" for asked, o in outcomes if isinstance(o, Abstention)]
    remarks = (*(remark for answer in answers for remark in answer.remarks), *refused)
    shorts = [answer.short_answer for answer in answers]
    short = "; ".join(filter(None, shorts)) if all(shorts) and not refused else None
    receipt = replace(
        answers[0].receipt,
        question=typed,
        searched_for=searched_for,
        confidence=min(answer.receipt.confidence for answer in answers),
    )
    return Answer(composed(citations, remarks), citations, receipt, short, remarks)


def _place(evidence: Evidence) -> Place:
    return Place(evidence.hit.passage, evidence.sentence)


def _best_of_each_paragraph(hits: Sequence[Hit]) -> list[Hit]:
    """One hit a paragraph, in order: of two neighbours, the second tells a reader little."""
    best: dict[tuple[Document, int], Hit] = {}
    for hit in hits:
        best.setdefault((hit.passage.document, hit.passage.paragraph), hit)
    return list(best.values())
