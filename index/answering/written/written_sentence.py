"""A sentence that a language model wrote, as text and the markers that it cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST_SENTENCE = 400
"""Code points, markers included; of PolNeAR's 3,047 sentences .007 are longer."""

_MARKERS = re.compile(r" ?\[(\d{1,2}(?:, ?\d{1,2}){0,4})\]")
_FORBIDDEN = re.compile(
    r"[\x00-\x1f\x7f*_`~|<>#@\\\[\]{}^]|\A(?:[-+]|\d{1,3}[.)]) |"
    r"://|\bwww\.|\.\w{2,10}/|:\w{2,32}:"
)
"""Controls and line ends, what Markdown and mentions are made of, list marks, links, emoji by name."""

_PUNCTUATION = "“”‘’—–…€£¥"
"""Characters beyond ASCII that may stand in a sentence though the quotes have none."""


class WrittenSentence(NamedTuple):
    """``text`` without its markers, one space between words; ``markers`` in order, each once."""

    text: str
    markers: tuple[int, ...]


def marked(text: str, markers: Sequence[int]) -> str:
    """The text with markers behind it: "Talks began. [1][3]"."""
    return f"{text} {''.join(f'[{marker}]' for marker in markers)}"


def written_sentence(line: str) -> WrittenSentence | None:
    """The sentence in a line, closed with a stop; None where it is no plain statement of bounded length."""
    line = line.strip()
    if len(line) > LONGEST_SENTENCE:
        return None
    markers = [int(n) for found in _MARKERS.findall(line) for n in found.split(",")]
    text = _MARKERS.sub("", line)
    if _FORBIDDEN.search(text):
        return None
    text = " ".join(text.split()).removesuffix(".").rstrip()
    if not text.isprintable() or not any(map(str.isalnum, text)) or text.endswith(("?", ":", ";", ",")):
        return None
    if text[0].islower():
        return None  # a piece of one
    closed = text if text.endswith(("!", ".”", '."', "!”", '!"')) else f"{text}."
    return WrittenSentence(closed, tuple(sorted(set(markers))))


def is_spelt_like(text: str, sources: Collection[str]) -> bool:
    """Whether every character beyond ASCII stands in the sources too, or is common punctuation.

    So no emoji, no mark of direction and no letter that only looks like another comes in.
    """
    return {c for c in text if not c.isascii()} <= {*_PUNCTUATION}.union(*sources)
