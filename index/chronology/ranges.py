"""Two dates that are the ends of a stretch of time: "from April 2 to April 9", "between May and July"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..document import Span
    from .dates import When

_FROM = re.compile(r"(?:from|between)\b", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|through)\b", re.IGNORECASE)
_JOINTS = frozenset("to - – — through thru until till".split())
_ALONE = _JOINTS - {"until", "till"}
"""What joins two dates without "from" before them."""


def is_range(text: str, first: Span, second: Span) -> bool:
    """Whether the two phrases, of which the second stands behind, are the ends of one stretch."""
    joint = text[first.end : second.start].strip()
    opening = _FROM.match(text, first.start)
    if opening is None:
        return joint in _ALONE
    if opening.group().lower() == "between":
        return joint == "and"
    return joint in _JOINTS or (not joint and _UNTIL.match(text, second.start) is not None)


def stretch(first: When, second: When, *, told: tuple[bool, bool], weekly: bool = False) -> When | None:
    """From the start of the first to the end of the second.

    ``told`` says of which of the two the text gives the year: that of the other goes with it; a ``weekly``
    second is the first of its weekday. None where the second is over before the first begins.
    """
    try:
        if weekly and second.end < first.start:
            days = timedelta((second.end - first.start).days % 7)
            return replace(second, start=first.start, end=first.start + days)
        if told[1] and not told[0]:
            first = _moved(first, second.end.year - (_moved(first, second.end.year).start > second.end))
        elif not told[1]:
            same = _moved(second, first.start.year)
            second = same if same.end >= first.start else _moved(second, first.start.year + 1)
    except (ValueError, OverflowError):  # 29 February, or a year beyond those that a date can have
        return None
    return None if second.end < first.start else replace(second, start=first.start)


def _moved(when: When, year: int) -> When:
    """The same days of another year."""
    years = year - when.start.year
    return replace(
        when, start=when.start.replace(year=year), end=when.end.replace(year=when.end.year + years)
    )
