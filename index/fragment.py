"""Links that land on quoted words: URL text fragments (WICG, "URL Fragment Text Directives")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

if TYPE_CHECKING:
    from .document import Span

WHOLE_WORDS = 8
"""A quote of at most this many words is named whole; of a longer one, as many first and last words."""

MOST_CONTEXT = 12
"""Words before or after the quote that may be added to tell it from an earlier twin."""


def fragment_url(url: str, text: str, span: Span) -> str:
    """``url`` with a fragment that a browser scrolls to and highlights: the words of ``text`` at ``span``.

    A browser takes the first match, so words before the quote are added until the first match is this one.
    """
    words = [m.span() for m in re.finditer(r"\S+", text[span.start : span.end])]
    base = urldefrag(url).url
    if not words:
        return base
    if len(words) <= WHOLE_WORDS:
        start, end = span.of(text), ""
    else:
        start = text[span.start : span.start + words[WHOLE_WORDS // 2 - 1][1]]
        end = text[span.start + words[-WHOLE_WORDS // 2][0] : span.end]
    prefix = _prefix(text, span, start)
    parts = [f"{_escaped(prefix)}-"] if prefix else []
    parts += [_escaped(part) for part in (start, end) if part]
    return f"{base}#:~:text={','.join(parts)}"


def _prefix(text: str, span: Span, start: str) -> str:
    """The fewest words before the span that make ``start`` unique so far; "" when it already is."""
    before = [m.start() for m in re.finditer(r"\S+", text[: span.start])][-MOST_CONTEXT:]
    for begin in [span.start, *reversed(before)]:
        if _first(text[begin : span.start] + start, text) == begin:
            return " ".join(text[begin : span.start].split())
    return ""


def _first(words: str, text: str) -> int:
    """Where a browser first finds the words: it regards neither case nor the kind of white space."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), text, re.IGNORECASE)
    return found.start() if found else -1


def _escaped(words: str) -> str:
    """Percent-encoded, with the directive's own separators (comma, hyphen, ampersand) too."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
