"""HTML, PDF and Word files: the text of each, and what it says of itself.

Their parsers promise neither little time nor little memory: ``Loader`` runs them in a process of its own.
"""

from __future__ import annotations

import importlib
import logging
import re
import struct
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from ..bounds import LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TITLE, MAX_MARKUP, MAX_UNPACKED
from ..errors import CorpusError
from ..text.controls import without_controls
from .front_matter import WEB_ADDRESS, Metadata, decoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table

WRAP_WIDTH = 0.75
"""A PDF line under this share of the full width ends its paragraph: wrapped lines seldom fall short of it."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_OF_PAGES = re.compile(
    r"\A(?:utf-?(?:8|16)|windows|cp\d|x-|iso-?(?:8859|2022)|ibm|koi8|mac|gb|big5|euc|shift|latin|"
    r"us-ascii|ascii|tis|l\d)"
)
"""How the encodings of pages begin (WHATWG Encoding, 4.2); Python has others, some of quadratic time."""

_CHARSET_WITHIN = 1024
"""Bytes: where HTML says its declared encoding must stand (WHATWG HTML, 4.2.5.4)."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?", re.IGNORECASE)
"""A number alone at a page's top or foot, which would else stand amid a sentence that runs over the page."""

_BULLET = re.compile(r"[•▪◦‣]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-\n(?=[^\W\d_A-Z])([^\W\d_]+)")

_HTML = ("trafilatura", "trafilatura.settings")
_NOISY = ("courlan", "htmldate", "pypdf", "trafilatura")
_DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError,
           TypeError, ValueError, struct.error, zlib.error, zipfile.BadZipFile)  # fmt: skip
"""What parsers raise on a damaged file besides their own errors; pypdf and lxml promise no narrower set."""


def read_html(data: bytes, path: Path) -> tuple[Metadata, str]:
    with _quiet():
        import trafilatura
        from trafilatura.settings import Document as Page

        try:
            page = trafilatura.bare_extraction(
                decoded(data, path, _charset(data, path)),
                with_metadata=True,
                include_comments=False,
                # A guess from the page's words may be another story's date: only a declared one will do.
                date_extraction_params={"original_date": True, "extensive_search": False},
            )
        except _DAMAGE as error:
            raise CorpusError("the page is damaged; save its text as .md or .txt", path) from error
    if not isinstance(page, Page) or not page.text or not (text := _paragraphs(page.text.split("\n"))):
        raise CorpusError("no article was found in the page; save its text as .md or .txt", path)
    return Metadata(
        title=_one_line(page.title, LONGEST_TITLE),
        author=_one_line(page.author, LONGEST_NAME),
        source=_one_line(page.sitename, LONGEST_NAME),
        published=date.fromisoformat(page.date) if page.date else None,
        url=_address(page.url),
    ), text


def _address(url: str | None) -> str | None:
    """The address a page gives for its own, if it is one that can be linked."""
    return url if url and len(url) <= LONGEST_ADDRESS and WEB_ADDRESS.fullmatch(url) else None


def _charset(data: bytes, path: Path) -> str:
    """UTF-8 if the page is that, whatever it declares (browsers save so); else the encoding it declares."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    try:
        data.decode()
    except UnicodeDecodeError:
        name = declared.group(1).decode().lower() if declared else "utf-8"
        if not _OF_PAGES.match(name):
            raise CorpusError(f'unknown encoding "{name}"; save it as UTF-8', path) from None
        return "cp1252" if name == "iso-8859-1" else name  # as browsers read it (WHATWG Encoding, 4.2)
    return "utf-8"


def read_pdf(data: bytes, path: Path) -> tuple[Metadata, str]:
    with _quiet():
        import pypdf
        from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, PyPdfError

        try:
            pdf = pypdf.PdfReader(BytesIO(data))
            pages = [without_controls(page.extract_text()).strip() for page in pdf.pages]
            about = pdf.metadata or pypdf.DocumentInformation()
            metadata = _about(about.title, about.author)
        except (DependencyError, FileNotDecryptedError) as error:
            raise CorpusError("the PDF is encrypted; save a copy without a password", path) from error
        except (PyPdfError, DeprecationError, *_DAMAGE) as error:
            raise CorpusError("the PDF is damaged; export it again", path) from error
    text = unwrapped("\n".join(map(_unnumbered, pages)))
    if not text:
        raise CorpusError("the PDF holds no text (a scan?); run OCR first", path)
    return metadata, text


def _unnumbered(page: str) -> str:
    lines = page.split("\n")
    for end in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[end].strip()):
            del lines[end]
    return "\n".join(lines).strip()


def unwrapped(text: str) -> str:
    """The paragraphs of hard-wrapped lines, each on one line, with a blank line between."""
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line) or [0]
    full = WRAP_WIDTH * lengths[len(lengths) * 9 // 10]  # the 90th percentile, whatever one overlong line is
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line or _BULLET.match(line):
            blocks.append([])
        blocks[-1].append(line)
        if len(line) < full and not line.endswith(("-", "\u00ad")):
            blocks.append([])
    words = {word.casefold() for word in _WORD.findall(text)}
    return _paragraphs(_joined("\n".join(block), words) for block in blocks)


def _joined(lines: str, words: set[str]) -> str:
    """The lines as one; a hyphen at a line's end goes only if the document has the word whole elsewhere."""

    def mended(match: re.Match[str]) -> str:
        parted, whole = f"{match[1]}-{match[2]}", match[1] + match[2]
        return whole if whole.casefold() in words and parted.casefold() not in words else parted

    return _HYPHENATED.sub(mended, lines.replace("\u00ad\n", "")).replace("\n", " ")


def read_docx(data: bytes, path: Path) -> tuple[Metadata, str]:
    with _quiet():
        import docx
        from docx.exceptions import PythonDocxError
        from docx.opc.exceptions import OpcError
        from docx.table import Table

        try:
            _check_unpacked(data, path)
            word = docx.Document(BytesIO(data))
            blocks = [_rows(b) if isinstance(b, Table) else [b.text] for b in word.iter_inner_content()]
            metadata = _properties(word)
        except (OpcError, PythonDocxError, *_DAMAGE) as error:
            raise CorpusError("not a Word file, or a damaged one; save it again as .docx", path) from error
    text = _paragraphs(paragraph for block in blocks for paragraph in block)
    if not text:
        raise CorpusError("the Word file holds no text (a scan?); run OCR first", path)
    return metadata, text


def _properties(word: WordDocument) -> Metadata:
    """Title and author, if the file has any (python-docx makes some up for a file that has none)."""
    if not any(part.content_type.endswith("core-properties+xml") for part in word.part.package.iter_parts()):
        return Metadata()
    about = word.core_properties
    return _about(about.title, about.author)


def _about(title: str | None, author: str | None) -> Metadata:
    return Metadata(title=_one_line(title, LONGEST_TITLE), author=_one_line(author, LONGEST_NAME))


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


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(kept for text in texts if (kept := without_controls(text).strip()))


def _one_line(value: str | None, longest: int) -> str | None:
    """What a file says of itself, on one line; None where that is nothing, or too long to be it."""
    line = " ".join(without_controls(value or "").split())
    return line if 0 < len(line) <= longest else None


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what third-party readers log and warn of: what matters of it becomes a CorpusError."""
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def prepare(suffix: str) -> None:
    """Import what parses files of that ending, so that reading one takes no longer for it."""
    for module in {".html": _HTML, ".htm": _HTML, ".pdf": ("pypdf",), ".docx": ("docx",)}.get(suffix, ()):
        with _quiet():
            importlib.import_module(module)
