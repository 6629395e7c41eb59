"""HTML pages: the article of each, and what the page declares of it."""

from __future__ import annotations

import codecs
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from ..errors import CorpusError
from .metadata import Metadata, address, named
from .page_author import author
from .page_date import published
from .page_declarations import declared
from .page_text import blocks, mark_quotations
from .parsers import DAMAGE, joined, quiet
from .plain_text import decoded

if TYPE_CHECKING:
    from configparser import ConfigParser
    from pathlib import Path

_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,500}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*+=\s*+["']?([\w.:-]+)""",
    re.IGNORECASE,
)
_SKIPPED = re.compile(
    rb"<!--.*?(?:-->|\Z)|<script\b.*?(?:</script|\Z)|<style\b.*?(?:</style|\Z)", re.IGNORECASE | re.DOTALL
)
"""What looks like a declaration in these is none."""

PAGE_ENCODINGS = re.compile(
    r"\A(?:utf-?(?:8|16)|windows|cp\d|x-|iso-?(?:8859|2022)|ibm|koi8|mac|gb|big5|euc|shift|latin|"
    r"us-ascii|ascii|tis|l\d)"
)
"""How the encodings of pages begin (WHATWG Encoding, 4.2); Python has others, some of quadratic time."""

_HEAD = 256 * 1024
"""Bytes in which an encoding is looked for. HTML allows 1,024 (WHATWG HTML, 4.2.5.4), but browsers, and so
pages, go on to the end of the head, past scripts and styles."""

_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_QUICK = {"extensive_search": False}
"""Of the date that trafilatura finds too nothing is used."""

_SHORTEST_ARTICLE = "100"
"""Characters. What trafilatura reads of an article with fewer it gives up for all the page's words as one
paragraph; its own 250 does so to every short item of news."""


def read_html(data: bytes, path: Path) -> tuple[Metadata, str]:
    text = decoded(data, path, _charset(data, path))
    with quiet():
        import trafilatura
        from lxml import etree, html
        from trafilatura.settings import Document as Page

        try:
            parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
            tree = html.document_fromstring(text.encode(), parser=parser)
            said = declared(tree)
            day, byline = published(tree, said), author(tree, said)
            mark_quotations(tree)
            page = trafilatura.bare_extraction(
                tree,
                with_metadata=True,
                include_comments=False,
                date_extraction_params=_QUICK,
                config=_config(),
            )
            body = joined(blocks(page.body)) if isinstance(page, Page) else ""
        except (etree.LxmlError, *DAMAGE) as error:
            raise CorpusError("the page is damaged; save its text as .md or .txt", path) from error
    if not isinstance(page, Page) or not body:
        raise CorpusError("no article was found in the page; save its text as .md or .txt", path)
    about = named(page.title, byline or page.author, page.sitename)
    return replace(about, published=day, url=address(page.url)), body


def _config() -> ConfigParser:
    from trafilatura.settings import use_config

    config: ConfigParser = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", _SHORTEST_ARTICLE)
    return config


def _charset(data: bytes, path: Path) -> str:
    """UTF-8 if the page is that, whatever it declares (browsers save so); else the encoding it declares."""
    mark = next((name for bom, name in _MARKS.items() if data.startswith(bom)), None)
    if mark:
        return mark
    try:
        data.decode()
    except UnicodeDecodeError:
        found = _CHARSET.search(_SKIPPED.sub(b"", data[:_HEAD]))
        name = found.group(1).decode().lower() if found else "utf-8"
        if not PAGE_ENCODINGS.match(name):
            raise CorpusError(f'unknown encoding "{name}"; save it as UTF-8', path) from None
        return "cp1252" if name == "iso-8859-1" else name  # as browsers read it (WHATWG Encoding, 4.2)
    return "utf-8"
