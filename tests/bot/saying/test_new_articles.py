"""What a digest says of new articles, over a small made-up corpus."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.saying.new_articles import QUOTES, new_articles, questions
from index import CORPUS

from ..articles import BRIDGE, HARBOR, OPENS, open_engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Document, Engine

HERE = (CORPUS, "100")
ON = date(2026, 1, 2)
LOUD = replace(
    BRIDGE,
    id="loud",
    title="@everyone [Bridge](https://evil.example) **falls**",
    text="The bridge of Tala has *fallen* into the river.",
    collection="100",
)
BARE = replace(BRIDGE, id="bare", title="Headline", text="No prose")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with open_engine(tmp_path, HARBOR, BRIDGE, LOUD, BARE) as engine:
        yield engine


def body(engine: Engine, *new: Document) -> str:
    (page,) = new_articles(engine, new, HERE, ON).pages
    return page.body


def test_an_article(engine: Engine) -> None:
    """Its title, what it can be asked, and three sentences, numbered through all articles."""
    reply = new_articles(engine, (HARBOR, BRIDGE), HERE, ON)
    assert reply.heading == "**New articles** · 2 January 2026"
    assert [c.marker for c in reply.citations] == [1, 2, 3, 4]
    text = reply.pages[0].body
    assert text.startswith(
        "**[Harbor opens](https://gazette.example/harbor)**\n"
        f"-# Ask me: *What did Ana Lima say?* · *What did Tom Ruiz say?*\n> {OPENS} **[1]**\n\n> "
    )
    assert "\n\n**Bridge closes**\n> The bridge of Tala is shut. **[4]**" in text
    assert "**[4]** Bridge closes" in reply.pages[0].sources
    assert len(engine.overview(HARBOR, QUOTES)) == QUOTES


def test_a_title_is_text(engine: Engine) -> None:
    """Whatever is in it, and in the words of the article."""
    text = body(engine, LOUD)
    assert text.startswith("**\\@everyone \\[Bridge\\](https\\://evil.example) \\*\\*falls\\*\\***\n")
    assert "has \\*fallen\\* into" in text


def test_an_article_without_prose(engine: Engine) -> None:
    """Its title alone."""
    assert body(engine, BARE) == "**Headline**"


def test_questions_are_tried(engine: Engine) -> None:
    """One that the article doesn't answer is not offered, be its speaker quoted elsewhere."""
    quotes = engine.overview(HARBOR, QUOTES)
    assert questions(engine, HARBOR, quotes, HERE) == ["What did Ana Lima say?", "What did Tom Ruiz say?"]
    assert questions(engine, BRIDGE, quotes, HERE) == []
