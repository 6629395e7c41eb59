"""What a digest says of new articles; blocking, for the worker thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from index import Answer, day

from .markdown import escaped, linked, shortened
from .render import LONGEST_TITLE, pages, quote_blocks
from .reply import Block, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from index import Citation, Document, Engine

MOST_ARTICLES = 5
"""Articles of one digest; how many more there are is told."""

QUOTES = 3
"""Sentences that carry an article."""

QUESTIONS, TRIED = 2, 4
"""Questions that are offered of an article, and tried for that: each takes a tenth of a second."""


def heading(on: date) -> str:
    """What the heading of a day's digest begins with, by which it is known."""
    return f"**New articles** · {day(on)}"


def new_articles(engine: Engine, new: Sequence[Document], collections: Sequence[str], on: date) -> Reply:
    """The digest of a day: of each article the title, a question or two that it answers, and the sentences
    that carry it."""
    blocks: list[Block] = []
    citations: list[Citation] = []
    for document in new[:MOST_ARTICLES]:
        quotes = engine.overview(document, QUOTES)
        numbered = [replace(c, marker=n) for n, c in enumerate(quotes, len(citations) + 1)]
        blocks += _article(document, numbered, questions(engine, document, quotes, collections))
        citations += numbered
    more = len(new) - MOST_ARTICLES
    left = f"\n-# The newest, and {more} more: /sources lists all." if more > 0 else ""
    return Reply(pages(blocks), heading(on) + left, citations=tuple(citations), listed=True)


def _article(document: Document, citations: Sequence[Citation], asked: Sequence[str]) -> Iterator[Block]:
    title = linked(escaped(shortened(document.title, LONGEST_TITLE)), document.url)
    label = f"**{title}**\n"
    if asked:
        label += f"-# Ask me: {' · '.join(f'*{escaped(question)}*' for question in asked)}\n"
    found = quote_blocks(citations, spare=len(label))
    yield replace(found[0], text=label + found[0].text) if found else Block(label)
    yield from found[1:]


def questions(
    engine: Engine, document: Document, quotes: Sequence[Citation], collections: Sequence[str]
) -> list[str]:
    """One or two questions that a document answers, each tried; none where none is found soon."""
    found = list[str]()
    for question in _candidates(engine, document, quotes, collections)[:TRIED]:
        outcome = engine.ask(question, collections=collections)
        if isinstance(outcome, Answer) and any(c.document == document for c in outcome.citations):
            found.append(question)
        if len(found) == QUESTIONS:
            break
    return found


def _candidates(
    engine: Engine, document: Document, quotes: Sequence[Citation], collections: Sequence[str]
) -> list[str]:
    """A question on offer that it has the words for, what those whom it quotes said, who they are."""
    offered = engine.scope(collections).offered
    pairs = zip(offered.questions, offered.quotes, strict=True)
    on_offer = [question for question, quote in pairs if quote and quote in document.text]
    people = [person for person in engine.people(collections) if person.document == document]
    speakers = [*(c.speaker for c in quotes if c.speaker), *(p.name for p in people if p.statements)]
    said = [f"What did {name} say?" for name in speakers]
    known = [f"Who is {person.name}?" for person in people]
    return list(dict.fromkeys([*on_offer[:1], *said, *on_offer[1:], *known]))
