"""Where paragraphs, sentences and passages begin and end, as spans into ``document.text``.

Nothing is copied, trimmed or normalised: boundaries first, text second.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from ..document import Span
from .quotations import quotations
from .reporting_verbs import SPOKEN_AFTER_QUOTE
from .word_lists import WordLists

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PASSAGE_WORDS = 60
"""A passage closes once it holds this many words. Measured as first quote right / best passage in the right
paragraph / one of the best three (SQuAD dev8, 150 questions an article):

    40 words   .762 / .867 / .952        100 words   .749 / .856 / .947
    60 words   .769 / .867 / .943        160 words   .747 / .851 / .940
"""

LONGEST_QUOTATION = 600
"""Code points: a quotation longer than this is a transcript, and may be split inside."""

_BLOCK = re.compile(r"\S(?:.|\n(?![ \t]*\n))*")
_LINE = re.compile(r"\S.*")
_OWN_LINE = re.compile(r"#{1,6}\s|[-*•]\s|\d{1,3}[.)]\s|>\s?|\|")
_CLOSED = re.compile(r"[.!?:…][\"”’')\]*_]*\s*$")

_STOP = re.compile(r"(?:(?<![.!?…])[.!?…]++|[。！？])(?:[\"”’'»)\]*_]|\[\d+\])*(?=\s|$)|[。！？][」』”]?")
_NEXT = re.compile(r"(?<!\s)\s+(?:[\"“‘'«(\[*_–—-]\s?){0,8}(?:[^\W_a-z]|\[)")

_LISTS = WordLists(__file__)
_NEVER_ENDS = _LISTS.set("never_end")
"""Abbreviations, lower case, without the last stop: a name or number follows, so none ends a sentence."""

_MAY_END = _LISTS.set("may_end")
"""Abbreviations that end a sentence only before a word that usually opens one."""

_OPENER = re.compile(rf"(?<!\s)\s+[\"“‘]?(?:{'|'.join(_LISTS.words('openers'))})\b")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+")


def paragraphs(text: str) -> list[Span]:
    """The numbered blocks of a text, in order: ¶1 is the first.

    Blocks stand between blank lines. In a block of several lines each line is a paragraph of its own when
    the lines end as sentences do; otherwise they are one hard-wrapped paragraph. Headings, list items,
    quoted lines and table rows always stand alone.
    """
    found: list[Span] = []
    for block in _BLOCK.finditer(text):
        found += _block(text, block)
    return found


def _block(text: str, block: re.Match[str]) -> list[Span]:
    lines = [Span(m.start(), _rstrip(text, m.start(), m.end())) for m in _LINE.finditer(text, *block.span())]
    closed = sum(bool(_CLOSED.search(line.of(text))) for line in lines[:-1])
    if closed * 2 >= len(lines):
        return lines
    merged: list[Span] = []
    alone = True
    for line in lines:
        own = bool(_OWN_LINE.match(line.of(text)))
        if alone or own:
            merged.append(line)
        else:
            merged[-1] = Span(merged[-1].start, line.end)
        alone = line.of(text).startswith("#")
    return merged


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of one paragraph, in order; together they hold all its non-space text.

    An abbreviation ("U.S.", "Sen.", an initial) ends none, and neither does a stop inside a quotation, so
    that quoted words stay with who said them.
    """
    inside = [q for q in quotations(text, paragraph, left_open=False) if q.end - q.start <= LONGEST_QUOTATION]
    ends = [
        stop.end()
        for stop in _STOP.finditer(text, paragraph.start, paragraph.end)
        if _ends(text, stop, paragraph) and not _within(stop.end(), inside)
    ]
    return [
        Span(_lstrip(text, a, b), _rstrip(text, a, b))
        for a, b in pairwise([paragraph.start, *ends, paragraph.end])
        if text[a:b].strip()
    ]


def _ends(text: str, stop: re.Match[str], paragraph: Span) -> bool:
    if stop.end() >= paragraph.end:
        return False
    if stop.group()[0] in "。！？":
        return True
    following = _NEXT.match(text, stop.end(), paragraph.end)
    if following is None:
        return False
    if stop.group()[0] in "!?" and len(stop.group()) > 1:
        return not SPOKEN_AFTER_QUOTE.match(text, following.end() - 1)
    return stop.group().rstrip(")]") != "." or not _abbreviated(text, stop, paragraph)


def _abbreviated(text: str, stop: re.Match[str], paragraph: Span) -> bool:
    """Whether the single stop belongs to the word before it rather than to the sentence."""
    word = re.split(r"[\s(\[“\"‘—–-]", text[max(paragraph.start, stop.start() - 20) : stop.start()])[-1]
    opens = bool(_OPENER.match(text, stop.end(), paragraph.end))
    if word.lower() in _NEVER_ENDS:
        return not (word.lower() in {"no", "ft"} and opens)
    return not opens and (bool(_ACRONYM.fullmatch(word + ".")) or word.lower() in _MAY_END)


def _within(at: int, spans: Sequence[Span]) -> bool:
    i = bisect_right(spans, at, key=lambda s: s.start) - 1
    return i >= 0 and spans[i].start < at < spans[i].end


def passages(text: str, groups: Iterable[Sequence[Span]], words: int = PASSAGE_WORDS) -> list[Span]:
    """Runs of whole sentences of about ``words`` words, none crossing a paragraph.

    ``groups`` holds the sentences of each paragraph. A short rest joins the passage before it.
    """
    found: list[Span] = []
    for group in groups:
        found += _runs(text, group, words)
    return found


def _runs(text: str, group: Sequence[Span], words: int) -> list[Span]:
    runs: list[Span] = []
    start, held = None, 0
    for sentence in group:
        start = sentence.start if start is None else start
        held += len(sentence.of(text).split())
        if held >= words:
            runs.append(Span(start, sentence.end))
            start, held = None, 0
    if start is not None:
        rest = Span(start, group[-1].end)
        if runs and len(rest.of(text).split()) < words // 2:
            runs[-1] = Span(runs[-1].start, rest.end)
        else:
            runs.append(rest)
    return runs


def _lstrip(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
