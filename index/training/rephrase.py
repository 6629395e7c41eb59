"""The same question in other words, or with a word misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.terms import STOPWORDS
from .alter import WORD

if TYPE_CHECKING:
    import random

    from .lexicon import Lexicon

ASKED_OTHERWISE = 0.5
MOST_REPLACED = 2

_LOWER = re.compile(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])")
_ASKED_OTHERWISE = [
    (re.compile(asked, re.IGNORECASE), others)
    for asked, others in (
        (r"^who (?=\w+ed\b)", ("Which person ", "What person ", "Who was it that ", "By whom was it that ")),
        (r"^when (?=did|was|were|is|are|do|does)", ("In what year ", "On what date ", "At what time ")),
        (r"^in what year ", ("When ", "What year ", "In which year ")),
        (r"^where (?=did|was|were|is|are|do|does)", ("In what place ", "In which place ", "Whereabouts ")),
        (r"^why (?=did|was|were|is|are|do|does)", ("For what reason ", "How come ", "What is the reason ")),
        (r"^how many ", ("What number of ", "How large a number of ", "What's the number of ")),
        (r"^what (?=\w+ (?:did|was|were|is|are|do|does)\b)", ("Which ", "which ")),
        (r"^which ", ("What ", "what ")),
        (r"^what (?:is|was) ", ("What's ", "whats ", "Tell me what is ")),
    )
]


def rephrased(question: str, lexicon: Lexicon, rng: random.Random) -> str:
    """The question with a synonym or a broader word here and there, and asked another way where it can be."""
    for asked, others in _ASKED_OTHERWISE:
        if asked.match(question) and rng.random() < ASKED_OTHERWISE:
            question = asked.sub(rng.choice(others), question, count=1)
            break
    words = [(m, alike) for m in _content(question) if (alike := lexicon.synonyms(m.group()))]
    drawn = rng.sample(words, min(MOST_REPLACED, len(words)))
    for found, alike in sorted(drawn, key=lambda pair: -pair[0].start()):
        question = question[: found.start()] + rng.choice(alike) + question[found.end() :]
    return question


def _content(question: str) -> list[re.Match[str]]:
    """The words in small letters that mean something, but for the first."""
    return [m for m in _LOWER.finditer(question, 1) if m.group() not in STOPWORDS]


def misspelt(question: str, rng: random.Random) -> str:
    """The question with one of its longer words mistyped."""
    words = [m.span() for m in WORD.finditer(question) if len(m.group()) >= 5]
    if not words:
        return question
    start, end = rng.choice(words)
    at = rng.randrange(start + 1, end - 1)
    a, b = question[at], question[at + 1]
    return question[:at] + rng.choice((b + a, b, a + a + b)) + question[at + 2 :]
