"""Text → terms: the one analyser that indexing, searching and coverage share."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

from .word_lists import WordLists

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*(?:['’][^\W_]+)*")
_ACRONYM = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_stemmer = snowballstemmer.stemmer("english")

STOPWORDS = WordLists(__file__).set("stopwords")
"""Words that carry no topic: left out of search, counted in nothing."""


def without_marks(text: str) -> str:
    """The text without combining marks; free of long runs of them it is normalised in linear time."""
    return text if text.isascii() else "".join(c for c in text if not unicodedata.combining(c))


MOST_MARKS = 30
"""Combining marks on one letter: real text has three, and normalising a run takes its length squared (Unicode
Standard Annex #15, "Stream-Safe Text Format", which has this number)."""


def with_few_marks(text: str) -> str:
    """The text without the combining marks in excess of ``MOST_MARKS`` on one letter."""
    if text.isascii():
        return text
    kept, run = [], 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def words(text: str) -> list[str]:
    """The words of a text in order: lower case, accents folded, "U.S." as "us", possessives dropped."""
    folded = without_marks(unicodedata.normalize("NFKD", without_marks(text))).lower()
    folded = _ACRONYM.sub(lambda m: m.group().replace(".", "") + " ", folded)
    return [_plain(word) for word in _WORD.findall(folded)]


def _plain(word: str) -> str:
    word = word.replace("’", "'")
    return (word[:-2] if word.endswith("'s") else word).replace("'", "").replace(",", "")


STEMS_HELD = 4096
"""Words whose stems are held, with their 200 bytes each: those in use, not all that was ever asked."""


@lru_cache(maxsize=STEMS_HELD)
def stem(word: str) -> str:
    """The Snowball English stem of one word (Porter 2)."""
    return str(_stemmer.stemWord(word))


def terms(text: str) -> list[str]:
    """The stems of the words of a text that carry a topic, in order, repeats kept."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


def is_content(text: str) -> list[bool]:
    """For each code point of ``text``, whether it stands in a word that carries a topic."""
    flags = [False] * len(text)
    for match in _WORD.finditer(text):
        if not STOPWORDS.issuperset(words(match.group())):
            flags[match.start() : match.end()] = [True] * len(match.group())
    return flags
