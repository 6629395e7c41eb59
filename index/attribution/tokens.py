"""Sentences as words: names, small words, dates and whole quotations, each with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..text.calendar_words import DATES, MONTHS
from ..text.function_words import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    LINKS,
    NOT_ADVERBS,
    PREPOSITIONS,
    PRONOUNS,
)
from ..text.reporting_verbs import STRENGTH
from .given_names import GIVEN_NAMES
from .nouns import GROUP_NOUNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..document import Span

NAME, WORD, QUOTE, PUNCT, POSSESSIVE, DATE, NUMBER = "name", "word", "quote", "punct", "'s", "date", "number"

_TOKEN = re.compile(
    r"(?P<poss>[’']s\b|(?<=s)[’'](?=\s))"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sens?|Reps?|Gov|Gen|Prof|Lt|Col|Rev|St|Jr|Sr)\."
    r"|[A-Z]\.(?=\s)|[^\W\d_](?:[^\W_]|[’'-](?!s\b)(?=[^\W_])|&(?=\w)|\.(?=[a-z]{2,3}\b))*)"
    r"|(?P<number>[$€£]?\d\w*(?:[.,-]\w+)*%?)"
    r"|(?P<punct>--|[^\w\s])"
)

_ADVERB_OR_PARTICIPLE = re.compile(r"ly$|(?<![jq])(?<!om)ing$")
"""An opening "Speaking …" is no name; Nanjing, Chongqing and Wyoming are."""


_PROPER = re.compile(r"(?<=[a-z] )[A-Z][a-z]*ing\b|\b[A-Z][a-z]*ing(?= (?:said|says|told|Street)\b)")
"""A word in -ing that is a name: Downing Street, Harding."""

_NAMED_LIKE_A_PREPOSITION = frozenset({"per", "than", "till"})
"""Given names, Scandinavian, Burmese and German, where they are capitalised inside a sentence."""

_NAMED_LIKE_A_MONTH = re.compile(rf"\b([A-Z][a-z]+) ({'|'.join(MONTHS)})\b")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, mark or whole quotation, where it stands in the text."""

    text: str
    low: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Casing:
    """What a text shows of its words: those it writes small, and dates that are a surname ("May")."""

    common: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    proper: frozenset[str] = frozenset()

    @classmethod
    def of(cls, text: str) -> Casing:
        """Reads it off a text."""
        pairs = _NAMED_LIKE_A_MONTH.findall(text)
        surnames = frozenset(last.lower() for first, last in pairs if first.lower() in GIVEN_NAMES)
        proper = frozenset(name.lower() for name in _PROPER.findall(text))
        return cls(frozenset(re.findall(r"\b[a-z]+\b", text)), surnames, proper)


def tokens(text: str, sentence: Span, quoted: Sequence[Span], casing: Casing) -> list[Token]:
    """The tokens of a sentence, each quotation one token; ``quoted`` are in text order."""
    found: list[Token] = []
    at = sentence.start
    for i in range(bisect_right(quoted, at, key=lambda quote: quote.end), len(quoted)):
        quote = quoted[i]
        if quote.start >= sentence.end:
            break
        a, b = max(quote.start, sentence.start), min(quote.end, sentence.end)
        found += _words(text, at, a, not found, casing)
        found.append(Token(text[a:b], "", a, b, QUOTE))
        at = b
    return found + _words(text, at, sentence.end, not found, casing)


def _words(text: str, start: int, end: int, opens: bool, casing: Casing) -> list[Token]:
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        word = match.group()
        kind = match.lastgroup or PUNCT
        if kind == "word":
            kind = _kind(word, opens and not found, casing)
        elif kind == "poss":
            kind = POSSESSIVE
        found.append(
            Token(word, word.lower().rstrip(".").replace("’", "'"), match.start(), match.end(), kind)
        )
    return found


def _kind(word: str, opens: bool, casing: Casing) -> str:
    low = word.lower().rstrip(".")
    if word[0].isupper() and (low in casing.surnames or (low in _NAMED_LIKE_A_PREPOSITION and not opens)):
        return NAME
    if low in DATES and word[0].isupper():
        return DATE
    if not word[0].isupper() or low in DETERMINERS or low in PREPOSITIONS or low in LINKS or low in PRONOUNS:
        return WORD
    if low in AUXILIARIES or low in ADVERBS or low in ("i", "we", "you", "there", "here"):
        return WORD
    if opens and (
        low in casing.common
        or low in GROUP_NOUNS
        or low in STRENGTH
        or (_ADVERB_OR_PARTICIPLE.search(low) and low not in casing.proper)
    ):
        return WORD
    return NAME


def is_adverb(token: Token) -> bool:
    """Whether the token may stand between a subject and its verb without changing either."""
    return token.low in ADVERBS or (
        token.kind == WORD and token.low.endswith("ly") and token.low not in NOT_ADVERBS
    )


def spell(toks: Sequence[Token]) -> str:
    """The tokens as text, as they stood."""
    out = ""
    for i, token in enumerate(toks):
        gap = i > 0 and token.start > toks[i - 1].end
        out += (" " if gap else "") + token.text
    return out
