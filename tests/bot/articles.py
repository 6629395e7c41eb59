"""What the tests of the bot's words share: made-up articles, citations of them, and an engine over them."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from index import Citation, Engine
from index.answer import Receipt
from index.document import Document, Span
from index.storage.embedded import open_store
from index.text.segmentation import paragraphs

from ..index.fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.saying.reply import Page

HARBOR = Document(
    "harbor",
    "Harbor opens",
    "Mayor Ana Lima said on Monday that the harbor of Osio will open on March 5.\n"
    "“We waited for nine years,” she said. The ships had gone elsewhere.\n"
    "The ferry to Brava costs 12 crowns. It sails twice a day.\n"
    "Transport Minister Tom Ruiz said the ferry is late.",
    source="The Gazette",
    author="Rita Sole",
    published=date(2024, 3, 3),
    url="https://gazette.example/harbor",
)
OPENS = "Mayor Ana Lima said on Monday that the harbor of Osio will open on March 5."
WAITED = "“We waited for nine years,” she said."
FARE = "The ferry to Brava costs 12 crowns."
LATE = "Transport Minister Tom Ruiz said the ferry is late."

BRIDGE = Document("bridge", "Bridge closes", "The bridge of Tala is shut.\nIt reopens in June.")

RECEIPT = Receipt("q", "q", 0.9, 0.3, (), "0123456789ab", 5.0)

OFFERED = ("What did Ana Lima say?", "What does the ferry cost?", "What did Tom Ruiz say?")


def open_engine(folder: Path, *documents: Document, offered: Sequence[str] = OFFERED) -> Engine:
    """An engine over some documents; its encoder knows a few words, and ``offered`` are its suggestions."""
    store = open_store(folder / "index.sqlite3", create=True)
    store.library.write(settings={"suggestions": json.dumps(dict.fromkeys(offered, ()))})
    engine = Engine(store, WordEncoder("harbor open ferry cost ships late bridge shut"))
    for document in documents:
        engine.add(document)
    return engine


def cited(
    document: Document, quote: str, marker: int = 1, speaker: str | None = None, url: str | None = None
) -> Citation:
    """The citation of a document's first such words."""
    start = document.text.index(quote)
    blocks = paragraphs(document.text)
    paragraph = next(n for n, block in enumerate(blocks, 1) if block.start <= start < block.end)
    return Citation(marker, quote, document, paragraph, Span(start, start + len(quote)), speaker, url)


# ---------------------------------------------------------------------- what a reader sees

MARKER = re.compile(r"\*\*\[(\d+)\]\*\*")


def seen(markdown: str) -> str:
    """Markdown as Discord shows it where nothing in it is live: without the backslashes of its escapes."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", markdown)


def markers(markdown: str) -> list[int]:
    """The n of each live **[n]**, in order."""
    return [int(n) for n in MARKER.findall(markdown)]


def length(page: Page) -> int:
    """Code points of a page's text."""
    return len(page.body) + len(page.sources)


def dense(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


# ---------------------------------------------------------------------- anything that may come in

_MARKUP = (
    "*", "**", "_", "__", "~~", "|", "||", "`", "```", "<", ">", ">>> ", "[", "]", "(", ")", "\\", "# ",
    "## ", "- ", "+ ", "-# ", "1. ", "12) ", "@everyone", "@here", ":", ":smile:", ":+1:", "https://a.example/b_c",
    "<@17>", "<t:1:R>", "[x](https://a.example)", "**[3]**", "\n", "\n\n", "\t", " ", "  ",
    "word", "Ana", "a longer word.", "“quoted”", "é", "日本", "😀", "\u200b", "١.", "!",
)  # fmt: skip
hostile = st.lists(st.sampled_from(_MARKUP), max_size=40).map("".join) | st.text(max_size=60)
"""Texts full of markup, and any others."""

words = hostile.map(lambda text: " ".join(text.split()))
"""The same on one line."""

long_texts = st.builds(lambda text, times: (text * times)[:9000], hostile, st.integers(1, 400))
names = st.none() | st.builds(lambda text, times: (text * times)[:300], words.filter(bool), st.integers(1, 9))
titles = st.builds(lambda text, times: (text * times)[:600], words.filter(bool), st.integers(1, 30))
urls = st.none() | st.builds(
    lambda tail, times: f"https://a.example/{(tail * times)[:1200]}",
    st.sampled_from(["b", "d_e/", "f?g=h&", "[i]", "j#:~:text=k,"]),
    st.integers(1, 1200),
)


@st.composite
def documents(draw: st.DrawFn, name: str = "a") -> Document:
    """A document that may hold, and be called, anything; its text isn't blank."""
    text = draw(long_texts.map(str.strip).filter(bool))
    dated = draw(st.none() | st.dates())
    return Document(name, draw(titles), text, draw(names), draw(names), dated, draw(urls))


@st.composite
def citations(draw: st.DrawFn, most: int = 3) -> tuple[Citation, ...]:
    """One to ``most`` citations of one or two documents, marked 1, 2 …"""
    known = [draw(documents(name)) for name in draw(st.sampled_from(["a", "ab"]))]
    count = draw(st.integers(1, most))
    return tuple(draw(_citation(number, draw(st.sampled_from(known)))) for number in range(1, count + 1))


@st.composite
def _citation(draw: st.DrawFn, marker: int, document: Document) -> Citation:
    """Words of a document that begin and end with a letter or sign, as sentences do."""
    size = len(document.text)
    start, end = sorted((draw(st.integers(0, size)), draw(st.integers(0, size))))
    text = document.text[start:end]
    start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
    span = Span(start, end) if start < end else Span(0, size)
    blocks = paragraphs(document.text)
    paragraph = max((n for n, block in enumerate(blocks, 1) if block.start <= span.start), default=1)
    return Citation(marker, span.of(document.text), document, paragraph, span, draw(names), document.url)
