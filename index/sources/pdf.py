"""PDF files: their pages as paragraphs, and the properties that they carry.

pdfium reads them: of 17 paragraphs in each of 12 files it gives .99 whole, pdfplumber .82 and pypdf, which
says little of where lines stand, at best .44, in a tenth of the time (tests/benchmarks/bench_pdf.py).
"""

from __future__ import annotations

import re
from statistics import median
from typing import TYPE_CHECKING

from ..errors import CorpusError
from ..text.controls import without_controls
from .lines import Line, unwrapped
from .metadata import named
from .parsers import DAMAGE, quiet
from .running_lines import without_running

if TYPE_CHECKING:
    from pathlib import Path

    from pypdfium2 import PdfDocument, PdfPage

    from .metadata import Metadata

_LINE = re.compile(r"[^\r\n\ufffe]++\ufffe?")
"""A line of pdfium's text, which has U+FFFE for the hyphen of a parted word, and no line end behind it."""


def read_pdf(data: bytes, path: Path) -> tuple[Metadata, str]:
    with quiet():
        import pypdfium2

        try:
            with pypdfium2.PdfDocument(data) as pdf:
                text = unwrapped(without_running([_lines(page) for page in pdf]))
                about = _about(pdf)
        except (pypdfium2.PdfiumError, *DAMAGE) as error:
            if "password" in str(error).lower() or "security" in str(error).lower():
                raise CorpusError("the PDF is encrypted; save a copy without a password", path) from error
            raise CorpusError("the PDF is damaged; export it again", path) from error
    if not text:
        raise CorpusError("the PDF holds no text (a scan?); run OCR first", path)
    return about, text


def _about(pdf: PdfDocument) -> Metadata:
    held = pdf.get_metadata_dict()
    return named(held.get("Title"), held.get("Author"))


def _lines(page: PdfPage) -> list[Line]:
    """The lines of a page, in the order in which it is written, which is mostly that of reading."""
    held, height = page.get_textpage(), page.get_height()
    found = []
    for m in _LINE.finditer(held.get_text_range()):
        if text := without_controls(m.group()).strip():
            boxes = [held.get_charbox(n, loose=True) for n in (m.start(), sum(m.span()) // 2, m.end() - 1)]
            middle = median((bottom + top) / 2 for _, bottom, _, top in boxes)
            size = median(top - bottom for _, bottom, _, top in boxes)
            found.append(Line(text, boxes[0][0], boxes[-1][2], middle, size, height))
    return found
