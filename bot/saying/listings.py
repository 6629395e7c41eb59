"""What the quick commands list, from the engine's findings to a reply; blocking, for the worker thread."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from index import CorpusError, day, find_facts, locate, read_aloud

from .markdown import escaped, linked, shortened
from .render import LONGEST_NAME, LONGEST_TITLE, listing, pages
from .reply import Block, Reply, plain_reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Citation, Engine, Fact

NAMED = 5
"""How many names or topics a refusal lists."""

PROVEN = 5
"""So many of the nearest facts are looked at, until one's words still stand in an article."""


def fact(engine: Engine, facts: Sequence[Fact], topic: str, collections: Sequence[str]) -> Reply:
    """The fact nearest to a topic: the words that prove it, under its answer where that isn't the same."""
    near = find_facts(facts, topic, limit=PROVEN)
    proven = ((known, _proof(engine, known, collections)) for known in near)
    found, citation = next((pair for pair in proven if pair[1]), (None, None))
    if found is None or citation is None:
        labels = ", ".join(f.label for f in facts[:NAMED])
        some = f" I have some about {labels} …" if labels else ""
        return plain_reply(f"I have no quick fact about “{shortened(topic, 100)}”.{some}")
    answer = f"\n{escaped(found.answer)}" if found.adds_words else ""
    return replace(listing(f"**{escaped(found.label)}**{answer}", [citation]), listed=False)


def _proof(engine: Engine, known: Fact, collections: Sequence[str]) -> Citation | None:
    """Where the words of a fact stand; None when the index no longer has them.

    A server's own document may have the id of a shipped one, so that each is looked into.
    """
    for collection in collections:
        document = engine.document(known.document, [collection])
        if document is not None:
            with contextlib.suppress(CorpusError):
                return engine.cite(document, locate(known, document))
    return None


def is_quoted(engine: Engine, name: str, collections: Sequence[str]) -> bool:
    """Whether ``quotes`` finds somebody of that name."""
    return bool(engine.scope(collections).speakers(name).names)


def is_told_of(engine: Engine, name: str, collections: Sequence[str]) -> bool:
    """Whether ``person`` finds somebody of that name."""
    return engine.person(name, collections) is not None


def quotes(engine: Engine, speaker: str, collections: Sequence[str]) -> Reply:
    """Everything that somebody said."""
    found = engine.quotes(speaker, collections=collections)
    if not found:
        known = ", ".join(engine.speakers(collections)[:NAMED])
        others = f" They quote {known}." if known else ""
        return plain_reply(f"The articles don't quote “{shortened(speaker, 100)}”.{others}")
    named = next((c.speaker for c in found if c.speaker), None) or speaker
    return listing(f"**{escaped(named)}** · {_counted(found, 'statement')}", found)


def timeline(engine: Engine, collections: Sequence[str]) -> Reply:
    """The dated events in order of time; a relative day is shown with what it comes to."""
    found = engine.timeline(collections)
    if not found:
        return plain_reply("The articles date nothing that I can place.")
    citations = engine.cite_all([(e.document, e.span) for e in found])
    labels = [f"**{read_aloud(e.when)}** · “{escaped(e.phrase.of(e.document.text))}”" for e in found]
    return listing("**Timeline**", citations, labels)


def person(engine: Engine, name: str, collections: Sequence[str]) -> Reply:
    """How the articles introduce somebody, and how often they quote them."""
    found = engine.person(name, collections)
    if found is None:
        names = ", ".join(p.name for p in engine.people(collections)[:NAMED])
        others = f" They tell of {names}." if names else ""
        return plain_reply(f"The articles don't introduce “{shortened(name, 100)}”.{others}")
    role = f" · {escaped(found.role)}" if found.role else ""
    counted = f"-# quoted {found.statements}× · /quote shows it" if found.statements else ""
    title = f"**{escaped(found.name)}**{role}\n{counted}".strip()
    return replace(listing(title, [engine.cite(found.document, found.span)]), listed=False)


def sources(engine: Engine, collections: Sequence[str]) -> Reply:
    """The articles, each with its outlet, author, date and address."""
    known = engine.documents(collections)
    if not known:
        return plain_reply("I have no articles yet.")
    blocks = [Block(f"**{_counted(known, 'article')}**")]
    for d in known:
        by = ", ".join(escaped(shortened(name, LONGEST_NAME)) for name in (d.source, d.author) if name)
        published = day(d.published) if d.published else ""
        details = [by, published, _counted(engine.paragraphs(d), "paragraph")]
        title = linked(escaped(shortened(d.title, LONGEST_TITLE)), d.url)
        blocks.append(Block(f"{title}\n-# " + " · ".join(filter(None, details))))
    return Reply(pages(blocks), listed=True)


def _counted(things: Sequence[object], noun: str) -> str:
    return f"{len(things)} {noun}{'s' * (len(things) != 1)}"
