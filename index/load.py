"""Files in, documents out: text, Markdown, HTML, PDF and Word, each with what it says of itself."""

from __future__ import annotations

import logging
import re
import stat
import struct
import unicodedata
import warnings
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from .document import CORPUS, Document
from .errors import CorpusError
from .front_matter import UNSTORABLE, WEB_ADDRESS, Metadata, decoded, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table

MAX_BYTES = 10 * 1024 * 1024
"""The largest file that is read: a thousand times an article, and no danger to a small host's memory."""

MAX_UNPACKED = 10 * MAX_BYTES
"""Bytes a Word file may unpack to: its XML packs about 10:1, a zip bomb 1000:1."""

WRAP_WIDTH = 0.75
"""A PDF line under this share of the full width ends its paragraph: wrapped lines seldom fall short of it."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_CHARSET_WITHIN = 1024
"""Bytes: where HTML says its declared encoding must stand (WHATWG HTML, 4.2.5.4)."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?", re.IGNORECASE)
"""A number alone at a page's top or foot, which would else stand amid a sentence that runs over the page."""

_BULLET = re.compile(r"[•▪◦‣]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-\n(?=[^\W\d_A-Z])([^\W\d_]+)")

_NOISY = ("courlan", "htmldate", "pypdf", "trafilatura")
_DAMAGE = (ArithmeticError, AssertionError, AttributeError, LookupError, OSError, RuntimeError, SyntaxError,
           TypeError, ValueError, struct.error, zlib.error, zipfile.BadZipFile)  # fmt: skip
"""What parsers raise on a damaged file besides their own errors; pypdf and lxml promise no narrower set."""


def load(path: Path, *, collection: str = CORPUS) -> Document:
    """The document that one file holds.

    Raises:
        CorpusError: the file can't be read, is none of ``SUFFIXES``, or what it says of itself can't be used.
    """
    data = _data(path)
    metadata, text = _READERS[path.suffix.lower()](data, path)
    return Document(
        id=metadata.id or _slug(path),
        title=metadata.title or _pretty(path.stem),
        text=text,
        source=metadata.source,
        author=metadata.author,
        published=metadata.published,
        url=metadata.url,
        language=metadata.language or "en",
        collection=collection,
        event_date=metadata.event_date,
        places=metadata.places,
    )


def load_folder(folder: Path, *, collection: str = CORPUS) -> tuple[list[Document], list[CorpusError]]:
    """The documents of a folder and all below it, in order of file name, and why other files are none.

    Hidden files, READMEs and files of other suffixes are passed over.

    Raises:
        CorpusError: there is no such folder.
    """
    if not folder.is_dir():
        raise CorpusError("no such folder; make it, or name another", folder)
    paths = sorted((p for p in folder.rglob("*") if _wanted(p, folder)), key=lambda p: (p.name, p))
    if not paths:
        return [], [CorpusError(f"the folder holds no documents; add one ({_SUFFIX_LIST})", folder)]
    errors: list[CorpusError] = []
    loaded: dict[str, tuple[Document, Path]] = {}
    for path in paths:
        try:
            document = load(path, collection=collection)
        except CorpusError as error:
            errors.append(error)
            continue
        if document.id in loaded:
            first = loaded[document.id][1]
            errors.append(CorpusError(f'its id "{document.id}" is that of {first}; give it another', path))
        else:
            loaded[document.id] = document, path
    return [document for document, _ in loaded.values()], errors


