"""What an extractor keeps of a page → its paragraphs, as the page shows them.

List items stand alone, without marks: what a page's style puts before them is no text that a link could find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element
    from lxml.html import HtmlElement

_BLOCKS = frozenset("p head item quote list table row fw div figure figDesc body main".split())
"""trafilatura's names of what stands on lines of its own."""

_MARKS = (("“", "”"), ("‘", "’"))
"""What stands around a quotation in English, and around one within it."""


def mark_quotations(tree: HtmlElement) -> None:
    """Put marks around what a page marks as a quotation by ``q``, as browsers do by themselves."""
    for quotation in list(tree.iter("q")):
        depth = sum(1 for _ in quotation.iterancestors("q"))
        opening, closing = _MARKS[depth % 2]
        quotation.text = opening + (quotation.text or "")
        if len(quotation):
            quotation[-1].tail = (quotation[-1].tail or "") + closing
        else:
            quotation.text += closing
    for quotation in list(tree.iter("q")):
        quotation.drop_tag()


def blocks(body: _Element) -> Iterator[str]:
    """The paragraphs, headings, list items and table rows of trafilatura's tree, in order."""
    words: list[str] = []
    for kind, text in _pieces(body):
        if kind == "text":
            words.append(text)
        else:
            yield " ".join("".join(words).split())
            words = []
    yield " ".join("".join(words).split())


def _pieces(element: _Element) -> Iterator[tuple[str, str]]:
    """Texts, and the breaks between blocks; a table's row is one block, its cells between bars."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name == "row":
        cells = (" ".join("".join(cell.itertext()).split()) for cell in element)
        yield from (("break", ""), ("text", " | ".join(filter(None, cells))), ("break", ""))
    else:
        is_block = name in _BLOCKS and not (name == "quote" and _is_inline(element))
        if is_block or name == "lb":
            yield "break", ""
        yield "text", element.text or ""
        for child in element:
            yield from _pieces(child)
            yield "text", child.tail or ""
        if is_block:
            yield "break", ""


def _is_inline(quote: _Element) -> bool:
    """Whether words of the same paragraph stand around a quotation."""
    parent = quote.getparent()
    return parent is not None and parent.tag in ("p", "item", "hi", "ref", "cell", "head")
