"""Text files, Markdown among them: their characters, their body and its first heading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..bounds import LONGEST_TITLE
from ..errors import CorpusError
from ..text.controls import MISREAD, STEERING, without_controls
from .metadata import Metadata

if TYPE_CHECKING:
    from pathlib import Path

_HEADING = re.compile(r"^ {0,3}#[ \t]++(\S.*)", re.MULTILINE)

_FENCE = re.compile(r"^(?:---|\+\+\+)[ \t]*$", re.MULTILINE)
FIRST_LETTER = 0xA0
"""The code point from which a steering character is no sign of a binary file."""


def read_text(data: bytes, path: Path) -> tuple[Metadata, str]:
    """The metadata and the stripped body of a text file; its first ``# `` heading is the title in need.

    Raises:
        CorpusError: it isn't UTF-8 text, has no body, or its front matter can't be used.
    """
    text = decoded(data, path).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if control := next((m for m in STEERING.finditer(text) if m.group() not in MISREAD), None):
        line = text.count("\n", 0, control.start()) + 1
        code = ord(control.group())
        what = "looks binary" if code < FIRST_LETTER else "reorders or hides text"
        raise CorpusError(f"{what} (it holds U+{code:04X}); save it as plain text", path, line)
    metadata, body = _split(text, path)
    if not body.strip():
        raise CorpusError("the document has no text; write it below the front matter", path)
    heading = _HEADING.search(body)
    title = metadata.title or (without_controls(_uncrossed(heading.group(1))) if heading else None)
    return replace(metadata, title=title and title[:LONGEST_TITLE]), body.strip()


def _uncrossed(heading: str) -> str:
    """A heading without the hashes that may close it."""
    plain = heading.rstrip()
    bare = plain.rstrip("#")
    return bare.rstrip() if bare.endswith((" ", "\t")) else plain


def decoded(data: bytes, path: Path, encoding: str = "utf-8") -> str:
    """The bytes as text.

    Raises:
        CorpusError: they aren't of that encoding (the byte offset counts from 0), or it is unknown.
    """
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        where = f"byte 0x{data[error.start]:02x} at offset {error.start}"
        raise CorpusError(f"not {encoding.upper()} ({where}); save it as UTF-8", path, line) from error
    except (LookupError, UnicodeError) as error:
        raise CorpusError(f'unknown encoding "{encoding}"; save it as UTF-8', path) from error


def _split(text: str, path: Path) -> tuple[Metadata, str]:
    """The metadata and the body; all is body when no ``---`` or ``+++`` opens the text."""
    opening = _FENCE.match(text)
    if opening is None:
        return Metadata(), text
    fence = opening.group().strip()
    closing = next((m for m in _FENCE.finditer(text, opening.end()) if m.group().strip() == fence), None)
    if closing is None:
        raise CorpusError(f"the front matter is never closed; end it with a line {fence}", path, 1)
    from .front_matter import read_front_matter  # with pydantic and yaml, which other texts have no use for

    block = text[opening.end() + 1 : closing.start()]
    return read_front_matter(block, path, toml=fence == "+++"), text[closing.end() :]
