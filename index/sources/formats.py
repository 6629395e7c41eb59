"""Which files can be read, by their endings, and what reads each: a new format is a new line here."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .html_page import read_html
from .parsers import quiet
from .pdf import read_pdf
from .plain_text import read_text
from .word import read_docx

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .metadata import Metadata


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: the endings of its names, the types of its content on the web, and what reads it.

    ``read`` takes a file's bytes, and its path for messages. ``parsers`` are the modules that it imports
    when it is first called; they promise neither little time nor little memory, so that ``Loader`` runs them
    in a process of its own. A format without any takes both in proportion to the file's size.
    """

    suffixes: tuple[str, ...]
    content_types: tuple[str, ...]
    read: Callable[[bytes, Path], tuple[Metadata, str]]
    parsers: tuple[str, ...] = ()


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

FORMATS = (
    Format((".md", ".markdown"), ("text/markdown",), read_text),
    Format((".txt",), ("text/plain",), read_text),
    Format(
        (".html", ".htm"),
        ("text/html", "application/xhtml+xml"),
        read_html,
        ("trafilatura", "trafilatura.settings"),
    ),
    Format((".pdf",), ("application/pdf",), read_pdf, ("pypdfium2",)),
    Format((".docx",), (_WORD,), read_docx, ("docx",)),
)

BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}

BY_CONTENT_TYPE = {kind: form for form in FORMATS for kind in form.content_types}

CONTENT_TYPES = "HTML, PDF, Word and plain text"

PLAIN = frozenset(suffix for suffix, form in BY_SUFFIX.items() if not form.parsers)
"""The endings of files that are read in this process."""

SUFFIXES = frozenset(BY_SUFFIX)
"""The endings of files that can be read, lower case; case doesn't matter in a file's name."""

SUFFIX_LIST = ", ".join(BY_SUFFIX)


def prepare(suffix: str) -> None:
    """Import what parses files of that ending, so that reading one takes no longer for it."""
    for module in BY_SUFFIX[suffix].parsers if suffix in BY_SUFFIX else ():
        with quiet():
            importlib.import_module(module)
