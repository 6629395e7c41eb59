"""The language of whoever asks: whether it is English, and the lines that are said in it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..text.terms import words

ENGLISH = "en"


class Lines(NamedTuple):
    """What is said in a language over quotes that answer, and where none does."""

    answered: str
    refused: str


def is_english(question: str) -> bool:
    """Whether a question has a word that English ones have.

    Of 3,372 English questions .996 have one (SQuAD dev8, near misses, the golden set), of 40 on the shipped
    article in 24 other languages none. An English one without is only restated once more than it had to be.
    """
    return not _english().isdisjoint(words(question))


def lines(language: str) -> Lines | None:
    """The lines in a language, by its ISO 639-1 code; None where it has none."""
    read = _read()
    answered, refused = read["answered"], read["refused"]
    return Lines(answered[language], refused[language]) if language in answered else None


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(_read()["english"].split())
