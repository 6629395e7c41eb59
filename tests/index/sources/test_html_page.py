"""Web pages become plain paragraphs, with what their heads declare."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from index.document import Document
from index.sources.article import read_article as load

from ..files import write

if TYPE_CHECKING:
    from pathlib import Path


PAGE = """\
<!DOCTYPE html><html><head><meta charset="{charset}"><title>River talks open | The Courier</title>
<meta name="author" content="Ada Byron"><meta property="og:site_name" content="The Courier">
<meta property="og:url" content="{url}">
<meta property="article:published_time" content="2024-03-05T21:00:00+01:00"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>River talks open</h1>
<p>The ministers met “by the river” in the café on Monday, and they spoke until the evening.</p>
<p>The second round of the talks is planned for the autumn, said the host of the meeting.</p>
<table><tr><td>Delegates</td><td>40</td></tr></table></article></body></html>
"""


class TestHtml:
    def test_article_and_metadata(self, tmp_path: Path) -> None:
        """Of a page the article stays, a blank line between paragraphs, and what its head declares."""
        page = PAGE.format(charset="utf-8", url="https://courier.example/river")
        assert load(write(tmp_path, "a.html", page.encode())) == Document(
            id="a",
            title="River talks open",
            text="River talks open\n\n"
            "The ministers met “by the river” in the café on Monday, and they spoke until the evening.\n\n"
            "The second round of the talks is planned for the autumn, said the host of the meeting.\n\n"
            "| Delegates | 40 |",
            source="The Courier",
            author="Ada Byron",
            published=date(2024, 3, 5),
            url="https://courier.example/river",
        )

    def test_utf_8_whatever_is_declared(self, tmp_path: Path) -> None:
        """A page that is UTF-8, with a BOM or not, is read so even if it still declares what it once was."""
        page = PAGE.format(charset="ISO-8859-1", url="https://courier.example/river")
        document = load(write(tmp_path, "a.html", b"\xef\xbb\xbf" + page.encode()))
        assert document.text.startswith("River talks open\n\nThe ministers met “by the river” in the café on")

    def test_declared_encoding(self, tmp_path: Path) -> None:
        """A page in a declared older encoding keeps its curly quotes and accents, as in a browser."""
        page = PAGE.format(charset="ISO-8859-1", url="javascript:alert(1)")
        document = load(write(tmp_path, "a.htm", page.encode("cp1252")))
        assert "“by the river” in the café" in document.text
        assert document.url is None
