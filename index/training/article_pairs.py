"""Pairs of an article with questions: those on passages near, and on its own with something changed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .alter import name_within, role_for_name, shifted, swap
from .clause_pairs import of_text
from .details import without_detail
from .pair import Pair, overlap

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Doc

    from .lexicon import Lexicon
    from .mine import Mine
    from .pair import Place
    from .resources import Resources
    from .squad import AnnotatedQuestion

OTHER_PASSAGE, SWAPPED, WITHIN, SHIFTED, WIDE = 0.4, 0.15, 0.25, 0.08, 0.4
STILL_LIKE = 0.8
"""The share of its overlap with the question that a passage keeps when it loses the answer."""


def of_article(mine: Mine, resources: Resources, rng: random.Random, share: float = 1.0) -> Iterator[Pair]:
    """The pairs of an article with questions; ``share`` of its questions and passages is drawn."""
    doc = cache(lambda n: resources.parse(mine.text(n)))
    for question, nearest in zip(mine.article.questions, mine.mined.nearest, strict=True):
        if rng.random() < share:
            yield from _of_question(mine, question, nearest, doc, resources.lexicon, rng)
    for n in range(len(mine.mined.passages)):
        if rng.random() < share:
            yield from of_text(doc(n), rng)


def _of_question(
    mine: Mine,
    question: AnnotatedQuestion,
    nearest: Sequence[int],
    doc: Callable[[int], Doc],
    lexicon: Lexicon,
    rng: random.Random,
) -> Iterator[Pair]:
    own = mine.holding(question.answer or question.lure or question.paragraph)
    others = [n for n in nearest if n != own and not _answers(mine, n, question)]
    if question.answer is None:
        yield from _unanswerable(mine, question.text, own, nearest, others)
    elif own is not None:
        start = question.answer.start - mine.span(own).start
        answer = start, start + question.answer.end - question.answer.start
        yield from _answered(mine, question.text, own, answer, rng)
        for n in others[:2]:
            if rng.random() < OTHER_PASSAGE:
                yield Pair(question.text, mine.text(n), False, None, "other passage")
        if less := without_like(question.text, doc(own), answer, rng):
            yield Pair(question.text, less, False, None, "detail gone")
        yield from _changed(mine, question.text, answer, doc(own), lexicon, rng)


def _unanswerable(
    mine: Mine, question: str, own: int | None, nearest: Sequence[int], others: Sequence[int]
) -> Iterator[Pair]:
    shown = own if own is not None else nearest[0] if nearest else None
    for n in (shown, *others[:1]):
        if n is not None:
            yield Pair(question, mine.text(n), False, None, "unanswerable")


def _answered(mine: Mine, question: str, own: int, answer: Place, rng: random.Random) -> Iterator[Pair]:
    yield Pair(question, mine.text(own), True, answer, "given")
    if (role := role_for_name(question, mine.text(own))) is not None:
        yield Pair(role, mine.text(own), True, answer, "role")
    if rng.random() < WIDE:
        first = max(0, own - rng.choice((0, 1)))
        last = min(len(mine.mined.passages) - 1, own + rng.choice((0, 1)))
        wide = mine.article.document.text[mine.span(first).start : mine.span(last).end]
        shift = mine.span(own).start - mine.span(first).start
        yield Pair(question, wide, True, (answer[0] + shift, answer[1] + shift), "wide")


def without_like(question: str, doc: Doc, answer: Place, rng: random.Random) -> str | None:
    """The text less the answer, if it still looks as if it had it."""
    less = without_detail(doc, *answer, rng)
    alike = less and overlap(question, less) >= STILL_LIKE * overlap(question, doc.text)
    return less if alike else None


def _changed(
    mine: Mine, question: str, answer: Place, doc: Doc, lexicon: Lexicon, rng: random.Random
) -> Iterator[Pair]:
    if rng.random() < SWAPPED and (found := swap(question, doc.text, mine.names, lexicon, rng)):
        yield Pair(found[1].apply(question), doc.text, False, None, f"swapped {found[0]}")
    if rng.random() < WITHIN and (changed := name_within(question, doc, answer, rng)):
        yield Pair(changed, doc.text, False, None, "name within")
    if rng.random() < SHIFTED and (changed := shifted(question, rng)):
        yield Pair(changed, doc.text, False, None, "occasion")


def _answers(mine: Mine, passage: int, question: AnnotatedQuestion) -> bool:
    """Whether the passage may answer too: it has the answer's words."""
    place, text = question.answer, mine.article.document.text
    return place is not None and place.of(text).lower() in mine.text(passage).lower()
