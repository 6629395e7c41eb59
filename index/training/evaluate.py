"""How well a reader reads articles that it was not trained on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..exact import READ
from .examples import Example

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .examples import Mine

Reading = tuple[float, str]
"""Margin of the best span over no answer, and its words."""


@dataclass(frozen=True, slots=True)
class Figures:
    """``span`` is the share of answerable questions whose best span holds an answer or lies in one, ``auroc``
    the area under the curve of the margin, answerable against unanswerable questions of the same articles,
    ``reject_at_90`` the share of these below the margin that keeps 90 % of the answerable."""

    span: float
    auroc: float
    reject_at_90: float
    questions: int

    def __str__(self) -> str:
        return (
            f"span {self.span:.4f}  auroc {self.auroc:.4f}  reject@90 {self.reject_at_90:.4f}"
            f"  ({self.questions} questions)"
        )


def figures(
    held_out: Sequence[Mine], read: Callable[[Sequence[Example]], list[Reading]], most: int
) -> Figures:
    """Read the nearest passages of at most ``most`` questions, spread evenly."""
    asked = [
        (mine, q, nearest[:READ])
        for mine in held_out
        for q, nearest in zip(mine.article.questions, mine.mined.nearest, strict=True)
        if nearest
    ]
    asked = asked[:: max(1, -(-len(asked) // most))]
    examples = [
        Example(q.text, mine.span(n).of(mine.article.document.text), None)
        for mine, q, nearest in asked
        for n in nearest
    ]
    readings = iter(read(examples))
    right, yes, no = [], [], []
    for mine, q, nearest in asked:
        margin, words = max(next(readings) for _ in nearest)
        if q.answer is None:
            no.append(margin)
        else:
            golds = [place.of(mine.article.document.text) for place in q.answers]
            right.append(any(same_answer(words, gold) for gold in golds))
            yes.append(margin)
    return Figures(float(np.mean(right)), *_curve(np.array(yes), np.array(no)), len(asked))


def same_answer(words: str, gold: str) -> bool:
    """Whether one holds the other, as whole words."""
    return plain(words) in plain(gold) or plain(gold) in plain(words)


def plain(text: str) -> str:
    """Words in small letters, with a space before, between and after them."""
    return f" {' '.join(re.findall(r'[a-z0-9$%]+', text.lower()))} "


def _curve(yes: np.ndarray, no: np.ndarray) -> tuple[float, float]:
    if not len(no):
        return float("nan"), float("nan")
    above = (yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2
    return float(above), float((no < np.quantile(yes, 0.1)).mean())
