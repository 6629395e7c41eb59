"""Links that land on quoted words: URL text fragments (WICG, "URL Fragment Text Directives")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urldefrag

if TYPE_CHECKING:
    from ..document import Span

WHOLE_WORDS = 8
"""A quote of at most this many words is named whole; of a longer one, as many first and last words."""

MOST_CONTEXT, LONGEST_CONTEXT = 12, 600
"""Words, and code points, before the quote that may be added to tell it from an earlier twin."""


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
    near = max(0, span.start - LONGEST_CONTEXT)
    before = [near + m.start() for m in re.finditer(r"(?<!\S)\S+", text[near : span.start])][-MOST_CONTEXT:]
    seen = _as_browsers_see(text)
    for begin in [span.start, *reversed(before)]:
        found = seen.find(_as_browsers_see(text[begin : span.start] + start))
        if found == len(_as_browsers_see(text[:begin] + "|")) - 1:
            return " ".join(text[begin : span.start].split())
    return ""


def _as_browsers_see(text: str) -> str:
    """The text without what a browser disregards in a search: case, and the kind of white space."""
    return " ".join(text.casefold().split())


def _escaped(words: str) -> str:
    """Percent-encoded, with the directive's own separators (comma, hyphen, ampersand) too."""
    return quote(" ".join(words.split()), safe="").replace("-", "%2D")
