"""What is said of a server's articles: added, there already, listed, shown, removed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from discord import ui

from index import day, document_key

from . import article_buttons as buttons
from .article_buttons import ArticleButton
from .markdown import escaped, linked, quoted, shortened
from .render import LONGEST_NAME, LONGEST_TITLE, pages
from .reply import Block
from .views import ANSWERED, contained, display

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index import Document

    from .article_buttons import Dated

BEGINNING = 600
"""Code points of an article's beginning that are shown."""

HERE = "It can be asked from now on, in this server alone."
TRY = "-# Try asking"
UNDO_WITHIN = "-# Undo works for ten minutes."


def _line(document: Document, *more: str) -> str:
    """The title, linked, and beneath it outlet, author, date and more."""
    by = ", ".join(escaped(shortened(n, LONGEST_NAME)) for n in (document.source, document.author) if n)
    published = day(document.published) if document.published else ""
    title = linked(escaped(shortened(document.title, LONGEST_TITLE)), document.url)
    details = " · ".join(filter(None, (by, published, *more)))
    return f"**{title}**" + (f"\n-# {details}" if details else "")


def _paragraphs(count: int) -> str:
    return f"{count} paragraph{'s' * (count != 1)}"


def _layout(text: str, *rows: Sequence[ui.Item[Any]]) -> ui.LayoutView:
    return contained([display(text), *(ui.ActionRow(*row) for row in rows if row)], ANSWERED)


def stored(done: str, document: Document, paragraphs: int, question: str | None) -> ui.LayoutView:
    """That an article is stored; ``done`` says how, ``question`` is one that it answers."""
    layout = _layout(f"{done}\n{_line(document, _paragraphs(paragraphs))}\n{HERE}")
    if question:
        layout.add_item(display(TRY))
        layout.add_item(ui.ActionRow(buttons.ask(document_key(document), question)))
    return layout


def already_there(document: Document, since: float | None, key: str) -> ui.LayoutView:
    """That an article is there already; what was given is held under ``key``."""
    when = f" since <t:{int(since)}:D>" if since is not None else ""
    choices = [ArticleButton("replace", key, label="Replace"), ArticleButton("keep", key, label="Keep both")]
    return _layout(f"Already there{when}:\n{_line(document)}", choices)


def not_changed(problem: str, key: str, draft: str) -> ui.LayoutView:
    """Why what was typed in the form of an article can't be used; ``draft`` is what that is kept under."""
    return _layout(escaped(problem), [ArticleButton("edit", key, draft, label="Edit again")])


def removed(document: Document, key: str) -> ui.LayoutView:
    """That an article was removed, with the way back."""
    return _layout(f"Removed.\n{_line(document)}\n{UNDO_WITHIN}", [ArticleButton("undo", key, label="Undo")])


def shown(document: Document, since: float | None, paragraphs: int) -> ui.LayoutView:
    """An article: what is known of it, and its beginning."""
    added = _added(since, "D")
    length = f"{len(document.text):,} characters"
    begins = quoted(escaped(shortened(document.text, BEGINNING)))
    key = document_key(document)
    tools = [ArticleButton("edit", key, label="Edit"), ArticleButton("remove", key, label="Remove")]
    return _layout(f"{_line(document, _paragraphs(paragraphs), length, added)}\n{begins}", tools)


def listed(articles: Sequence[Dated], page: int = 0) -> ui.LayoutView:
    """A page of a server's own articles, by title; of those of one title it is told when they were added."""
    if not articles:
        return _layout("This server has no articles of its own yet. Add one with /articles add.")
    ordered = sorted(articles, key=lambda article: (article[0].title.casefold(), article[0].id))
    titles = Counter(document.title.casefold() for document, _ in ordered)
    lines = [
        _line(document, _added(since) if titles[document.title.casefold()] > 1 else "")
        for document, since in ordered
    ]
    count = f"**{len(ordered)} article{'s' * (len(ordered) != 1)} of this server**"
    found = pages([Block(count), *map(Block, lines)])
    last = len(found) - 1
    page = min(page, last)
    return _layout(found[page].body, buttons.turn(page, last) if last else [])


def _added(since: float | None, form: str = "f") -> str:
    return f"added <t:{int(since)}:{form}>" if since is not None else ""