def _wanted(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    readme = path.name.lower().startswith("readme")
    return path.suffix.lower() in SUFFIXES and not hidden and not readme


def _data(path: Path) -> bytes:
    """The file's bytes, once its kind and size are known to be right."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError("not a file; name a document in it, or add the folder as a whole", path)
        if path.suffix.lower() not in SUFFIXES:
            raise CorpusError(f'files ending in "{path.suffix}" can\'t be read; use {_SUFFIX_LIST}', path)
        if status.st_size > MAX_BYTES:
            raise CorpusError(f"over the limit of 10 MB (it has {status.st_size:,} bytes); split it", path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError("no such file; check the name", path) from error
    except OSError as error:
        raise CorpusError(f"can't be read ({error.strerror}); check its permissions", path) from error


def _slug(path: Path) -> str:
    ascii_stem = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", ascii_stem))
    if not slug:
        raise CorpusError("no id can be made of the file name; rename it with letters a-z or digits", path)
    return slug


def _pretty(stem: str) -> str:
    return " ".join(re.split(r"[-_\s]+", _clean(stem))).strip() or "Untitled"


def _read_html(data: bytes, path: Path) -> tuple[Metadata, str]:
    with _quiet():
        import trafilatura
        from trafilatura.settings import Document as Page

        page = trafilatura.bare_extraction(
            decoded(data, path, _charset(data)),
            with_metadata=True,
            include_comments=False,
            # A guess from the page's words may be another story's date: only a declared one will do.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    if not isinstance(page, Page) or not page.text or not (text := _paragraphs(page.text.split("\n"))):
        raise CorpusError("no article was found in the page; save its text as .md or .txt", path)
    return Metadata(
        title=_one_line(page.title),
        author=_one_line(page.author),
        source=_one_line(page.sitename),
        published=date.fromisoformat(page.date) if page.date else None,
        url=page.url if page.url and WEB_ADDRESS.fullmatch(page.url) else None,
    ), text


def _charset(data: bytes) -> str:
    """UTF-8 if the page is that, whatever it declares (browsers save so); else the encoding it declares."""
    declared = _CHARSET.search(data[:_CHARSET_WITHIN])
    try:
        data.decode()
    except UnicodeDecodeError:
        name = declared.group(1).decode().lower() if declared else "utf-8"
        return "cp1252" if name == "iso-8859-1" else name  # as browsers read it (WHATWG Encoding, 4.2)
    return "utf-8"


def _read_pdf(data: bytes, path: Path) -> tuple[Metadata, str]:
    with _quiet():
        import pypdf
        from pypdf.errors import DependencyError, DeprecationError, FileNotDecryptedError, PyPdfError

        try:
            pdf = pypdf.PdfReader(BytesIO(data))
            pages = [_clean(page.extract_text()).strip() for page in pdf.pages]
            about = pdf.metadata or pypdf.DocumentInformation()
            metadata = Metadata(title=_one_line(about.title), author=_one_line(about.author))
        except (DependencyError, FileNotDecryptedError) as error:
            raise CorpusError("the PDF is encrypted; save a copy without a password", path) from error
        except (PyPdfError, DeprecationError, *_DAMAGE) as error:
            raise CorpusError("the PDF is damaged; export it again", path) from error
    text = _unwrapped("\n".join(map(_unnumbered, pages)))
    if not text:
        raise CorpusError("the PDF holds no text (a scan?); run OCR first", path)
    return metadata, text


def _unnumbered(page: str) -> str:
    lines = page.split("\n")
    for end in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[end].strip()):
            del lines[end]
    return "\n".join(lines).strip()


def _unwrapped(text: str) -> str:
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


def _read_docx(data: bytes, path: Path) -> tuple[Metadata, str]:
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
    return Metadata(title=_one_line(about.title), author=_one_line(about.author))


def _check_unpacked(data: bytes, path: Path) -> None:
    with zipfile.ZipFile(BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MAX_UNPACKED:
            raise CorpusError("the Word file unpacks to more than 100 MB; save its text as .txt", path)


def _rows(table: Table) -> list[str]:
    """One line a table row; a merged cell, which stands in each of its columns, is given once."""
    rows = ({id(cell): " ".join(cell.text.split()) for cell in row.cells} for row in table.rows)
    return [" | ".join(cell for cell in row.values() if cell) for row in rows]


def _paragraphs(texts: Iterable[str]) -> str:
    return "\n\n".join(kept for text in texts if (kept := _clean(text).strip()))


def _clean(text: str) -> str:
    return UNSTORABLE.sub("", text)


def _one_line(value: str | None) -> str | None:
    return " ".join(_clean(value).split()) or None if value else None


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back what third-party readers log and warn of: what matters of it becomes a CorpusError."""
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


_READERS: dict[str, Callable[[bytes, Path], tuple[Metadata, str]]] = {
    ".md": read_text,
    ".markdown": read_text,
    ".txt": read_text,
    ".html": _read_html,
    ".htm": _read_html,
    ".pdf": _read_pdf,
    ".docx": _read_docx,
}

SUFFIXES = frozenset(_READERS)
"""The endings of files that ``load`` reads, lower case; case doesn't matter in a file's name."""

_SUFFIX_LIST = ", ".join(_READERS)
