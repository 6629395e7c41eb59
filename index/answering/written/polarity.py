"""What a text denies, and which words mean the opposite of others."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ...attribution.tokens import NUMBER
from ...text.terms import STOPWORDS, stem
from ...text.word_lists import WordLists

if TYPE_CHECKING:
    from .wording import Wording

Side = tuple[str, int]
"""A pair of opposites, by its first words, and which half of it."""

_LISTS = WordLists(__file__)
DENIALS = _LISTS.set("deny")
"""Words that deny those behind them, as ``terms.words`` spells them."""

HEDGES = _LISTS.set("hedge")
"""Words with which what stands behind them isn't told as so: it may be, is wanted, expected or alleged. Of
sentences in which one was taken out ("may rise" as "did rise") .133 are let through in news and .083 in
MultiNLI, without this list .850 and .128; 2 of 850 sound ones in news are lost
(``tests/benchmarks/bench_borne.py``, to choose by)."""

CONDITIONS = _LISTS.set("condition")
"""Words that hold for all of their sentence."""

_LIGHT = _LISTS.set("light") | STOPWORDS | DENIALS
_REACH, _FARTHEST = 3, 15
"""Words that carry something, and words of any kind, behind a denial that it may deny. With 2, 3 and 5 of the
former .004, .004 and .007 of the denials put in are let through (``tests/benchmarks/bench_borne.py``, to
choose by); with 1, fewer sound sentences are kept."""


def _by_stem() -> dict[str, frozenset[Side]]:
    found: defaultdict[str, set[Side]] = defaultdict(set)
    for first, second in _LISTS.table("opposites").items():
        for side, words in enumerate((first.split(), second)):
            for word in words:
                found[stem(word)].add((first, side))
    return {word: frozenset(sides) for word, sides in found.items()}


_SIDES = _by_stem()


def sides(word: str) -> frozenset[Side]:
    """The sides of opposites that a stem is on."""
    return _SIDES.get(word, frozenset())


def has_opposite(word: str, text: Wording) -> bool:
    """Whether a text has an opposite of a stem, and not the word itself."""
    other = {(pair, 1 - side) for pair, side in sides(word)}
    return bool(other) and word not in text.stems and any(other & sides(s) for s in text.stems)


def denials(text: Wording) -> list[list[str]]:
    """For each denial in a text, in order, the stems that it denies: at most three."""
    places = (i for i, word in enumerate(text.words) if word.low in DENIALS)
    return [_behind(text, i) for i in places if not _counts(text, i)]


def hedged(text: Wording) -> list[list[str]]:
    """For each hedge in a text, in order, the stems that it holds for: at most three."""
    return [_behind(text, i) for i, word in enumerate(text.words) if word.low in HEDGES]


def _counts(text: Wording, i: int) -> bool:
    """Whether "no" is short for number."""
    behind = text.words[i + 1].kind if i + 1 < len(text.words) else ""
    return text.words[i].low == "no" and behind == NUMBER


def _behind(text: Wording, i: int) -> list[str]:
    behind = text.words[i + 1 : i + 1 + _FARTHEST]
    return [word.stem for word in behind if word.low not in _LIGHT][:_REACH]


def deny_alike(claim: Wording, source: Wording) -> bool:
    """Whether a text denies what its source denies, and nothing else; what it leaves out may have been."""
    claimed, told = denials(claim), denials(source)
    denied_there = {word for words in told for word in words}
    denied_here = {word for words in claimed for word in words}
    return not (
        len(claimed) > len(told)
        or any(not denied_there.intersection(words) for words in claimed)
        or any(words and words[0] in claim.stems - denied_here for words in told)
    )


def agree(claim: Wording, source: Wording) -> bool:
    """Whether a text denies what its source denies, and nothing else, hedges what is hedged there, and has no
    opposite of its words.

    What it leaves out may well have been denied or hedged.
    """
    hedged_here = {word for words in (*denials(claim), *hedged(claim)) for word in words}
    return not (
        not deny_alike(claim, source)
        or not source.lows & CONDITIONS <= claim.lows
        or any(words and words[0] in claim.stems - hedged_here for words in hedged(source))
        or any(has_opposite(word.stem, source) for word in claim.words)
    )
