"""WordprocessingML → blocks of text, as Word shows them (ECMA-376, part 1, 17).

Insertions are accepted and deletions dropped; what is wrapped in content controls, smart tags, fields and
links counts, and so do text boxes and notes; hidden text doesn't. A note's mark is left out of the sentence
that has it: the sentence is what will be quoted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

_WRAPPERS = frozenset(
    "ins moveTo sdtContent sdt smartTag customXml hyperlink fldSimple bdo dir Choice rubyBase ruby r".split()
)
"""Elements whose content counts as if it stood in their place."""

_SHOWN = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row; ``style`` is the id of the paragraph's style, if it names one."""

    text: str
    style: str | None = None


def blocks(parent: _Element) -> Iterator[Block]:
    """The blocks of a body, a cell, a text box or a note, in order."""
    begun = ""  # by paragraphs whose end was deleted: they run on in the next
    for element in _unwrapped(parent):
        if _name(element) == "p":
            text = begun + "".join(_texts(element))
            begun = text if _end_deleted(element) else ""
            if not begun:
                yield Block(text, _style(element))
            for box in _boxes(element):
                yield from blocks(box)
        elif _name(element) == "tbl":
            yield from (Block(row) for row in _rows(element))
    if begun:
        yield Block(begun)


def notes(body: _Element, parts: Mapping[str, _Element]) -> Iterator[Block]:
    """The blocks of the notes to which the text refers, in the order of their marks.

    ``parts`` are the footnotes and the endnotes by these names.
    """
    known = {kind: {_value(note, "id"): note for note in part} for kind, part in parts.items()}
    for mark in _marks(body):
        note = known.get(_NOTES[_name(mark)], {}).pop(_value(mark, "id"), None)
        if note is not None:
            yield from blocks(note)


def _marks(parent: _Element) -> Iterator[_Element]:
    for element in _unwrapped(parent):
        if _name(element) in _NOTES:
            yield element
        elif _name(element) in ("p", "tbl", "tr", "tc"):
            yield from _marks(element)


def _unwrapped(parent: _Element) -> Iterator[_Element]:
    """The children, in the place of wrappers what these hold; nothing of what was deleted or is hidden."""
    for element in parent:
        name = _name(element)
        if name == "AlternateContent":
            yield from _unwrapped_choice(element)
        elif name in _WRAPPERS:
            if name != "r" or not _is_hidden(element):
                yield from _unwrapped(element)
        else:
            yield element


def _unwrapped_choice(element: _Element) -> Iterator[_Element]:
    """What newer programs show of two alternatives, else what older ones do."""
    choices = [child for child in element if _name(child) in ("Choice", "Fallback")]
    if choices:
        yield from _unwrapped(choices[0])


def _texts(paragraph: _Element) -> Iterator[str]:
    for element in _unwrapped(paragraph):
        name = _name(element)
        if name == "t":
            yield element.text or ""
        elif name == "br" and _value(element, "type") in (None, "textWrapping"):
            yield "\n"
        else:
            yield _SHOWN.get(name, "")


def _rows(table: _Element) -> Iterator[str]:
    """One line a row, of its cells as written: a cell that spans columns, however many, counts once."""
    for row in _unwrapped(table):
        if _name(row) == "tr" and _has(row, "trPr", "del") is None:
            cells = [list(blocks(cell)) for cell in _unwrapped(row) if _name(cell) == "tc"]
            plain = (" ".join(" ".join(block.text for block in cell).split()) for cell in cells)
            yield " | ".join(filter(None, plain))


def _boxes(paragraph: _Element) -> Iterator[_Element]:
    """The text boxes that are anchored in a paragraph."""
    for element in _unwrapped(paragraph):
        if _name(element) in ("drawing", "pict", "object"):
            yield from (part for part in element.iter() if _name(part) == "txbxContent")


def _is_hidden(run: _Element) -> bool:
    vanish = _has(run, "rPr", "vanish")
    return vanish is not None and _value(vanish, "val") not in ("0", "false", "off")


def _end_deleted(paragraph: _Element) -> bool:
    return _has(paragraph, "pPr", "rPr", "del") is not None


def _style(paragraph: _Element) -> str | None:
    style = _has(paragraph, "pPr", "pStyle")
    return None if style is None else _value(style, "val")


def _has(element: _Element, *names: str) -> _Element | None:
    """The element that lies below by these names, the first at each step."""
    found: _Element | None = element
    for name in names:
        found = next((child for child in found if _name(child) == name), None) if found is not None else None
    return found


def _name(element: _Element) -> str:
    """The name without its namespace: strict and transitional files differ in nothing but that."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _value(element: _Element, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)
