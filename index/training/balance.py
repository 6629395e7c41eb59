"""Weights by which neither a question's first word nor the words it shares with its passage tell the answer.

Among questions with the same question word and about the same overlap, both answers weigh the same.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

BINS = 6
LEAST, MOST = 0.3, 3.0
"""A row's weight is within these: few rows shan't carry a whole bin."""

_POLAR = "is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may"
_QUESTION_WORD = re.compile(
    rf"\b(who|whom|whose|when|where|why|how (?:many|much|old|long|far|often)|how|which|what|{_POLAR})\b"
)
_AS_ONE = {"whom": "who", "whose": "who", **dict.fromkeys(_POLAR.split("|"), "polar")}


def question_word(question: str) -> str:
    """The first question word; "polar" where yes or no is asked for, "other" where there is none."""
    found = _QUESTION_WORD.search(question.lower())
    return _AS_ONE.get(found.group(), found.group()) if found else "other"


def balanced(
    questions: Sequence[str], overlaps: npt.NDArray[np.float64], labels: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """The rows' weights, ``(n,)``; ``overlaps`` are from 0 to 1, ``labels`` 0 or 1."""
    bins = np.minimum((overlaps * BINS).astype(int), BINS - 1)
    groups = list(zip(map(question_word, questions), bins.tolist(), strict=True))
    rows = list(zip(groups, labels.astype(int).tolist(), strict=True))
    count = Counter(rows)
    shares = [(count[group, 0] + count[group, 1]) / 2 / count[group, label] for group, label in rows]
    return np.clip(shares, LEAST, MOST)
