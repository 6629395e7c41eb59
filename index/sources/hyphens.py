"""Words that a line's end parted → words in one piece."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VOCABULARY = Path(__file__).parents[1] / "models" / "shipped_verifier" / "tokenizer.json"
"""Holds the 24,000 commonest whole words of English: BERT's, which the verifier's tokenizer ships with."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)([-\u2010\u00ad\ufffe])\n?(?=[^\W\d_])([^\W\d_]+)")
_AUTOMATIC = frozenset("\u2010\u00ad\ufffe")
"""Hyphens that a program put in: soft ones, those of CSS, and those that pdfium has recognised as such."""


def mended(texts: Sequence[str]) -> Iterator[str]:
    """The texts with their lines joined by blanks, and words that were parted between two lines whole.

    A hyphen goes if the text has the word in one piece, stays if it has it with the hyphen, and else goes if
    the whole is a common word or a part is none: "insur-ance" is mended, "long-term" kept.
    """
    words = {word.casefold() for text in texts for word in _WORD.findall(_PARTED.sub(" ", text))}

    def whole(match: re.Match[str]) -> str:
        first, hyphen, second = match.groups()
        if "\n" not in match.group() and hyphen not in _AUTOMATIC:
            return match.group()
        return (
            first + second
            if _is_one(first.casefold(), second.casefold(), second[0], words)
            else f"{first}-{second}"
        )

    for text in texts:
        yield _PARTED.sub(whole, text).replace("\n", " ")


def _is_one(first: str, second: str, initial: str, words: set[str]) -> bool:
    parted = f"{first}-{second}" in words
    if parted or initial.isupper():
        return False
    known = _vocabulary()
    if first + second in words or not known:
        return first + second in words
    return first + second in known or first not in known or second not in known


@cache
def _vocabulary() -> frozenset[str]:
    """Whole words, lower case; none where the file isn't there."""
    try:
        entries = json.loads(VOCABULARY.read_text(encoding="utf-8"))["model"]["vocab"]
    except (OSError, ValueError, LookupError):
        return frozenset()
    return frozenset(word for word in entries if word.isalpha() and len(word) > 1)
