"""Web pages become plain paragraphs, with what their heads declare."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

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
            "Delegates | 40",
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

    @pytest.mark.parametrize("before", ["<!-- charset=utf-8 -->", '<script charset="utf-8">x</script>', ""])
    def test_late_encoding(self, tmp_path: Path, before: str) -> None:
        """An encoding is found behind scripts and comments, however long, and what these hold is none."""
        page = PAGE.format(charset="windows-1252", url="").replace("<meta charset", f"{before}<meta charset")
        page = page.replace("<head>", f"<head><style>{'p {{}} ' * 2000}</style>")
        assert "“by the river” in the café" in load(write(tmp_path, "a.html", page.encode("cp1252"))).text

    def test_utf_16(self, tmp_path: Path) -> None:
        """A page saved with a mark of UTF-16 is read so."""
        page = PAGE.format(charset="utf-8", url="").encode("utf-16")
        assert "“by the river” in the café" in load(write(tmp_path, "a.html", page)).text

    def test_quotations_and_lists(self, tmp_path: Path) -> None:
        """What is marked as a quotation has quotation marks; list items stand alone, unmarked."""
        body = "<p>She called it <q>a <q>real</q> risk</q>.</p><ol><li>One more</li><li>And two</li></ol>"
        assert text_of(tmp_path, body).endswith(
            "She called it “a ‘real’ risk”.\n\nOne more\n\nAnd two\n\nAll of that was said on Monday."
        )

    def test_a_short_article_keeps_its_paragraphs(self, tmp_path: Path) -> None:
        """A short item of news is not given up for all the page's words as one paragraph."""
        line = '<p class="meta">By Ann Moe on <time>2 November 2023</time>. Updated 1 Jan 2024</p>'
        page = page_of(line + LEAD + "<p>Ferries stay in port until the wind falls.</p>")
        text = load(write(tmp_path, "a.html", page.encode())).text
        assert text.split("\n\n")[-2:] == [LEAD[3:-4], "Ferries stay in port until the wind falls."]


LEAD = (
    "<p>The council of Port Ellis voted on Friday to close the old swing bridge to cars, after engineers "
    "found cracks in two of its four piers.</p>"
)
HEADING = "Port Ellis closes its bridge"


def page_of(body: str, head: str = "") -> str:
    return (
        f"<html><head><title>{HEADING}</title>{head}</head><body><main><article><h1>{HEADING}</h1>"
        f"{body}</article></main></body></html>"
    )


