"""One file in, one document out: text, Markdown, HTML, PDF or Word, with what it says of itself."""

from __future__ import annotations

import re
import stat
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

from ..bounds import LONGEST_LINE, LONGEST_PARAGRAPH, LONGEST_TEXT, LONGEST_TITLE, MAX_BYTES
from ..document import CORPUS, Document
from ..errors import CorpusError
from ..text.controls import without_controls
from .formats import BY_SUFFIX, SUFFIX_LIST, SUFFIXES

if TYPE_CHECKING:
    from pathlib import Path

_LONG_LINE = re.compile(rf"^.{{{LONGEST_LINE + 1}}}", re.MULTILINE)
_BLANK_LINE = re.compile(r"\n[ \t]*+\n")


def read_article(path: Path, *, collection: str = CORPUS) -> Document:
    """The document that one file holds, parsed in this process, which a hostile file can fill and hold up.

    Raises:
        CorpusError: the file can't be read, is none of ``SUFFIXES``, what it says of itself can't be used, or
            it is longer than ``bounds`` tell.
    """
    data = _data(path)
    metadata, text = BY_SUFFIX[path.suffix.lower()].read(data, path)
    _check_lengths(text, path)
    return Document(
        id=metadata.id or _id(path),
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
    if len(text) > LONGEST_TEXT:
        raise CorpusError(f"has {len(text):,} characters, at most {LONGEST_TEXT:,} are read; split it", path)
    if line := _LONG_LINE.search(text):
        raise CorpusError(_too_long("line", line.group(), LONGEST_LINE), path)
    start = 0
    for blank in chain(_BLANK_LINE.finditer(text), [None]):
        end = blank.start() if blank else len(text)
        if end - start > LONGEST_PARAGRAPH:
            raise CorpusError(_too_long("paragraph", text[start:end].strip(), LONGEST_PARAGRAPH), path)
        start = end


def _too_long(kind: str, words: str, longest: int) -> str:
    begun = f"the {kind} that begins “{words[:30].strip()}” has more than {longest:,} characters"
    return f"{begun}; break it up with blank lines"


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
        if not status.st_size:
            raise CorpusError("the file is empty; save the article into it", path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise CorpusError("no such file; check the name", path) from error
    except OSError as error:
        raise CorpusError(f"can't be read ({error.strerror}); check its permissions", path) from error


def slug(name: str) -> str:
    """A name as an id; "" where nothing in it can be one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def _id(path: Path) -> str:
    if made := slug(path.stem):
        return made
    raise CorpusError("no id can be made of the file name; rename it with letters a-z or digits", path)


def _pretty(stem: str) -> str:
    """The file's name as a title."""
    return " ".join(re.split(r"[-_\s]+", without_controls(stem))).strip()[:LONGEST_TITLE] or "Untitled"
