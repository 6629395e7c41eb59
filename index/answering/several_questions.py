"""Two questions in one: "who met and where", "what did A say about B and B about A"."""

from __future__ import annotations

import re

from .asked import Speech
from .intent import parse

MOST_QUESTIONS = 3
"""Questions that one message is taken for; each costs as much as one alone."""

_WORDS = r"(?:who|whom|whose|what|when|where|why|which|how)"
_AUX = r"(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could|should)"
_ENDS = re.compile(r"(?<=\?)\s+(?=\w)")
_AND = re.compile(rf"(?:,| and|, and|;)\s+(?=(?:on |in |at |to |for |since )?{_WORDS}\b)", re.IGNORECASE)
_ASKS = re.compile(rf"^(?:\w+,? )?(?:on |in |at |to |for )?(?:{_WORDS}|{_AUX})\b", re.IGNORECASE)
_WORD_ALONE = re.compile(
    rf"^(?:on |in |at |to |for )?{_WORDS}(?: (?:else|exactly|day|date|city|year))?$", re.I
)
_ENDS_IN_WORD = re.compile(r"\b(?:how|why|when|where|which|whose)$", re.IGNORECASE)
_POSED_AGAIN = re.compile(r"^(?:what )?did ", re.IGNORECASE)
_TAIL = re.compile(rf"\b{_AUX}\b.*", re.IGNORECASE)


def several_questions(question: str) -> list[str]:
    """The questions that a question consists of, itself when it is one; a later one may lean on the first."""
    whole = [part.strip() for part in _ENDS.split(question) if part.strip()]
    found = [part for one in whole for part in _coordinated(one)]
    asking = [part for part in found if _ASKS.match(part)]
    return asking[:MOST_QUESTIONS] if len(asking) > 1 else [question]


def _coordinated(question: str) -> list[str]:
    """The questions on both sides of "and"."""
    bare = question.rstrip("?!. ")
    if not _ASKS.match(bare):
        return [question]
    parts = [part for part in _AND.split(bare) if part]
    if any(_ENDS_IN_WORD.search(part) for part in parts if not _WORD_ALONE.match(part)):
        return [question]
    if len(parts) == 1:
        return _said_of_each_other(question)
    if _WORD_ALONE.match(parts[0]) and (tail := _TAIL.search(parts[1])):
        parts[0] = f"{parts[0]} {tail.group()}"
    return [f"{part}?" for part in parts]


def _said_of_each_other(question: str) -> list[str]:
    """What A said about B, and what B said about A."""
    asked = parse(question)
    if not isinstance(asked, Speech):
        return [question]
    topic, _, other = asked.topic.partition(" and ")
    speaker, _, about = _POSED_AGAIN.sub("", other).partition(" about ")
    if not about:
        return [question]
    speaker = speaker.removesuffix(" say")
    return [f"What did {asked.speaker} say about {topic}?", f"What did {speaker} say about {about}?"]
