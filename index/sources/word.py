"""Word files (.docx): the text that Word shows with all changes accepted, and the file's properties."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from ..bounds import MAX_MARKUP, MAX_UNPACKED
from ..errors import CorpusError
from .metadata import Metadata, named
from .parsers import DAMAGE, joined, quiet
from .word_markup import Block, blocks, notes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from lxml.etree import _Element

_NO_AUTHORS = frozenset(
    {"python-docx", "Microsoft Office User", "Windows User", "Un-named", "User", "Author"}
)
"""What programs enter as the author where nobody told them: no name of anybody."""


def read_docx(data: bytes, path: Path) -> tuple[Metadata, str]:
    with quiet():
        import docx
        from docx.exceptions import PythonDocxError
        from docx.opc.exceptions import OpcError

        try:
            _check_unpacked(data, path)
            word = docx.Document(BytesIO(data))
            found = [*blocks(word.element.body), *notes(word.element.body, _note_parts(word))]
            metadata = _properties(word, found)
        except (OpcError, PythonDocxError, *DAMAGE) as error:
            raise CorpusError("not a Word file, or a damaged one; save it again as .docx", path) from error
    text = joined(block.text for block in found)
    if not text:
        raise CorpusError("the Word file holds no text (a scan?); run OCR first", path)
    return metadata, text


def _note_parts(word: WordDocument) -> dict[str, _Element]:
    """The footnotes and the endnotes, where there are any."""
    from docx.oxml import parse_xml

    parts = {
        part.reltype.rpartition("/")[2]: part for part in word.part.rels.values() if not part.is_external
    }
    return {
        kind: parse_xml(parts[kind].target_part.blob) for kind in ("footnotes", "endnotes") if kind in parts
    }


def _properties(word: WordDocument, found: Sequence[Block]) -> Metadata:
    """The heading that the reader sees, else the title in the properties; and whose name these bear.

    python-docx makes properties up for a file that has none.
    """
    heading, later = _headings(word, found)
    if not any(part.content_type.endswith("core-properties+xml") for part in word.part.package.iter_parts()):
        return named(heading or later, None)
    about = word.core_properties
    author = None if about.author in _NO_AUTHORS else about.author
    return named(heading or about.title or later, author)


def _headings(word: WordDocument, found: Sequence[Block]) -> tuple[str | None, str | None]:
    """The title or the heading that opens the text; and the first heading wherever it stands."""
    names = {style.style_id: (style.name or "").lower() for style in word.styles}
    styled = [(names.get(block.style or ""), block.text.strip()) for block in found if block.text.strip()]
    title = next((text for name, text in styled if name == "title"), None)
    opens = styled[0][1] if styled and styled[0][0] == "heading 1" else None
    return title or opens, next((text for name, text in styled if name == "heading 1"), None)


def _check_unpacked(data: bytes, path: Path) -> None:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = packed.infolist()
        markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
        if sum(part.file_size for part in parts) > MAX_UNPACKED or markup > MAX_MARKUP:
            raise CorpusError(
                "the Word file unpacks to far more than an article; save its text as .txt", path
            )
