"""A question that leans on the one before it, made whole by rule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..text.terms import terms
from .asked import Mention, Overview, Plain, Record, SmallTalk, Speech
from .intent import parse

if TYPE_CHECKING:
    from collections.abc import Callable

_WHAT_ABOUT = re.compile(
    r"^(?:(?:and|but|so|ok(?:ay)?)[, ]+)?(?:what|how) about (?P<x>.+)$|^(?:and|or)(?: about| on|"
    r" for)? (?P<y>.+)$",
    re.I,
)
_OPENS = re.compile(
    r"^(?:and|but|so|or|then|why|when|where|how|who|what|which)\b[^.]{0,12}$|^(?:and|but|so|or|then)\b", re.I
)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|they|it|him|her|them|his|its|their|that|this|those|these|there|else|more)\b", re.I
)
_ASKS_WHAT_IS = re.compile(r"^(?:what|who)(?: is| are| was| were|'s|’s)\b", re.I)
_QUESTION_WORD = re.compile(
    r"^(?:who|what|when|where|why|how|which|whose|did|does|do|is|are|was|were|on|in|at)\b", re.I
)
_PRONOUN = re.compile(r"\b(?:he|she|they|it|him|them)\b", re.I)
_SUBJECT = re.compile(
    r"\b(?P<aux>did|does|do|has|have|had|will|would|can|could|is|are|was|were)\b\s++(?P<rest>[^?]+)", re.I
)
_PREPOSITION = re.compile(
    r"\s(?:about|on|in|at|to|for|with|from|of|by|over|after|before|during|as)\b.*", re.I | re.DOTALL
)
_NAMED = re.compile(r"(?<!\S)(?:[Tt]he )?(?:[A-Z][\w.’'-]*+(?=\s|$)\s?)+")
_IT = re.compile(r"\b(?:it|(?:this|that|the)(?: (?:article|story|piece|report))?)(?=\W|$)", re.I)
_ALONE = re.compile(r"^(?:when|where|why|how)$", re.I)
_POSED = re.compile(
    r"^(?:(?:what|which) (?:(?P<what>[^ ]+) )?(?=(?:did|does|do|has|have|had|will) )|"
    r"(?:who|when|where|why) )?"
    r"(?P<rest>(?!what\b|which\b|who\b|how\b).+)$",
    re.I,
)
"""A question word with its noun, and what is asked: what tariffs | did Trump threaten."""

_RECORDS = {
    "when": "When was {} published?",
    "where": "Which outlet published {}?",
    "who": "Who wrote {}?",
}
_BE = frozenset({"is", "are", "was", "were"})

FEWEST_TERMS = 2
"""A follow-up with fewer words of its own that carry a topic needs those of the question before."""


def completed(question: str, context: str | None, is_speaker: Callable[[str], bool]) -> str:
    """The question with what it leaves out filled in from ``context``, the question asked before.

    ``is_speaker`` tells whether the documents quote somebody of that name. A question that stands on its own
    comes back as it is.
    """
    if not context:
        return question
    if subject := another_subject(question, context):
        return _swapped(subject, context, is_speaker)
    plain = question.strip().rstrip("?!. ")
    if located := _of_the_same(question, context):
        return located
    if isinstance(parse(question), Record | SmallTalk | Overview | Mention) or _stands(plain):
        return question
    if asked := _asked_again(plain, context):
        return asked
    subject = _subject(context)
    filled = _PRONOUN.sub(subject, plain) if subject else plain
    own = len(set(terms(filled)) - set(terms(subject)))
    return f"{filled}?" if own >= FEWEST_TERMS and filled != plain else f"{filled}? {context}"


def _of_the_same(question: str, context: str) -> str:
    """A question on the record of "it", asked of the article that the question before was about; else ""."""
    asked, before = parse(question), parse(context)
    if not isinstance(asked, Record) or asked.document or not isinstance(before, Record | Overview | Mention):
        return ""
    article = f"the article about {before.document}" if before.document else ""
    return _IT.sub(article, question, count=1) if article and _IT.search(question) else ""


def _asked_again(word: str, context: str) -> str:
    """The question before with a lone question word in its own's place; "" where that makes no question.

    "Where?" after "who met?" is "where met?": with both words the answer to the first is taken for its.
    """
    before, asked = parse(context), word.lower()
    if isinstance(before, Record):
        on = f"the article about {before.document}" if before.document else "this article"
        return _RECORDS[asked].format(on) if asked in _RECORDS else ""
    posed = _POSED.match(context.strip().rstrip("?!. ")) if _ALONE.match(word) else None
    if posed is None or not isinstance(before, Plain):
        return ""
    return " ".join(f"{word} {posed['rest']} {posed['what'] or ''}".split()) + "?"


def another_subject(question: str, context: str | None) -> str:
    """What a follow-up such as "what about Xi?" puts in another's place; "" when it is no such question."""
    match = _WHAT_ABOUT.match(question.strip().rstrip("?!. ")) if context else None
    subject = (match["x"] or match["y"]) if match else ""
    return "" if _QUESTION_WORD.match(subject) else subject


def _stands(plain: str) -> bool:
    """Whether a question can be asked by itself: "what is …" needs but the name of a thing for that."""
    if _POINTS_BACK.search(plain):
        return False
    own = terms(plain)
    return bool(own) if _ASKS_WHAT_IS.match(plain) else len(own) >= FEWEST_TERMS and not _OPENS.search(plain)


def _swapped(x: str, context: str, is_speaker: Callable[[str], bool]) -> str:
    """``context`` asked again about ``x``, in the place of its speaker, its topic or its subject."""
    before = parse(context)
    if isinstance(before, Speech):
        if is_speaker(x):
            return f"What did {x} say{f' about {before.topic}' if before.topic else ''}?"
        return f"What did {before.speaker} say about {x}?"
    if isinstance(before, Overview | Mention) and not before.document:
        return f"What about {x}?" if isinstance(before, Overview) else f"Is {x} mentioned?"
    subject = _subject(context)
    return context.replace(subject, x, 1) if subject else f"{x}? {context}"


def _subject(question: str) -> str:
    """The name after the auxiliary, else the words there less the verb; "" when there is no auxiliary."""
    match = _SUBJECT.search(question)
    if match is None:
        return ""
    if named := _NAMED.match(match["rest"]):
        return named.group().strip()
    words = _PREPOSITION.sub("", match["rest"]).split()
    return " ".join(words if match["aux"].lower() in _BE or len(words) == 1 else words[:-1])
