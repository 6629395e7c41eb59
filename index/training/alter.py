"""Questions changed so that they are answered no more, or still are: what a reader learns to tell apart.

A word changed in the question alone leaves it without an answer; the same change in question and passage
leaves the answer where it was. Trained on both, a reader can't tell by the looks of the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..answer_type import AnswerType, offers
from ..terms import STOPWORDS, stem

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from .lexicon import Lexicon

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"(?<![.?!] )(?<!^)\b[A-Z][\w’'-]+(?: (?:of |the )?[A-Z][\w’'-]+)*")
_NUMBER = re.compile(r"(?<![\w,])\d[\d,]*(?:\.\d+)?\b")
_ADVERBS = {
    "when": AnswerType.TIME,
    "why": AnswerType.REASON,
    "how long": AnswerType.DURATION,
    "where": AnswerType.PLACE,
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


def word_swap(question: str, passage: str, lexicon: Lexicon, rng: random.Random) -> Swap | None:
    """A word that question and passage share, for its opposite, or one of like kind, that neither has."""
    here = {stem(w.lower()) for w in WORD.findall(passage)}
    shared = [
        m.group()
        for m in WORD.finditer(question)
        if m.group().lower() not in STOPWORDS and stem(m.group().lower()) in here
    ]
    rng.shuffle(shared)
    for old in shared:
        for others in (lexicon.opposites(old), lexicon.others(old)):
            if new := [n for n in others if stem(n) not in here]:
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


SWAPPED: Mapping[str, float] = {"word": 0.4, "name": 0.3, "number": 0.15, "adverb": 0.15}
"""The order in which kinds of swaps are tried is drawn by these weights."""


def swap(
    question: str, passage: str, names: Sequence[str], lexicon: Lexicon, rng: random.Random
) -> tuple[str, Swap] | None:
    """Some swap with its kind that takes the answer away, or None where none fits."""
    kinds = sorted(SWAPPED, key=lambda kind: rng.random() ** (1 / SWAPPED[kind]), reverse=True)
    for kind in kinds:
        made = {
            "word": lambda: word_swap(question, passage, lexicon, rng),
            "name": lambda: name_swap(question, passage, names, rng),
            "number": lambda: number_swap(question, passage, rng),
            "adverb": lambda: adverb_swap(question, passage, rng),
        }[kind]()
        if made is not None:
            return kind, made
    return None
