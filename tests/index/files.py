"""What the tests of files share."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from index.building.adding import add_document
from index.errors import CorpusError
from index.sources.article import read_article

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument

    from index.building.adding import Added
    from index.engine import Engine


def problem(path: Path) -> str:
    """What ``load`` says of a file, with the folder's name taken out."""
    with pytest.raises(CorpusError) as caught:
        read_article(path)
    assert "\n" not in str(caught.value)
    return str(caught.value).replace(f"{path.parent}/", "")


def add_file(engine: Engine, path: Path, **options: Any) -> Added:
    """Add a file to an index."""
    return add_document(engine, read_article(path), path, **options)


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def pdf_bytes(pages: Sequence[Sequence[str]], info: str = "") -> bytes:
    """A minimal PDF (PDF 1.4, section 3.4): each page one text object, a line of text for each string."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(pages), b" ".join(b"%d 0 R" % (5 + 2 * i) for i in range(len(pages)))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< %s >>" % info.encode("cp1252"),
    ]
    for i, lines in enumerate(pages):
        shown = "".join(f"({line}) Tj T* " for line in lines).encode("cp1252")
        stream = b"BT /F1 12 Tf 14 TL 72 720 Td %sET" % shown
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (6 + 2 * i),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        ]
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(out)


def saved(word: WordDocument) -> bytes:
    packed = io.BytesIO()
    word.save(packed)
    return packed.getvalue()