def text_of(folder: Path, body: str) -> str:
    page = page_of(LEAD + body + "<p>All of that was said on Monday.</p>")
    return load(write(folder, "a.html", page.encode())).text


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def ld(**thing: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def article(**more: object) -> dict[str, object]:
    return {"@type": "NewsArticle", "headline": HEADING, **more}


TIME = '<time datetime="2024-03-09T08:00:00+00:00">9 March 2024</time>'
OTHER = '<time datetime="2021-05-01">1 May 2021</time>'
OUTLET = {"@type": "Organization", "name": "Courier"}
LATER = "2024-03-20T09:00:00+00:00"


class TestPublished:
    @pytest.mark.parametrize(
        ("head", "body"),
        [
            (meta("article:modified_time", LATER) + ld(**article(datePublished="2024-03-09")), ""),
            (ld(**article(datePublished="2024-03-09T23:30:00-05:00", dateModified=LATER)), ""),
            (ld(**{"@graph": [{"@type": "WebSite"}, article(datePublished="2024-03-09")]}), ""),
            (ld(**{"@type": "ItemList", "itemListElement": [article(datePublished="2021-05-01")]})
             + meta("article:published_time", "2024-03-09T08:00"), ""),
            (ld(**{"@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": "2021-05-01"}), TIME),
            (ld(**article(dateModified=LATER)) + meta("og:updated_time", LATER), TIME),
            ("<script type='application/ld+json'>{</script>" + meta("date", "Sat, 09 Mar 2024 08:00 Z"), ""),
            (meta("parsely-pub-date", "20240309"), ""),
            (meta("article:published_time", "March 9, 2024"), ""),
            ("", f"<p>Updated <time datetime='{LATER}'>20 March</time></p><p>Published {TIME}</p>"),
            ("", f"<time class='entry-date updated' datetime='{LATER}'></time>"
             "<time class='entry-date published' datetime='2024-03-09'></time>"),
            ("", "<span itemprop='datePublished' content='2024-03-09'>yesterday</span>"),
            ("", f"<aside>{OTHER}</aside><nav>{OTHER}</nav><div class='related-stories'>{OTHER}</div>{TIME}"),
            ("", f"<a href='/x'>{OTHER} Ferry sinks</a><a rel='bookmark' href='/y'>{TIME}</a>"),
            ("", '<p class="byline">By <a href="/ann">Ann Moe</a> <span>March 9, 2024 / 8:00 AM</span></p>'),
            (meta("pubdate", "2024-03-10T03:00:00Z"), '<time datetime="2024-03-09T22:00-05:00"></time>'),
            (meta("datePublished", "2024-03-10T03:00:00Z"), '<time datetime="2024-03-09 22:00:00"></time>'),
            (ld(**article(datePublished="2024-03-10T03:00:00Z")),
             '<time datetime="2024-03-10T03:00:00Z">March 9, 2024 10:00 PM EST</time>'),
        ],
    )  # fmt: skip
    def test_the_day_that_is_declared(self, tmp_path: Path, head: str, body: str) -> None:
        """The article's own day of publication counts, in the page's time zone."""
        page = page_of(body + LEAD + LEAD, head)
        assert load(write(tmp_path, "a.html", page.encode())).published == date(2024, 3, 9)

    @pytest.mark.parametrize(
        ("head", "body"),
        [
            (meta("article:modified_time", LATER), ""),
            (ld(**article(dateModified=LATER)), f"<p>Last updated: {TIME}</p>"),
            ("", f"{LEAD}<aside><a href='/x'>{OTHER} Ferry sinks</a></aside>"),
            ("", f"{LEAD}<p>The bridge closed on {OTHER}.</p>"),
            ("", f"{LEAD}<article><h2>Ferry sinks</h2>{OTHER}</article>"),
            (meta("article:published_time", "9/3/2024") + meta("date", "2024-13-09"), ""),
            (ld(**{"@type": "NewsArticle", "url": "https://a.example/x", "datePublished": "2021-05-01"}), ""),
        ],
    )
    def test_no_day_is_made_up(self, tmp_path: Path, head: str, body: str) -> None:
        """A change, another story's day, one that the text mentions and one that is ambiguous are none."""
        page = page_of(body + LEAD + LEAD, head)
        assert load(write(tmp_path, "a.html", page.encode())).published is None


class TestAuthor:
    @pytest.mark.parametrize(
        ("head", "body", "author"),
        [
            ("", '<p class="byline">By <a href="/a">Ann Moe</a>, Ellis Courier March 9, 2024</p>', "Ann Moe"),
            ("", '<p class="byline">By Ann Moe | March 9, 2024 8:00 AM</p>', "Ann Moe"),
            ("", '<div class="author">Written by Ann Moe on 9 March 2024</div>', "Ann Moe"),
            ("", '<aside class="author">Bo Lind</aside><a rel="author" href="/a">Ann Moe</a>', "Ann Moe"),
            ("", "<p>By Ann Moe and Bo Lind | Updated 5 April 2024</p>", "Ann Moe and Bo Lind"),
            ("", "<p>By Friday the harbour was closed.</p>", None),
            ("", "<p>By Ann Moe standards it was late.</p>", None),
            (meta("author", "By Ann Moe, Bo Lind"), "", "Ann Moe, Bo Lind"),
            (meta("article:author", "https://social.example/ann"), "", None),
            (ld(**article(author=[{"@type": "Person", "name": "Ann O&#39;Dea"}, {"name": "Bo Lind"}])), "",
             "Ann O'Dea, Bo Lind"),
            (ld(**{"@graph": [article(author={"@id": "#a"}), {"@id": "#a", "name": "Ann"}]}), "", "Ann"),
            (ld(**article(author=OUTLET)), '<p class="byline">Ann Moe</p>', "Ann Moe"),
            (ld(**article(author=OUTLET)), "", "Courier"),
        ],
    )  # fmt: skip
    def test_names_alone(self, tmp_path: Path, head: str, body: str, author: str | None) -> None:
        """The author is the people named, without the day, the outlet or an address beside them."""
        page = page_of(body + LEAD + LEAD, head + meta("og:site_name", "Ellis Courier"))
        assert load(write(tmp_path, "a.html", page.encode())).author == author
