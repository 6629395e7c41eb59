"""Which year a month or day without one belongs to, where its sentence names a year."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..document import Span

_CLAUSES = re.compile(r"[,;:—–()]")
_JOINED = re.compile(r"[\s,]*(?:(?:and|or|then|again|also|as well as|to|until|through|but|not|the)\b[\s,]*)*")
"""What may stand between days of one year: "on May 4, 2021, and again on June 1"."""


def today_in(year: int) -> date:
    """A day from which every month and day is nearest in that year."""
    return date(year, 7, 1)


def own_year(text: str, sentence: Span, phrase: Span, dated: Iterable[tuple[Span, int]]) -> int | None:
    """The year that the sentence names for the phrase; None where it names none, or one for something else.

    ``dated`` are the phrases of the sentence that tell their year, with it. One counts if it opens the
    sentence, or if nothing but commas and links stands between the two.
    """
    for other, year in dated:
        opens = other.end <= phrase.start and not _CLAUSES.search(text, sentence.start, other.start)
        closed = text.startswith(",", other.end) or other.start == sentence.start
        first, second = sorted((other, phrase))
        if (opens and closed) or _JOINED.fullmatch(text, first.end, second.start):
            return year
    return None
