"""Articles → examples: a question, a passage, and where in the passage the answer is, if it is there.

An epoch draws its examples anew: each answerable question once with its own passage, and, by the shares
below, with a near passage that doesn't answer it, with its own passage less the answer's sentence, or
changed; each unanswerable one with the passage that seems to answer it and with another near one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..document import Span
from .alter import name_swap, names, swap
from .rephrase import asked_back, carelessly, misspelt, rephrased

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Mapping, Sequence

    from .alter import Swap
    from .lexicon import Lexicon
    from .mine import Mined
    from .squad import Article, Question

OTHER_PASSAGE, WITHOUT_ANSWER, CHANGED, CHANGED_BOTH = 0.35, 0.12, 0.35, 0.12
ASKED_BACK = 0.15
"""How often a statement of the passage is asked back; half of the times of somebody else."""
REPHRASED, CARELESS, MISSPELT = 0.35, 0.2, 0.1
"""What befalls a question, answered or not, each by chance alone."""
LURES = 2
"""How often an epoch shows each unanswerable question."""


@dataclass(frozen=True, slots=True)
class Example:
    """``answer`` is the place in ``passage`` (code points), None when it holds none."""

    question: str
    passage: str
    answer: Span | None


@dataclass(frozen=True, slots=True)
class Mine:
    """An article with what the engine found in it, and the names that it holds."""

    article: Article
    mined: Mined
    names: tuple[str, ...]

    @classmethod
    def of(cls, article: Article, mined: Mined) -> Mine:
        return cls(article, mined, tuple(names(article.document.text)))

    def span(self, passage: int) -> Span:
        """Where a passage stands in the article."""
        inside = self.mined.passages[passage]
        return Span(inside[0].start, inside[-1].end)

    def holding(self, place: Span) -> int | None:
        """The passage that holds a place whole."""
        return next((n for n in range(len(self.mined.passages)) if self.span(n).contains(place)), None)


def epoch(
    articles: Sequence[Mine], share: Mapping[str, float], lexicon: Lexicon, rng: random.Random
) -> list[Example]:
    """An epoch's examples, shuffled; of each set the ``share`` of its questions that is drawn."""
    found = [
        example
        for mine in articles
        for question, nearest in zip(mine.article.questions, mine.mined.nearest, strict=True)
        if rng.random() < share.get(mine.article.set, 1.0)
        for example in _of(mine, question, nearest, lexicon, rng)
    ]
    rng.shuffle(found)
    return found


def _of(
    mine: Mine, question: Question, nearest: Sequence[int], lexicon: Lexicon, rng: random.Random
) -> Iterator[Example]:
    place = question.answer or question.lure or question.paragraph
    own = mine.holding(place)
    text = mine.article.document.text
    others = [n for n in nearest if n != own and not _answers(mine, n, question)]
    if question.answer is None:
        here = own if own is not None else nearest[0] if nearest else None
        for n in [here, *others[: LURES - 1]]:
            if n is not None:
                yield Example(_typed(question.text, lexicon, rng), mine.span(n).of(text), None)
    elif own is not None:
        yield from _answered(mine, question.text, question.answer, own, lexicon, rng)
        if others and rng.random() < OTHER_PASSAGE:
            yield Example(_typed(question.text, lexicon, rng), mine.span(rng.choice(others)).of(text), None)
        if rng.random() < ASKED_BACK and (back := _asked_back(mine, own, lexicon, rng)):
            yield back


def _answered(
    mine: Mine, question: str, place: Span, own: int, lexicon: Lexicon, rng: random.Random
) -> Iterator[Example]:
    span, text = mine.span(own), mine.article.document.text
    passage, answer = span.of(text), Span(place.start - span.start, place.end - span.start)
    yield Example(_typed(question, lexicon, rng), passage, answer)
    if rng.random() < WITHOUT_ANSWER and (rest := _without(mine, own, place)):
        yield Example(_typed(question, lexicon, rng), rest, None)
    if rng.random() >= CHANGED + CHANGED_BOTH:
        return
    if (found := swap(question, passage, mine.names, lexicon, rng)) is None:
        return
    kind, change = found
    if kind == "adverb" or rng.random() < CHANGED / (CHANGED + CHANGED_BOTH):
        yield Example(_typed(change.apply(question), lexicon, rng), passage, None)
    elif both := _both(change, question, passage, answer):
        yield both


def _asked_back(mine: Mine, own: int, lexicon: Lexicon, rng: random.Random) -> Example | None:
    """A statement of the passage as a question; asked of another name it has no answer."""
    span = mine.span(own)
    passage = span.of(mine.article.document.text)
    sentences = [Span(s.start - span.start, s.end - span.start) for s in mine.mined.passages[own]]
    if (found := asked_back(passage, sentences, rng)) is None:
        return None
    question, answer = found
    if rng.random() < 0.5 and (change := name_swap(question, passage, mine.names, rng)):
        return Example(_typed(change.apply(question), lexicon, rng), passage, None)
    return Example(_typed(question, lexicon, rng), passage, answer)


def _both(change: Swap, question: str, passage: str, answer: Span) -> Example | None:
    """The change made in question and passage, unless it would touch the answer."""
    if change.apply(answer.of(passage)) != answer.of(passage):
        return None
    before = change.apply(passage[: answer.start])
    moved = Span(len(before), len(before) + answer.end - answer.start)
    return Example(change.apply(question), before + change.apply(passage[answer.start :]), moved)


def _without(mine: Mine, own: int, answer: Span) -> str | None:
    """The passage less the sentence that answers; None where the rest holds the answer too, or is nothing."""
    text = mine.article.document.text
    rest = " ".join(s.of(text) for s in mine.mined.passages[own] if not s.overlap(answer))
    return rest if rest and answer.of(text).lower() not in rest.lower() else None


def _answers(mine: Mine, passage: int, question: Question) -> bool:
    """Whether the passage may answer too: it has the answer's words."""
    text = mine.article.document.text
    place = question.answer
    return place is not None and place.of(text).lower() in mine.span(passage).of(text).lower()


def _typed(question: str, lexicon: Lexicon, rng: random.Random) -> str:
    """The question as somebody else might put it."""
    if rng.random() < REPHRASED:
        question = rephrased(question, lexicon, rng)
    if rng.random() < CARELESS:
        question = carelessly(question, rng)
    return misspelt(question, rng) if rng.random() < MISSPELT else question
