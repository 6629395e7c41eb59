"""A citation in its surroundings: its paragraph, the quote underlined, the one before and the one after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import Span

from .markdown import marked
from .render import in_pieces, pages, room_beside
from .reply import Block, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Citation

AROUND = 1
"""Paragraphs shown before and after."""

LABEL = 20
"""Code points for a paragraph's number and the marks of the quote."""

QUOTE = "__"
"""Underlines the quote: bold is kept for the words that answer, and of a refusal none do."""


def passage(citation: Citation, paragraphs: Sequence[Span]) -> list[Block]:
    """The blocks that show a citation among its document's ``paragraphs``."""
    first, end = citation.paragraph, citation.span.end
    last = max((n for n, p in enumerate(paragraphs, 1) if p.start < end), default=first)
    shown = range(max(1, first - AROUND), min(len(paragraphs), last + AROUND) + 1)
    return [
        Block(text, citation) for n in shown for text in _paragraph(citation, n, paragraphs[n - 1]) if text
    ]


def passages(citations: Sequence[Citation], paragraphs: Sequence[Sequence[Span]]) -> Reply:
    """Each citation on pages of its own; ``paragraphs`` are those of each citation's document."""
    shown = [pages(passage(c, p)) for c, p in zip(citations, paragraphs, strict=True)]
    return Reply(tuple(page for group in shown for page in group))


def _paragraph(citation: Citation, number: int, paragraph: Span) -> list[str]:
    """The paragraph under its number in one piece, else, where it is too long, in several."""
    text = citation.document.text
    inside = Span(max(paragraph.start, citation.span.start), min(paragraph.end, citation.span.end))
    if inside.start >= inside.end:
        parts = [(paragraph, "")]
    else:
        parts = [
            (Span(paragraph.start, inside.start), ""),
            (inside, QUOTE),
            (Span(inside.end, paragraph.end), ""),
        ]
    room = room_beside(citation) - LABEL
    label, whole = f"-# ¶{number}\n", "".join(marked(span.of(text), mark) for span, mark in parts)
    if len(whole) <= room:
        return [label + whole]
    pieces = [f"{m}{piece}{m}" for span, m in parts for piece in in_pieces(span.of(text).strip(), room)]
    return [label + pieces[0], *pieces[1:]]
