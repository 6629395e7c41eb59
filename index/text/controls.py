"""Characters that steer a screen instead of standing on it: which are kept, and which are shown."""

from __future__ import annotations

import re

STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but for tab and line end, delete, C1
    r"\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    r"\ud800-\udfff\ufff9-\ufffb]"  # halves of characters, annotations
)
"""What no file of ours may have in it."""

_MARKS = re.compile(r"[\u061c\u200e\u200f\u2028\u2029]")
"""Marks of direction and separators of lines: they may stand in an article, and are not shown."""

MISREAD = frozenset(map(chr, range(0x80, 0xA0)))
"""C1, which stands in many an article that was once read in another encoding: kept there, never shown."""


def without_controls(text: str) -> str:
    """The text as it may be kept: without what steers."""
    return STEERING.sub("", text)


def printable(text: str) -> str:
    """The text as it may be shown: without what steers and without marks; tabs and line feeds stay.

    What joins letters and emoji (U+200C, U+200D, variation selectors) stays too.
    """
    return without_controls(_MARKS.sub("", text))


def shown(text: str) -> str:
    """The text in one line, each character that can't be printed as an escape (a line end as ``\\n``)."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
