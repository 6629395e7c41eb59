"""Lines as they stand on pages → paragraphs."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median
from typing import TYPE_CHECKING

from .hyphens import mended
from .parsers import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = 1.35
"""So many times the usual step from one line to the next is that to another paragraph."""

HEADING = 1.15
"""So many times as high are the letters of a heading, at least, as those of the text beside it."""

_BULLET = re.compile(r"[•▪◦‣●]\s")
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), "ff fi fl ffi ffl st st".split(), strict=True))
_HYPHENS = ("-", "\u00ad", "\u2010", "\ufffe")


_COLUMN = 36.0
"""Points by which the lines of one column may begin apart: half an inch is a deep indent."""

_ROOM = 1.5
"""So many times the width that a word takes on the average must be free for it to have had room."""

SPACED = 0.04
"""The share of lines behind which there is space in a text whose paragraphs are set apart: one in 25."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page of ``height`` points: its ends and its ``middle``, in points from the page's lower
    left corner, and the ``size`` of its letters, from the top of the highest to the foot of the lowest."""

    text: str
    left: float
    right: float
    middle: float
    size: float
    height: float


def unwrapped(pages: Sequence[Sequence[Line]]) -> str:
    """The paragraphs of hard-wrapped lines, each on one line, with a blank line between.

    More space than usual ends a paragraph. Where none does, and at the end of a page or column, so does a
    line in which the next word would have had room, if that word may open a sentence.
    """
    lines = [line for page in pages for line in page]
    usual, edges = _usual_step(pages), _right_edges(lines)
    spaced = _are_spaced(pages, usual)
    blocks: list[list[str]] = [[]]
    for line, following in zip_longest(lines, lines[1:]):
        if _BULLET.match(line.text):
            blocks.append([])
        blocks[-1].append(line.text.translate(_LIGATURES))
        if following is None or not _runs_on(line, following, usual, edges[_column(line)], spaced=spaced):
            blocks.append([])
    return joined(mended(["\n".join(block) for block in blocks]))


def _runs_on(line: Line, following: Line, usual: float, edge: float, *, spaced: bool) -> bool:
    step, sizes = _step(line, following), sorted((line.size, following.size))
    if step > GAP * usual or sizes[1] > HEADING * sizes[0]:
        return False
    if line.text.endswith(_HYPHENS):
        return True
    if following.text[0].islower() or (spaced and step > 0):
        return True
    wide = (line.right - line.left) / len(line.text)
    return line.right + _ROOM * (1 + len(following.text.split()[0])) * wide > edge


def _are_spaced(pages: Sequence[Sequence[Line]], usual: float) -> bool:
    """Whether there is space between the paragraphs, or else only the ends of their lines tell them apart."""
    steps = [_step(*pair) for page in pages for pair in pairwise(page)]
    return sum(step > GAP * usual for step in steps) >= max(2, SPACED * len(steps))


def _step(line: Line, following: Line) -> float:
    """How far below the line the next one is, in heights of its letters; less than 0 for another column."""
    return (line.middle - following.middle) / max(following.size, 1.0)


def _usual_step(pages: Sequence[Sequence[Line]]) -> float:
    steps = [_step(*pair) for page in pages for pair in pairwise(page)]
    return median([step for step in steps if step > 0] or [1.0])


def _column(line: Line) -> int:
    return round(line.left / _COLUMN)


def _right_edges(lines: Sequence[Line]) -> dict[int, float]:
    """Where the lines of each column end at most, those that begin a little beside them among them."""
    furthest: dict[int, float] = defaultdict(float)
    for line in lines:
        for column in range(_column(line) - 1, _column(line) + 2):
            furthest[column] = max(furthest[column], line.right)
    return furthest
