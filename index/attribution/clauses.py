"""Whose clause it is where a name stands before the verb but only closes something inside the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..text.function_words import DETERMINERS, PREPOSITIONS, PRONOUNS
from ..text.reporting_verbs import STRENGTH
from .grammar import Phrase, is_noun, phrase_ending
from .nouns import PERSON_NOUNS, WORKS
from .titles import TITLES
from .tokens import NAME, PUNCT, QUOTE, WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .tokens import Token

CLAUSE_MARKERS = frozenset("as after before since until like".split())
"""Prepositions that also open a clause with a subject of its own."""

_RELATIVE = frozenset("who which that whom".split())
_LONGEST_CLAUSE = 10
"""Tokens: a relative clause that is longer is no longer followed back to its noun."""

_LONGEST_OBJECT = 5
"""Tokens of "the very first book" between who wrote it and its title."""


def owner(toks: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """The subject that ``phrase`` closes, itself if it closes nothing, or None if that is no speaker.

    "The judge who sentenced Larkin", "officers questioning Larkin" and "a report on Larkin by the council"
    are not Larkin.
    """
    relative = _before_relative(toks, phrase)
    if relative is not None:
        return phrase_ending(toks, relative)
    gerund = _gerund(toks, phrase)
    if gerund is not None:
        return phrase_ending(toks, gerund - 1)
    joined = _of_several(toks, phrase)
    if joined is not None:
        return joined
    at: Phrase | None = phrase
    while at and at.first and toks[at.first - 1].low in PREPOSITIONS - CLAUSE_MARKERS:
        at = phrase_ending(toks, at.first - 2)
    return at


def _before_relative(toks: Sequence[Token], phrase: Phrase) -> int | None:
    """The index of the noun before "who sentenced"; None where the phrase is the clause's own."""
    for i in range(phrase.head - 1, max(0, phrase.head - _LONGEST_CLAUSE), -1):
        if toks[i].kind in (PUNCT, QUOTE):
            return None
        if toks[i].low in _RELATIVE:
            return None if _opens_phrase(toks[i + 1]) or phrase_ending(toks, i - 1) is None else i - 1
    return None


def _opens_phrase(token: Token) -> bool:
    """Whether a relative clause that goes on so has its own subject: the man whom the mayor praised."""
    low = token.low
    return token.kind != WORD or low in DETERMINERS or low in PRONOUNS or low in TITLES or is_noun(low)


def _of_several(toks: Sequence[Token], phrase: Phrase) -> Phrase | None:
    """The subject "a friend of Larkin and Marsh", of which ``phrase`` is the last name."""
    if phrase.first < 2 or toks[phrase.first - 1].low != "and":
        return None
    first = phrase_ending(toks, phrase.first - 2)
    if first is None or toks[first.head].kind != WORD or toks[first.last].kind != NAME:
        return None
    opens = first.first == 0 or toks[first.first - 1].kind in (PUNCT, QUOTE)
    return first if opens else None


def _gerund(toks: Sequence[Token], phrase: Phrase) -> int | None:
    """The index of "questioning" in "officers questioning Larkin", between a noun and a name."""
    for i in range(max(1, phrase.first), phrase.head):
        between = toks[i].kind == WORD and toks[i].low.endswith("ing") and not is_noun(toks[i].low)
        if between and is_noun(toks[i - 1].low) and toks[i + 1].low not in PERSON_NOUNS:
            return i
    return None


_MAKES_A_WORK = frozenset(
    "write writes wrote written writing read reads reading release releases released".split()
)


def names_a_work(toks: Sequence[Token], verb: int) -> bool:
    """Whether what is written is a work with its title: wrote the book “How I Lost the Vote”."""
    if toks[verb].low not in _MAKES_A_WORK:
        return False
    for i in range(verb + 1, min(verb + 1 + _LONGEST_OBJECT, len(toks) - 1)):
        if toks[i].low in PREPOSITIONS or toks[i].kind in (PUNCT, QUOTE) or toks[i].low in STRENGTH:
            return False
        if toks[i].low in WORKS:
            titled = toks[i + 1].low in ("called", "titled", "entitled", "named", ",")
            return toks[i + 1 + titled].kind in (QUOTE, NAME) if i + 1 + titled < len(toks) else False
    return False
