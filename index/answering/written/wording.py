"""A text as the words that are compared: their spelling, their stems, and which of them carry something."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ...attribution.titles import SHORT_COUNTRIES
from ...attribution.tokens import DATE, NAME, NUMBER, POSSESSIVE, PUNCT, Casing, tokens
from ...document import Span
from ...text.function_words import LINKS, PREPOSITIONS
from ...text.reporting_verbs import IRREGULAR
from ...text.terms import STOPWORDS, stem, words
from ...text.word_lists import WordLists
from .polarity import DENIALS, sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...attribution.tokens import Token

_LISTS = WordLists(__file__)
_LIGHT = STOPWORDS | PREPOSITIONS | LINKS | DENIALS | _LISTS.set("neutral", "light")
_BASE = {
    form: base
    for table in (IRREGULAR, _LISTS.table("irregular"))
    for base, forms in table.items()
    for form in forms
}
_COUNTRY = re.compile(rf"\b(?:{'|'.join(SHORT_COUNTRIES)})\b", re.I)
_CONTRACTIONS = {short: " ".join(full) for short, full in _LISTS.table("contractions").items()}
_CONTRACTED = re.compile(rf"(?:{'|'.join(_CONTRACTIONS)})\b", re.I)
_SAME_BEGINNING, _SHORTEST_BEGINNING = 0.75, 4
"""Two stems that share this much of the longer, and so many letters, are forms of one word ("nation",
"national"): of MultiNLI's entailed sentences .288 have then all their words in the premise, with stems alone
.277, of the others as many as before."""


class Word(NamedTuple):
    """One word, as ``terms.words`` spells it, its stem, and the kind and index of the token it stands in."""

    low: str
    stem: str
    kind: str
    at: int

    @property
    def carries(self) -> bool:
        """Whether it tells something that is no name, number or date."""
        return self.kind not in (NAME, NUMBER, DATE) and (self.low not in _LIGHT or bool(sides(self.stem)))


class Wording(NamedTuple):
    """The tokens of a text, quotations opened, their words in order, and the words' spellings and stems."""

    tokens: Sequence[Token]
    words: Sequence[Word]
    lows: frozenset[str]
    stems: frozenset[str]

    def has(self, word: Word) -> bool:
        """Whether it has the word in some form, or one that means alike."""
        return (
            word.stem in self.stems
            or any(_same_beginning(word.stem, other) for other in self.stems)
            or any(sides(word.stem) & sides(other) for other in self.stems)
        )


def in_full(text: str) -> str:
    """The text without contractions, and with countries under one name."""
    text = text.replace("’", "'")
    text = _CONTRACTED.sub(lambda found: f" {_CONTRACTIONS[found.group().lower()]}", text)
    return _COUNTRY.sub(lambda found: SHORT_COUNTRIES[found.group().lower()].upper(), text)


def wording(text: str, around: str) -> Wording:
    """The wording of ``text``; a word that it opens with is no name if ``around`` writes it small."""
    text = in_full(text)
    toks = tokens(text, Span(0, len(text)), [], Casing.of(f"{around} {text}"))
    found = [
        Word(low, stem(_BASE.get(low, low)), token.kind, at)
        for at, token in enumerate(toks)
        if token.kind not in (PUNCT, POSSESSIVE)
        for low in words(token.text)
    ]
    return Wording(toks, found, frozenset(w.low for w in found), frozenset(w.stem for w in found))


def _same_beginning(one: str, other: str) -> bool:
    length = max(_SHORTEST_BEGINNING, int(_SAME_BEGINNING * max(len(one), len(other))))
    return min(len(one), len(other)) >= length and one[:length] == other[:length]
