"""Links that land on quoted words: URL text fragments (WICG, "URL Fragment Text Directives").

As Chromium has it (tests/benchmarks/check_fragments.py), a part of a directive must stand within one block of
a page, and the marks that a browser puts around a ``q`` are no characters of it. So no part holds list marks,
Markdown or quotation marks, or goes from one block to the next.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

from .rendered import BREAK, rendered

if TYPE_CHECKING:
    from ..document import Span

WHOLE_WORDS = 8
"""A quote of at most this many words is named whole; of a longer one, as many first and last words."""

MOST_CONTEXT, LONGEST_CONTEXT = 12, 600
"""Words, and code points, before the quote that may be added to tell it from an earlier twin."""


_RUNS = re.compile(rf"[{BREAK}“”„«»\"‘]|’(?!\w)")
"""What divides a text into runs of words that a page surely has so."""


def fragment_url(url: str, text: str, span: Span) -> str:
    """``url`` with a fragment that a browser scrolls to and highlights: the words of ``text`` at ``span``.

    A browser takes the first match, so the first words become more, and those before the quote are added,
    until the first match is this one.
    """
    base = urldefrag(url).url
    quoted = rendered(span.of(text))
    runs = [words for run in _RUNS.split(quoted) if any(map(str.isalnum, run)) and (words := run.split())]
    if not runs:
        return base
    before = rendered(text[: span.start]) + quoted[: quoted.index(runs[0][0])]
    start, end = _ends(runs)
    prefix, start = _unique(before, start, runs[0]) or ("", _with_marks(before, quoted, start))
    parts = [f"{_escaped(prefix)}-"] if prefix else []
    parts += [_escaped(" ".join(words)) for words in (start, end) if words]
    return f"{base}#:~:text={','.join(parts)}"


def _ends(runs: list[list[str]]) -> tuple[list[str], list[str]]:
    """The first words and the last, or all words and none."""
    if len(runs) == 1 and len(runs[0]) <= WHOLE_WORDS:
        return runs[0], []
    return runs[0][: WHOLE_WORDS // 2], runs[-1][-WHOLE_WORDS // 2 :]


def _unique(before: str, start: list[str], run: list[str]) -> tuple[str, list[str]] | None:
    """The fewest words before the quote, and of its own, that stand nowhere before it so.

    Those of its own come first, for a mark may stand between the others and it.
    """
    blocks = before[-LONGEST_CONTEXT:].split(BREAK)
    before = before.replace(BREAK, " ")  # one block's last words may be the prefix of the next one's first
    longest = min(len(run) - WHOLE_WORDS // 2, len(start) + MOST_CONTEXT)
    for length in range(len(start), max(len(start), longest) + 1):
        if _is_first(before, "", run[:length]):
            return "", run[:length]
    words = next(filter(str.strip, reversed(blocks)), "").split()[-MOST_CONTEXT:]
    gap = " " if not before or before[-1].isspace() else ""
    for count in range(1, len(words) + 1):
        prefix = " ".join(words[-count:])
        if _is_first(before, prefix + gap, start):
            return prefix, start
    return None


def _with_marks(before: str, quoted: str, start: list[str]) -> list[str]:
    """As many of the quote's words, marks included, as make it unique: only where a ``q`` is none of them."""
    block = next((block for block in quoted.split(BREAK) if any(map(str.isalnum, block))), "")
    words = block[block.index(start[0]) :].split()
    for length in range(len(start), min(len(words), len(start) + MOST_CONTEXT) + 1):
        if _is_first(before.replace(BREAK, " "), "", words[:length]):
            return words[:length]
    return start


def _is_first(before: str, prefix: str, start: list[str]) -> bool:
    """Whether the words stand first where the quote begins, behind the prefix."""
    words = " ".join(start)
    wanted, page = _as_browsers_see(prefix + words), _as_browsers_see(before + words)
    return page.find(wanted) == len(page) - len(wanted)


def _as_browsers_see(text: str) -> str:
    """The text without what a browser disregards in a search: case, and the kind of white space."""
    return " ".join(text.casefold().split())


def _escaped(words: str) -> str:
    """Percent-encoded, with the directive's own separators (comma, hyphen, ampersand) too."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
