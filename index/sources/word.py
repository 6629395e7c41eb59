"""Word files (.docx): their paragraphs and tables, and the properties that they carry."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from ..bounds import MAX_MARKUP, MAX_UNPACKED
from ..errors import CorpusError
from .metadata import Metadata, named
from .parsers import DAMAGE, joined, quiet

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table


def read_docx(data: bytes, path: Path) -> tuple[Metadata, str]:
    with quiet():
        import docx
        from docx.exceptions import PythonDocxError
        from docx.opc.exceptions import OpcError
        from docx.table import Table

        try:
            _check_unpacked(data, path)
            word = docx.Document(BytesIO(data))
            blocks = [_rows(b) if isinstance(b, Table) else [b.text] for b in word.iter_inner_content()]
            metadata = _properties(word)
        except (OpcError, PythonDocxError, *DAMAGE) as error:
            raise CorpusError("not a Word file, or a damaged one; save it again as .docx", path) from error
    text = joined(paragraph for block in blocks for paragraph in block)
    if not text:
        raise CorpusError("the Word file holds no text (a scan?); run OCR first", path)
    return metadata, text


def _properties(word: WordDocument) -> Metadata:
    """Title and author, if the file has any (python-docx makes some up for a file that has none)."""
    if not any(part.content_type.endswith("core-properties+xml") for part in word.part.package.iter_parts()):
        return Metadata()
    about = word.core_properties
    return named(about.title, about.author)


def _check_unpacked(data: bytes, path: Path) -> None:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        parts = packed.infolist()
        markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
        if sum(part.file_size for part in parts) > MAX_UNPACKED or markup > MAX_MARKUP:
            raise CorpusError(
                "the Word file unpacks to far more than an article; save its text as .txt", path
            )


def _rows(table: Table) -> list[str]:
    """One line a table row, of its cells as written: ``row.cells`` repeats one in each column that it spans,
    which may be said to be a billion."""
    from docx.text.paragraph import Paragraph

    rows = ([[Paragraph(p, table).text for p in cell.p_lst] for cell in row.tc_lst]
            for row in table._tbl.tr_lst)  # noqa: SLF001  # fmt: skip
    return [" | ".join(filter(None, (" ".join(" ".join(cell).split()) for cell in row))) for row in rows]
