"""A question with a passage, which answers it or not."""

from __future__ import annotations

from dataclasses import dataclass

from ..text.terms import STOPWORDS, stem, words

Place = tuple[int, int]
"""Where words begin and end, in code points."""


@dataclass(frozen=True, slots=True)
class Pair:
    """``answer`` is the place in ``passage`` that answers, None where it doesn't or none was marked.

    ``kind`` tells how the pair was made.
    """

    question: str
    passage: str
    answered: bool
    answer: Place | None
    kind: str


def content_stems(question: str) -> set[str]:
    """The stems of the words that mean something."""
    return {stem(word) for word in words(question.lower()) if word not in STOPWORDS}


def overlap(question: str, passage: str) -> float:
    """The share of the question's content words whose stem stands in the passage."""
    asked = content_stems(question)
    return len(asked & {stem(w) for w in words(passage.lower())}) / len(asked) if asked else 0.0
