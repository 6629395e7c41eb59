"""What the quick commands list: exact words, over a small made-up corpus and what two servers added to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from bot.saying import listings
from bot.saying.reply import Page
from index import CORPUS
from index.curated.facts import Fact

from ..articles import BRIDGE, FARE, HARBOR, LATE, OPENS, WAITED, open_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.saying.reply import Reply
    from index import Document, Engine

HERE, THERE, SHARED = (CORPUS, "100"), (CORPUS, "200"), (CORPUS,)
TUNNEL = replace(
    BRIDGE,
    id="tunnel",
    title="Tunnel floods",
    text="Engineer Zita Bode said the tunnel is full.",
    collection="100",
)
FACTS = [
    Fact("fare", "Ferry fare", "The ferry costs 12 crowns.", FARE, "harbor", ("ticket",)),
    Fact("opening", "Opening *day*", "The harbor opens on March 5.", "open on March 5", "harbor"),
]
HARBOR_LINK = "https://gazette.example/harbor#:~:text="
PLACE = "Harbor opens · The Gazette, Rita Sole · 3 March 2024"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The shipped articles, and the tunnel of the server 100."""
    with open_engine(tmp_path, HARBOR, BRIDGE, TUNNEL) as engine:
        yield engine


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """Opens an engine over other documents."""
    made: list[Engine] = []

    def opened(*documents: Document) -> Engine:
        made.append(open_engine(tmp_path, *documents))
        return made[-1]

    yield opened
    for engine in made:
        engine.close()


def only(said: Reply) -> str:
    """The text of a reply's only page."""
    (page,) = said.pages
    return f"{page.body}\n{page.sources}".strip()


# ---------------------------------------------------------------------- facts


@pytest.mark.parametrize("topic", ["Ferry fare", "ticket", "tickett", "what does the ferry cost?"])
def test_a_fact_is_proved_by_the_article(engine: Engine, topic: str) -> None:
    """By name, alias, a slip or a question: the words that prove it, once, and their place."""
    link = f"{HARBOR_LINK}The%20ferry%20to%20Brava%20costs%2012%20crowns."
    said = listings.fact(engine, FACTS, topic, SHARED)
    assert only(said) == (f"**Ferry fare**\n\n> {FARE} **[1]**\n-# **[1]** {PLACE} · [¶3]({link})")
    assert [citation.quote for citation in said.citations] == [FARE]


def test_an_answer_in_other_words_stands_over_them(engine: Engine) -> None:
    """A fact whose quote doesn't have all that its answer says."""
    dear = Fact("dear", "Dear", "The ferry isn't *free*.", FARE, "harbor")
    said = only(listings.fact(engine, [dear], "dear", SHARED))
    assert said.startswith(f"**Dear**\nThe ferry isn't \\*free\\*.\n\n> {FARE} **[1]**\n")


def test_a_facts_words_are_no_markup(engine: Engine) -> None:
    """Its name is shown as it is written."""
    assert only(listings.fact(engine, FACTS, "opening day", SHARED)).startswith("**Opening \\*day\\***\n")


def test_no_such_fact_names_some(engine: Engine) -> None:
    """The topic, shortened and without its markup, and what there is instead."""
    said = listings.fact(engine, FACTS, "bread_" + "x" * 100, SHARED)
    assert only(said) == (
        f"I have no quick fact about “bread\\_{'x' * 93}…”. I have some about Ferry fare, Opening \\*day\\* …"
    )
    assert not said.answered


def test_where_there_are_no_facts_none_is_named(engine: Engine) -> None:
    """A corpus needs none."""
    assert only(listings.fact(engine, [], "bread", SHARED)) == "I have no quick fact about “bread”."


def test_a_fact_whose_words_are_gone_is_none(engine: Engine) -> None:
    """Nothing is shown that the article doesn't prove."""
    engine.add(replace(HARBOR, text="The ferry to Brava is free."))
    assert only(listings.fact(engine, FACTS, "ticket", SHARED)).startswith(
        "I have no quick fact about “ticket”."
    )
    engine.remove("harbor")
    assert only(listings.fact(engine, FACTS, "ticket", SHARED)).startswith(
        "I have no quick fact about “ticket”."
    )


def test_a_servers_article_of_the_same_id_hides_no_fact(engine: Engine) -> None:
    """The article that has the words proves them."""
    engine.add(replace(HARBOR, text="Another harbor.", collection="100"))
    assert only(listings.fact(engine, FACTS, "ticket", HERE)).startswith("**Ferry fare**")


# ---------------------------------------------------------------------- quotes


