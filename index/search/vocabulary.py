"""The words of the documents: how rare each is, and which one a misspelt word meant."""

from __future__ import annotations

import math
import re
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..text.terms import STOPWORDS, stem, words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from ..storage.library import Library

SHORTEST_TYPO = 4
"""Letters: a shorter unknown word is an abbreviation as often as a typo."""

SHORTEST_PART = 3
"""Letters of a word that may be part of one the documents write as one: "soy beans"."""

ONE_EDIT_FROM, TWO_EDITS_FROM = 5, 7
"""Letters from which a word may be one or two edits (insert, delete, replace, swap) away from the one meant;
a shorter one may only have its letters swapped. At two edits a six-letter name is often somebody else's."""

ASKING = {
    "wat": "what", "waht": "what", "wen": "when", "whne": "when", "wher": "where", "whre": "where",
    "wich": "which", "whcih": "which", "hwo": "who", "wy": "why",
}  # fmt: skip
"""Question words as they are mistyped, in lower case (Wen may be somebody): the answer hangs on them."""

_TYPED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


class Vocabulary:
    """The words of some collections with the number of passages that hold each, asked of the library."""

    def __init__(self, library: Library, collections: Sequence[str]) -> None:
        self._library, self._collections = library, collections
        self._passages = library.count_passages(collections)
        self._counted: dict[str, int] = {}

    def knows(self, word: str) -> bool:
        """Whether the documents hold the word, one with a topic, in any inflection."""
        return self._count(stem(word)) > 0

    def idf(self, term: str) -> float:
        """How much a stem tells: log(1 + (N - n + ½) / (n + ½)) as in BM25, at most for one in no passage."""
        n = self._count(term)
        return math.log(1 + (self._passages - n + 0.5) / (n + 0.5))

    def _count(self, term: str) -> int:
        if term not in self._counted:
            self._look_up([term])
        return self._counted[term]

    def _look_up(self, terms: Collection[str]) -> None:
        """Count terms, at once: each call may be a way to another machine and back."""
        self._counted |= dict.fromkeys(terms, 0) | self._library.passage_counts(terms, self._collections)

    def corrected(self, question: str, is_word: Callable[[str], bool]) -> str:
        """The question with each misspelt word replaced by the documents' own word for it.

        A word counts as misspelt when the documents don't have it and ``is_word`` doesn't know it.
        """
        self._look_up({stem(word) for word in words(question)})
        joined = self._joined(question)
        return _TYPED.sub(lambda match: self._mended(match.group(), is_word), joined)

    def _joined(self, question: str) -> str:
        """The question with two words in one, where the documents write so and don't have one of the two."""
        parts = question.split(" ")
        for n in range(len(parts) - 1, 0, -1):
            first, second = parts[n - 1], parts[n].rstrip("?!.,")
            if first.isalpha() and second.isalpha() and self._are_one(first.lower(), second.lower()):
                parts[n - 1 : n + 1] = [first + parts[n]]
        return " ".join(parts)

    def _are_one(self, first: str, second: str) -> bool:
        if {first, second} & STOPWORDS or min(len(first), len(second)) < SHORTEST_PART:
            return False
        return not (self.knows(first) and self.knows(second)) and self.knows(first + second)

    def _mended(self, typed: str, is_word: Callable[[str], bool]) -> str:
        parts = words(typed)
        if typed in ASKING and not self.knows(typed):
            return ASKING[typed]
        if len(parts) != 1 or len(parts[0]) < SHORTEST_TYPO or parts[0] in STOPWORDS:
            return typed
        if self.knows(parts[0]) or is_word(parts[0]):
            return typed
        return self._nearest(parts[0]) or typed

    def _nearest(self, word: str) -> str | None:
        """The word fewest edits away; of several, one with the same first letter, then the commonest."""
        edits = 2 if len(word) >= TWO_EDITS_FROM else 1
        lengths = range(max(len(word) - edits, SHORTEST_TYPO), len(word) + edits + 1)
        held = self._library.words(self._collections, _starts(word), lengths)
        letters = [w for w in held if w.isalpha()]
        found = process.extract(word, letters, scorer=OSA.distance, score_cutoff=edits, limit=20)
        if len(word) < ONE_EDIT_FROM:
            found = [match for match in found if sorted(match[0]) == sorted(word)]
        return min(found, key=lambda m: (m[1], m[0][0] != word[0], -held[m[0]]), default=(None,))[0]


def _starts(word: str) -> set[str]:
    """How the word meant may begin: with the same letter, or with a slip in the first one and so on.

    Looking at these alone takes 2 ms among 100,000 passages, looking at all words 90.
    """
    second = {letter + word[start : start + 3] for letter in ascii_lowercase for start in (0, 1)}
    return {word[0], word[1:4], word[1] + word[0] + word[2:4], *second}
