"""Questions that ask the same, by meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..text.terms import words
from .answer_type import AnswerType, answer_type
from .speech_questions import speech_question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models.encoder import Encoder, Vectors

ALIKE = 0.75
"""Least cosine of two questions that ask the same, if their wordings don't conflict.

Of QAMR's questions on one sentence (``tests/benchmarks/bench_grouping.py``), the hardest case, .253 of the
pairs with one answer are grouped and .029 of those with different ones (by the cosine alone .254 and .035);
on the half that is for reporting .254 and .034. At .70 it is .321 and .045, at .80 .193 and .017."""

_VAGUE = (AnswerType.OTHER, AnswerType.YES_NO)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of a question's wording tells it from others: the kind of answer, and whose words are wanted."""

    kind: AnswerType
    speaker: frozenset[str]

    @classmethod
    def of(cls, question: str) -> _Asked:
        speech = speech_question(question)
        return cls(answer_type(question), frozenset(words(speech.speaker) if speech else ()))

    def conflicts(self, other: _Asked) -> bool:
        """Whether these ask for different things, however near their words are."""
        kinds = {self.kind, other.kind} - set(_VAGUE)
        spoken = self.speaker and other.speaker
        return len(kinds) > 1 or bool(spoken and not self.speaker & other.speaker)


def conflict(question: str, other: str) -> bool:
    """Whether the wordings of two questions say that they ask for different things: who and when, or what
    one person said and what another did."""
    return _Asked.of(question).conflicts(_Asked.of(other))


def group(questions: Sequence[str], encoder: Encoder) -> list[list[int]]:
    """The places of the questions that ask the same, a list a group, in the order of their first ones.

    Each question joins the group whose first one is nearest to it. Takes an encoding a question, 4 ms each.
    """
    vectors = [encoder.encode_query(question).vector for question in questions]
    asked = [_Asked.of(question) for question in questions]
    groups: list[list[int]] = []
    for place, vector in enumerate(vectors):
        near = [
            (cosine, number)
            for number, cosine in enumerate(_cosines(vector, [vectors[g[0]] for g in groups]))
            if cosine >= ALIKE and not asked[place].conflicts(asked[groups[number][0]])
        ]
        if near:
            groups[max(near)[1]].append(place)
        else:
            groups.append([place])
    return groups


def _cosines(vector: Vectors, others: Sequence[Vectors]) -> list[float]:
    return [float(cosine) for cosine in np.array(others) @ vector] if others else []
