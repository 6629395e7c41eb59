"""Which sentences are headlines, where capitals tell no names."""

from __future__ import annotations

import re

from .function_words import SMALL_WORDS

_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 6
"""So many words, all with a capital but the small ones, are a headline; fewer may be a name."""


def is_headline(sentence: str) -> bool:
    """Whether a sentence is set in title case."""
    words = [word for word in _WORD.findall(sentence) if word.lower() not in SMALL_WORDS]
    return len(words) >= _FEWEST_WORDS and all(word[0].isupper() for word in words)