@pytest.mark.parametrize("speaker", ["Ana Lima", "lima", "the mayor"])
def test_all_that_somebody_said(engine: Engine, speaker: str) -> None:
    """By name, last name or office: each statement once, in the order of the text."""
    said = listings.quotes(engine, speaker, SHARED)
    assert said.pages[0].body == (
        f"**Ana Lima** · 2 statements\n\n> {OPENS} **[1]**\n\n> **Ana Lima:** {WAITED} **[2]**"
    )
    assert [citation.marker for citation in said.citations] == [1, 2]


def test_one_statement_is_counted_as_one(engine: Engine) -> None:
    """In the singular."""
    assert only(listings.quotes(engine, "Tom Ruiz", SHARED)).startswith(
        f"**Tom Ruiz** · 1 statement\n\n> {LATE}"
    )


def test_who_is_not_quoted_is_told_who_is(engine: Engine) -> None:
    """Most quoted first, and nobody of another server's articles."""
    refusal = "The articles don't quote “Zoë”. They quote Ana Lima, "
    assert only(listings.quotes(engine, "Zoë", SHARED)) == f"{refusal}Tom Ruiz."
    assert only(listings.quotes(engine, "Zoë", THERE)) == f"{refusal}Tom Ruiz."
    assert "Zita Bode" in only(listings.quotes(engine, "Zoë", HERE))


def test_where_nobody_is_quoted_nobody_is_named(opened: Callable[..., Engine]) -> None:
    """The sentence ends there."""
    assert only(listings.quotes(opened(BRIDGE), "Zoë", SHARED)) == "The articles don't quote “Zoë”."


# ---------------------------------------------------------------------- who, when


def test_how_somebody_is_introduced(engine: Engine) -> None:
    """Name and office, how often they are quoted, and the sentence that introduces them."""
    said = listings.person(engine, "ruiz", SHARED)
    assert said.pages[0].body == (
        f"**Tom Ruiz** · Transport Minister\n-# quoted 1× · /quote shows it\n\n> {LATE} **[1]**"
    )


def test_whom_the_articles_do_not_introduce(engine: Engine) -> None:
    """Some whom they do are named."""
    assert only(listings.person(engine, "Zoë", SHARED)) == (
        "The articles don't introduce “Zoë”. They tell of Ana Lima, Tom Ruiz."
    )


def test_where_nobody_is_introduced_nobody_is_named(opened: Callable[..., Engine]) -> None:
    """The sentence ends there."""
    assert only(listings.person(opened(BRIDGE), "Zoë", SHARED)) == "The articles don't introduce “Zoë”."


def test_the_timeline_is_in_the_order_of_time(opened: Callable[..., Engine]) -> None:
    """Each day with the words that date it, counted from the publication, over the sentence."""
    river = "The river rose on March 1."
    engine = opened(HARBOR, replace(BRIDGE, text=river, published=date(2024, 3, 2)))
    body = listings.timeline(engine, SHARED).pages[0].body
    assert body == (
        f"**Timeline**\n\n**26 February 2024** · “on Monday”\n> {OPENS} **[1]**\n\n"
        f"**1 March 2024** · “on March 1”\n> {river} **[2]**\n\n"
        f"**5 March 2024** · “on March 5”\n> {OPENS} **[3]**"
    )


def test_nothing_dated_has_no_timeline(opened: Callable[..., Engine]) -> None:
    """It is said so."""
    engine = opened(replace(BRIDGE, text="The bridge is shut."))
    assert only(listings.timeline(engine, SHARED)) == "The articles date nothing that I can place."


# ---------------------------------------------------------------------- sources


def test_the_sources_are_listed(engine: Engine) -> None:
    """Title, linked where there is an address, outlet, author, date and length; one article below another."""
    assert listings.sources(engine, SHARED).pages == (
        Page(
            "**2 articles**\n\nBridge closes\n-# 2 paragraphs\n\n"
            "[Harbor opens](https://gazette.example/harbor)\n"
            "-# The Gazette, Rita Sole · 3 March 2024 · 4 paragraphs"
        ),
    )


def test_a_server_sees_its_own_sources_alone(engine: Engine) -> None:
    """Those of the server 100 are listed there, and not in the server 200."""
    assert "Tunnel floods\n-# " in only(listings.sources(engine, HERE))
    assert listings.sources(engine, THERE) == listings.sources(engine, SHARED)


def test_one_article_of_one_paragraph(opened: Callable[..., Engine]) -> None:
    """Both in the singular; markup in the title stays text."""
    engine = opened(replace(BRIDGE, title="[x](y)", text="The bridge is shut."))
    assert only(listings.sources(engine, SHARED)) == "**1 article**\n\n\\[x\\](y)\n-# 1 paragraph"


def test_no_article_at_all(opened: Callable[..., Engine]) -> None:
    """It is said so."""
    assert only(listings.sources(opened(), SHARED)) == "I have no articles yet."
