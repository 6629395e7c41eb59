"""Files in, documents out: text, Markdown, HTML, PDF and Word, each with what it says of itself."""

from __future__ import annotations

import re
import stat
import unicodedata
from typing import TYPE_CHECKING

from .bounds import LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_TITLE, MAX_BYTES
from .controls import without_controls
from .document import CORPUS, Document
from .errors import CorpusError
from .formats import read_docx, read_html, read_pdf
from .front_matter import read_text
from .segment import paragraphs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .front_matter import Metadata


def load(path: Path, *, collection: str = CORPUS) -> Document:
    """The document that one file holds, read in this process: ``Loader`` is for what strangers send.

    Raises:
        CorpusError: the file can't be read, is none of ``SUFFIXES``, what it says of itself can't be used, or
            it is longer than ``bounds`` tell.
    """
    data = _data(path)
    metadata, text = _READERS[path.suffix.lower()](data, path)
    _check_lengths(text, path)
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


def _check_lengths(text: str, path: Path) -> None:
    for kind, longest, blocks in (
        ("line", LONGEST_LINE, text.split("\n")),
        ("paragraph", LONGEST_PARAGRAPH, [block.of(text) for block in paragraphs(text)]),
    ):
        for block in blocks:
            if len(block) > longest:
                begun = f"the {kind} that begins “{block[:30].strip()}” has {len(block):,} characters"
                raise CorpusError(f"{begun}, at most {longest:,} are read; break it up", path)


def _data(path: Path) -> bytes:
    """The file's bytes, once its kind and size are known to be right."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise CorpusError("not a file; name a document in it, or add the folder as a whole", path)
        if path.suffix.lower() not in SUFFIXES:
            raise CorpusError(f'files ending in "{path.suffix}" can\'t be read; use {SUFFIX_LIST}', path)
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
    """The file's name as a title."""
    return " ".join(re.split(r"[-_\s]+", without_controls(stem))).strip()[:LONGEST_TITLE] or "Untitled"


_READERS: dict[str, Callable[[bytes, Path], tuple[Metadata, str]]] = {
    ".md": read_text,
    ".markdown": read_text,
    ".txt": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}

PLAIN = frozenset({".md", ".markdown", ".txt"})
"""The endings of files whose reading takes time and memory in proportion to their size."""

SUFFIXES = frozenset(_READERS)
"""The endings of files that ``load`` reads, lower case; case doesn't matter in a file's name."""

SUFFIX_LIST = ", ".join(_READERS)
