"""A citation in its surroundings: three paragraphs, the quote underlined, within Discord's limits."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from bot.saying.markdown import LONGEST_LINK
from bot.saying.passage import passages
from bot.saying.render import LONGEST_NAME, LONGEST_TITLE, PAGE
from bot.saying.reply import Page
from index.text.segmentation import paragraphs

from ..articles import FARE, HARBOR, LATE, OPENS, WAITED, citations, cited, dense, length, markers, seen

if TYPE_CHECKING:
    from bot.saying.reply import Reply
    from index import Citation

PLACE = "Harbor opens · The Gazette, Rita Sole · 3 March 2024"


def shown(*quotes: Citation) -> Reply:
    return passages(quotes, [paragraphs(quote.document.text) for quote in quotes])


def body(quote: Citation) -> str:
    (page,) = shown(quote).pages
    return page.body


def alone(text: str, quote: str) -> str:
    """What is shown of a text's only paragraph."""
    return body(cited(replace(HARBOR, text=text), quote)).removeprefix("-# ¶1\n")


# ---------------------------------------------------------------------- exact words


def test_the_paragraph_stands_between_its_neighbours() -> None:
    """Each under its number, the quote underlined, the source below."""
    assert shown(cited(HARBOR, FARE)).pages == (
        Page(
            f"-# ¶2\n{WAITED} The ships had gone elsewhere.\n\n"
            f"-# ¶3\n__{FARE}__ It sails twice a day.\n\n-# ¶4\n{LATE}",
            f"-# **[1]** {PLACE} · ¶3",
        ),
    )


@pytest.mark.parametrize(
    ("quote", "numbers"), [(OPENS, ["1", "2"]), (WAITED, ["1", "2", "3"]), (LATE, ["3", "4"])]
)
def test_the_first_and_last_paragraph_have_one_neighbour(quote: str, numbers: list[str]) -> None:
    """Nothing is made up before the first paragraph or behind the last."""
    assert re.findall(r"^-# ¶(\d+)$", body(cited(HARBOR, quote)), re.MULTILINE) == numbers


@pytest.mark.parametrize(
    ("quote", "paragraph"),
    [
        ("It rained.", "__It rained.__ She left. He stayed."),
        ("She left.", "It rained. __She left.__ He stayed."),
        ("He stayed.", "It rained. She left. __He stayed.__"),
        ("It rained. She left. He stayed.", "__It rained. She left. He stayed.__"),
        (" She left. ", "It rained. __She left.__ He stayed."),
        ("stay", "It rained. She left. He __stay__ed."),
    ],
)
def test_the_quote_alone_is_underlined(quote: str, paragraph: str) -> None:
    """At the start, in the middle and at the end; the marks touch its words, or they would not be live."""
    assert alone("It rained. She left. He stayed.", quote) == paragraph


@pytest.mark.parametrize(
    ("text", "quote", "paragraph"),
    [
        ("It *rained*. She left.", "It *rained*.", r"__It \*rained\*.__ She left."),
        ("It _rained_. She left.", "It _rained_.", r"__It \_rained\_.__ She left."),
        ("a* It rained. *b", "It rained.", r"a\* __It rained.__ \*b"),
        ("[x](https://a.example) It rained.", "It rained.", r"\[x\](https\://a.example) __It rained.__"),
        (r"It rained\ now", "rained\\", r"It __rained\\__ now"),
    ],
)
def test_markup_in_the_article_stays_text(text: str, quote: str, paragraph: str) -> None:
    """Only the marks around the quote are live."""
    assert alone(text, quote) == paragraph


def test_a_quote_over_a_line_end_is_underlined_on_both_lines() -> None:
    """A hard-wrapped paragraph keeps its lines."""
    text = "It rained and\nthe river rose\nso they left."
    assert alone(text, "rained and\nthe river") == "It __rained and\nthe river__ rose\nso they left."


def test_a_quote_over_two_paragraphs_is_underlined_in_both() -> None:
    """Each paragraph has its own part of it."""
    quote = cited(HARBOR, "It sails twice a day.\nTransport Minister")
    assert body(quote).endswith(
        f"-# ¶3\n{FARE} __It sails twice a day.__\n\n-# ¶4\n__Transport Minister__"
        " Tom Ruiz said the ferry is late."
    )


def test_each_citation_has_pages_of_its_own() -> None:
    """Also where two stand in one paragraph."""
    said = shown(cited(HARBOR, OPENS), cited(HARBOR, FARE, 2))
    assert [page.sources for page in said.pages] == [f"-# **[1]** {PLACE} · ¶1", f"-# **[2]** {PLACE} · ¶3"]
    assert [re.findall(r"__(.+?)__", page.body) for page in said.pages] == [[OPENS], [FARE]]


# ---------------------------------------------------------------------- whatever the articles hold


def _hide(escape: re.Match[str]) -> str:
    return "\ue000" if escape[1] == "_" else escape[0]


def underlined(said: Reply) -> str:
    """What stands between marks, as it is seen; no other underscore is live."""
    hidden = re.compile(r"\\(.)", re.DOTALL)
    return "".join(
        part.replace("\ue000", "_")
        for page in said.pages
        for part in re.findall(r"__(.+?)__", hidden.sub(_hide, page.body), re.DOTALL)
    )


def test_a_very_long_paragraph_is_paged() -> None:
    """The number leads the first piece; every piece of the quote is underlined, and all of it is there."""
    lead, quote, rest = "It rained. " * 300, "She *left*. " * 300, "He stayed. " * 300
    said = shown(cited(replace(HARBOR, text=lead + quote + rest.strip()), quote.strip()))
    assert len(said.pages) > 3
    assert said.pages[0].body.startswith("-# ¶1\nIt rained. It rained.")
    assert dense(seen(underlined(said))) == dense(quote)
    words = "".join(page.body for page in said.pages).replace("__", "").removeprefix("-# ¶1\n")
    assert dense(seen(words)) == dense(lead + quote + rest)
    assert max(map(length, said.pages)) <= PAGE


@settings(deadline=None)
@given(citations(most=2))
def test_any_citation_fits_and_is_underlined(quotes: tuple[Citation, ...]) -> None:
    """Whatever the article holds: pages within the limit, each with its source, the whole quote
    underlined, and nothing in bold, which is for the words that answer.
    """
    for quote in quotes:
        said = shown(quote)
        assert all(page.body.strip() and length(page) <= PAGE for page in said.pages)
        assert all(markers(page.sources) == [quote.marker] for page in said.pages)
        assert dense(seen(underlined(said))) == dense(quote.quote)
        assert not any(re.search(r"(?<!\\)(?:\\\\)*\*", page.body) for page in said.pages)


def test_the_longest_of_everything_fits() -> None:
    """A paragraph of any length, under the longest title, names and link."""
    stars = {"title": "*" * LONGEST_TITLE, "source": "*" * LONGEST_NAME, "author": "*" * LONGEST_NAME}
    link = "https://a.example/".ljust(LONGEST_LINK, "b")
    for size in range(1400, 1800, 4):
        document = replace(HARBOR, **stars, text=("ab " * 600)[:size].strip())
        said = shown(cited(document, document.text, 40, url=link))
        assert max(map(length, said.pages)) <= PAGE
