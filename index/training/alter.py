"""Questions changed so that they are answered no more, or still are: what a reader learns to tell apart.

A word changed in the question alone leaves it without an answer; the same change in question and passage
leaves the answer where it was. Trained on both, a reader can't tell by the looks of the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..answer_type import AnswerType, offers
from ..terms import STOPWORDS, stem

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt

NEIGHBOURS = 12
NEAR, NEAREST = 0.30, 0.60
"""Cosines of static word vectors: above lie inflections and synonyms, below words that don't fit."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"\b\d[\d,]*(?:\.\d+)?\b")
_ADVERBS = {
    "when": AnswerType.TIME,
    "why": AnswerType.REASON,
    "how long": AnswerType.DURATION,
}
_ASKS_ADVERB = re.compile(r"^(?:When|Where|Why|How|How long) (?=(?:did|was|were|is|are|does|do|has|had)\b)")


@dataclass(frozen=True, slots=True)
class Swap:
    """One expression of a question, and what to put in its place."""

    old: str
    new: str

    def apply(self, text: str) -> str:
        """The text with every whole ``old`` replaced, whatever the case."""
        return re.sub(rf"\b{re.escape(self.old)}\b", lambda _: self.new, text, flags=re.IGNORECASE)


class Neighbours:
    """Words of like kind, by the static vectors of a model's vocabulary.

    ``vectors`` is float32 ``(n, dimension)``, a row for each of the ``tokens``.
    """

    def __init__(self, tokens: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
        whole = [i for i, token in enumerate(tokens) if token.isalpha() and len(token) > 2]
        self._words = [tokens[i] for i in whole]
        kept = vectors[whole] - vectors.mean(axis=0)
        self._vectors = kept / np.linalg.norm(kept, axis=1, keepdims=True)
        self._row = {word: row for row, word in enumerate(self._words)}
        self._known: dict[str, list[str]] = {}

    def of(self, word: str) -> list[str]:
        """Other words, nearest first; no inflection of ``word``; [] for one outside the vocabulary."""
        word = word.lower()
        if word not in self._row:
            return []
        if word not in self._known:
            cosines = self._vectors @ self._vectors[self._row[word]]
            best = np.argsort(-cosines)[: 3 * NEIGHBOURS]
            self._known[word] = [
                self._words[i]
                for i in best
                if NEAR <= cosines[i] <= NEAREST and self._words[i][:4] != word[:4]
            ][:NEIGHBOURS]
        return self._known[word]


def word_swap(question: str, passage: str, neighbours: Neighbours, rng: random.Random) -> Swap | None:
    """A word that question and passage share, for one of like kind that neither has."""
    here = {stem(w.lower()) for w in _WORD.findall(passage)}
    shared = [
        m.group()
        for m in _WORD.finditer(question)
        if m.group().lower() not in STOPWORDS and stem(m.group().lower()) in here
    ]
    rng.shuffle(shared)
    for old in shared:
        if new := [n for n in neighbours.of(old) if stem(n) not in here]:
            return Swap(old, rng.choice(new))
    return None


def name_swap(question: str, passage: str, names: Sequence[str], rng: random.Random) -> Swap | None:
    """A name that question and passage share, for one that the passage lacks."""
    shared = [m.group() for m in _NAME.finditer(question) if m.group() in passage]
    others = [n for n in rng.sample(names, min(8, len(names))) if n not in passage and n not in question]
    return Swap(rng.choice(shared), others[0]) if shared and others else None


def number_swap(question: str, passage: str, rng: random.Random) -> Swap | None:
    """A number of the question, for one near it that the passage lacks."""
    for old in rng.sample(found := _NUMBER.findall(question), len(found)):
        digits = old.replace(",", "")
        if not digits.isdigit() or digits not in passage.replace(",", ""):
            continue
        value = int(digits)
        new = str(max(0, value + rng.choice((-1, 1)) * rng.randint(1, max(3, value // 20))))
        if new not in passage and new != digits:
            return Swap(old, new)
    return None


def adverb_swap(question: str, passage: str, rng: random.Random) -> Swap | None:
    """When, why or how long instead of another of these, where the passage has nothing to say on it."""
    asked = _ASKS_ADVERB.match(question)
    if asked is None:
        return None
    old = asked.group().strip()
    absent = [w for w, kind in _ADVERBS.items() if w != old.lower() and not offers(kind, passage, question)]
    return Swap(old, rng.choice(absent).capitalize()) if absent else None


def names(text: str) -> list[str]:
    """The names in a text, by their capitals."""
    return sorted({m.group() for m in _NAME.finditer(text)})


def misspelt(question: str, rng: random.Random) -> str:
    """The question with one of its longer words mistyped."""
    words = [m.span() for m in _WORD.finditer(question) if len(m.group()) >= 5]
    if not words:
        return question
    start, end = rng.choice(words)
    at = rng.randrange(start + 1, end - 1)
    a, b = question[at], question[at + 1]
    return question[:at] + rng.choice((b + a, b, a + a + b)) + question[at + 2 :]


def carelessly(question: str, rng: random.Random) -> str:
    """As typed in a chat: small letters, or no question mark."""
    return rng.choice((question.lower(), question.rstrip("?"), question.rstrip("?").lower()))


SWAPPED: Mapping[str, float] = {"word": 0.4, "name": 0.3, "number": 0.15, "adverb": 0.15}
"""The order in which kinds of swaps are tried is drawn by these weights."""


def swap(
    question: str, passage: str, names: Sequence[str], neighbours: Neighbours, rng: random.Random
) -> tuple[str, Swap] | None:
    """Some swap with its kind that takes the answer away, or None where none fits."""
    kinds = sorted(SWAPPED, key=lambda kind: rng.random() ** (1 / SWAPPED[kind]), reverse=True)
    for kind in kinds:
        made = {
            "word": lambda: word_swap(question, passage, neighbours, rng),
            "name": lambda: name_swap(question, passage, names, rng),
            "number": lambda: number_swap(question, passage, rng),
            "adverb": lambda: adverb_swap(question, passage, rng),
        }[kind]()
        if made is not None:
            return kind, made
    return None
