"""UnAnsQ (Zhu et al. 2019): questions of SQuAD, and others on the same words that aren't answered."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from .pair import Pair
from .parts import part_of
from .records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .parts import Row
    from .resources import Resources

BEFORE = (0, 25, 50)
"""Words before the sentence that are shown, and as many more as make whole sentences."""
KEY = 80
"""Code points of a paragraph that tell it from others."""

_CLOSING, _OPENING = re.compile(r" ([,.;:?!)%\]])"), re.compile(r"([(\[$]) ")
_JOINED = {" 's": "'s", " n't": "n't", "`` ": '"', " ''": '"'}


def of_unansq(path: Path, resources: Resources) -> Iterator[Row]:
    """The pair of each question, answerable and not."""
    for number, record in enumerate(read_records(path)):
        words, (start, end) = record["context"].split(" "), record["sentence_tokens"]
        first = _sentence_start(words, start - random.Random(number).choice(BEFORE))  # noqa: S311
        passage, part = untokenised(" ".join(words[first : end + 1])), part_of(record["context"][:KEY])
        yield part, Pair(untokenised(record["answerable"]), passage, True, None, "unansq")
        yield part, Pair(untokenised(record["unanswerable"]), passage, False, None, "unansq unanswerable")


def _sentence_start(words: Sequence[str], at: int) -> int:
    """The first word of the sentence that word ``at`` is in."""
    at = max(0, at)
    while at > 0 and words[at - 1] != ".":
        at -= 1
    return at


def untokenised(text: str) -> str:
    """A text with spaces between all its tokens as it is written."""
    text = _OPENING.sub(r"\1", _CLOSING.sub(r"\1", text))
    for apart, joined in _JOINED.items():
        text = text.replace(apart, joined)
    return text
