"""Questions changed so that their passage answers them no more; by an office for a name it still does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..answering.answer_type import AnswerType, offers
from ..text.terms import STOPWORDS, stem

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence

    from spacy.tokens import Doc, Span

    from .lexicon import Lexicon
    from .pair import Place

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

_ROLES = re.compile(
    r"\b(president|minister|secretary|senator|governor|mayor|judge|director|chairman|chairwoman|"
    r"chief executive|ceo|king|queen|prince|bishop|pope|general|captain|doctor|professor|author|singer|actor|"
    r"actress|manager|coach|spokesman|spokeswoman|leader|founder|lawyer|attorney|candidate|philosopher|"
    r"scientist|emperor)\b,? "
    r"((?:[A-Z][\w’'.-]{1,40}+ ?){1,3})",
    re.I,
)
_SHIFTS = (
    (
        re.compile(r"\b(?:did|was|were)\b", re.I),
        (" next year", " the year before", " the next time", " for the second time", " the last time"),
    ),
    (
        re.compile(r"\b(?:does|do|is|are|will)\b", re.I),
        (" next year", " last year", " in the past", " ten years ago"),
    ),
)

_KINDS = frozenset({"PERSON", "ORG", "GPE", "NORP", "DATE", "EVENT"})


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


def role_for_name(question: str, passage: str) -> str | None:
    """The question with a person's name exchanged for the office that the passage gives with it."""
    for found in _ROLES.finditer(passage):
        name = found.group(2).strip()
        for part in (name, name.split()[-1]):
            if len(part) > 2 and re.search(rf"\b{re.escape(part)}\b", question):
                return re.sub(
                    rf"\b(?:[A-Z]\w+ )*{re.escape(part)}\b", f"the {found.group(1).lower()}", question
                )
    return None


def shifted(question: str, rng: random.Random) -> str | None:
    """The question asked of another occasion."""
    for pattern, others in _SHIFTS:
        if pattern.search(question):
            return question.rstrip("?") + rng.choice(others) + "?"
    return None


def name_within(question: str, doc: Doc, answer: Place, rng: random.Random) -> str | None:
    """The question with one of its names exchanged for another of the same kind from the passage."""
    named = [e for e in doc.ents if e.label_ in _KINDS]
    shared = [e for e in named if re.search(rf"\b{re.escape(e.text)}\b", question)]
    rng.shuffle(shared)
    for old in shared:
        if others := [e.text for e in named if _may_replace(e, old, question, answer)]:
            return question.replace(old.text, rng.choice(others))
    return None


def _may_replace(new: Span, old: Span, question: str, answer: Place) -> bool:
    """Whether it is another name of the same kind that neither the question nor the answer has."""
    apart = new.text not in question and old.text not in new.text and new.text not in old.text
    answers = new.start_char < answer[1] and new.end_char > answer[0]
    return new.label_ == old.label_ and apart and not answers
