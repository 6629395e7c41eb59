"""Quotations: the stretches of a text between quotation marks, whichever marks it uses."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from ..document import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSERS = {
    "“": ("”", '"'), '"': ('"', "”"), "``": ("''", '"'), "''": ("''",), "«": ("»",), "»": ("«", "»"),
    "„": ("“", "”", '"'), "「": ("」",), "『": ("』",),
}  # fmt: skip
"""What may end a quotation, by what began it: English, TeX, French, German (both kinds) and Japanese marks.
An editor's mix of curly and straight ones is forgiven."""

_MARK = re.compile(r"[“”\"«»„「」『』]|''|``|[‘‚’'](?!')")
_SINGLE_OPENERS = "‘‚'"
_BEFORE_OPENING = re.compile(r"[\s(\[—–-]")
_SINGLE_OPENS = re.compile(
    r"(?:(?<=[\s(\[—–“\"-])|\A)[‘‚'](?=[^\W_]|[(\[$£€“\"…])(?!(?:\d0s|em|tis|twas|til|cause|n)\b)"
)
"""Not an apostrophe that opens a word: ’90s, ’em, ’tis, rock ’n’ roll."""

_SINGLE_CLOSES = re.compile(r"(?<=[^\s(\[—–])[’'‘](?![^\W_])")
_SURELY_CLOSES = re.compile(r"(?<=[.,!?…;:—–)\]%\d])[’'‘]")
_PLURAL_OWNER = re.compile(r"(?<=s)[’'](?=\s[a-z])")
"""The drivers’ union: an apostrophe, if another mark closes the quotation later."""


def quotations(text: str, paragraph: Span, *, left_open: bool = True) -> list[Span]:
    """The outermost quoted stretches of a paragraph, marks included, in order.

    One that is left open runs to the paragraph's end, or with ``left_open=False`` is none. Single marks
    (‘…’, '…', ‚…‘) quote only where they both open and close as such; otherwise they are apostrophes.
    """
    marks = list(_MARK.finditer(text, paragraph.start, paragraph.end))
    singles = _SingleMarks(text, paragraph, marks)
    found: list[Span] = []
    opened: re.Match[str] | None = None
    past = paragraph.start
    for mark in marks:
        if mark.start() < past:
            continue
        if opened is not None:
            if mark.group() in _CLOSERS[opened.group()]:
                found.append(Span(opened.start(), mark.end()))
                opened = None
        elif mark.group() in _SINGLE_OPENERS:
            if end := singles.closing(mark.start()):
                found.append(Span(mark.start(), end))
                past = end
        elif _opens(text, mark, paragraph):
            opened = mark
    if opened is not None and left_open:
        found.append(Span(opened.start(), paragraph.end))
    return found


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """Whether a double mark opens: “ always, » only in the German way, before a word."""
    if mark.group() == "»":
        at = mark.start()
        fresh = at == paragraph.start or bool(_BEFORE_OPENING.match(text, at - 1))
        return fresh and mark.end() < paragraph.end and not text[mark.end()].isspace()
    return mark.group() in _CLOSERS


class _SingleMarks:
    """The single marks of a paragraph, each a candidate to open, to close, or to be an apostrophe."""

    def __init__(self, text: str, paragraph: Span, marks: Sequence[re.Match[str]]) -> None:
        singles = [m.start() for m in marks if m.group() in "‘‚’'"]
        self._opening = [at for at in singles if _SINGLE_OPENS.match(text, at)]
        self._closing = [at for at in singles if _SINGLE_CLOSES.match(text, at)]
        self._owners = {at for at in self._closing if _PLURAL_OWNER.match(text, at)}
        self._sure = [at for at in self._closing if _SURELY_CLOSES.match(text, at)]
        self._doubles = [m.start() for m in marks if m.group() in '“”"«»„']
        self._end = paragraph.end

    def closing(self, start: int) -> int | None:
        """Where the quotation that opens at ``start`` ends; None when an apostrophe stands there."""
        if not _has(self._opening, start):
            return None
        until = _after(self._opening, start) or self._end
        at = _after(self._closing, start)
        while at is not None and at < until:
            sure = _after(self._sure, at)
            if at not in self._owners or sure is None or sure > until:
                return at + 1 if self._balanced(start, at) else None
            at = _after(self._closing, at)
        return None

    def _balanced(self, start: int, end: int) -> bool:
        """Whether double quotations inside are whole: a single one never holds half of another."""
        inside = bisect_right(self._doubles, end) - bisect_right(self._doubles, start)
        return inside % 2 == 0


def _has(places: Sequence[int], at: int) -> bool:
    i = bisect_right(places, at) - 1
    return i >= 0 and places[i] == at


def _after(places: Sequence[int], at: int) -> int | None:
    i = bisect_right(places, at)
    return places[i] if i < len(places) else None
