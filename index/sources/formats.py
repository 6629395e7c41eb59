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
    """A kind of file: the endings of its names, lower case, and what reads it.

    ``read`` takes a file's bytes, and its path for messages. ``parsers`` are the modules that it imports
    when it is first called; they promise neither little time nor little memory, so that ``Loader`` runs them
    in a process of its own. A format without any takes both in proportion to the file's size.
    """

    suffixes: tuple[str, ...]
    read: Callable[[bytes, Path], tuple[Metadata, str]]
    parsers: tuple[str, ...] = ()


FORMATS = (
    Format((".md", ".markdown", ".txt"), read_text),
    Format((".html", ".htm"), read_html, ("trafilatura", "trafilatura.settings")),
    Format((".pdf",), read_pdf, ("pypdfium2",)),
    Format((".docx",), read_docx, ("docx",)),
)

BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}

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
