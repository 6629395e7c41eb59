"""HTML pages: the article of each, and what the page declares of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from ..errors import CorpusError
from .metadata import Metadata, address, named
from .parsers import DAMAGE, joined, quiet
from .plain_text import decoded

if TYPE_CHECKING:
    from pathlib import Path

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_OF_PAGES = re.compile(
    r"\A(?:utf-?(?:8|16)|windows|cp\d|x-|iso-?(?:8859|2022)|ibm|koi8|mac|gb|big5|euc|shift|latin|"
    r"us-ascii|ascii|tis|l\d)"
)
"""How the encodings of pages begin (WHATWG Encoding, 4.2); Python has others, some of quadratic time."""

_CHARSET_WITHIN = 1024
"""Bytes: where HTML says its declared encoding must stand (WHATWG HTML, 4.2.5.4)."""


def read_html(data: bytes, path: Path) -> tuple[Metadata, str]:
    with quiet():
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
        except DAMAGE as error:
            raise CorpusError("the page is damaged; save its text as .md or .txt", path) from error
    if not isinstance(page, Page) or not page.text or not (text := joined(page.text.split("\n"))):
        raise CorpusError("no article was found in the page; save its text as .md or .txt", path)
    about = named(page.title, page.author, page.sitename)
    published = date.fromisoformat(page.date) if page.date else None
    return replace(about, published=published, url=address(page.url)), text


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
