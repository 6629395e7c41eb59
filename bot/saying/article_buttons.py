"""The buttons under what is said of articles; each names one of the server that it is pressed in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from discord import ui

from index import day, document_key, printable

from .buttons import LONGEST_LABEL, digest, page_of
from .markdown import shortened

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    import discord

    from index import Document

    Dated = tuple[Document, float | None]
    """A document, and since when it is there (Unix seconds), if that is known."""

LONGEST_NAME = 90
"""Code points of a title in a choice: a number that tells it from others fits in too (Discord takes 100)."""

LONGEST_OUTLET = 30
"""Code points of an outlet in a choice."""

ARTICLE_PRESS = "article_press"
"""The event that such a button was pressed; its listeners are called ``on_article_press``."""

NO_KEY = "0" * 16

_TEMPLATE = r"art:(?P<what>[a-z]+):(?P<key>[0-9a-f]{16}):(?P<extra>\w*)"


class ArticleButton(ui.DynamicItem[ui.Button[Any]], template=_TEMPLATE):
    """``what`` to do with the article, or with what is held, of ``key``; ``extra`` as that needs."""

    def __init__(
        self, what: str, key: str, extra: str = "", shape: ui.Button[Any] | None = None, **look: Any
    ) -> None:
        super().__init__(shape or ui.Button(custom_id=f"art:{what}:{key}:{extra}", **look))
        self.what, self.key, self.extra = what, key, extra

    @classmethod
    async def from_custom_id(
        cls, _: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> ArticleButton:
        """The button of a message that Discord says was pressed."""
        return cls(match["what"], match["key"], match["extra"], cast("ui.Button[Any]", item))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Tell the bot of the press, as an event of its own that a cog listens to."""
        interaction.client.dispatch(ARTICLE_PRESS, interaction, self)

    @property
    def page(self) -> int:
        """The page that a button of ``turn`` leads to; 0 where that is none."""
        return page_of(self.extra) if self.extra[:-1].isdecimal() else 0


def ask(key: str, question: str) -> ArticleButton:
    """Asks a question of the article; its id names it by a digest."""
    return ArticleButton("ask", key, digest(question), label=shortened(question, LONGEST_LABEL), emoji="💬")


def turn(page: int, last: int) -> list[ArticleButton]:
    """Back and forth between the pages of the list, as ``buttons.turn``."""
    return [
        ArticleButton("list", NO_KEY, f"{max(0, page - 1)}b", emoji="◀️", disabled=page == 0),
        ArticleButton("list", NO_KEY, f"{page}n", label=f"{page + 1} / {last + 1}", disabled=True),
        ArticleButton("list", NO_KEY, f"{min(last, page + 1)}f", emoji="▶️", disabled=page == last),
    ]


def names(articles: Sequence[Dated]) -> dict[str, str]:
    """The titles as choices may have them, no two alike, and the key of each document.

    Those of one title have behind it what tells them apart: outlet and date, or else when they were added.
    """
    titles = [printable(document.title).strip() or "…" for document, _ in articles]
    alike: dict[str, list[Dated]] = {}
    for title, article in zip(titles, articles, strict=True):
        alike.setdefault(title.casefold(), []).append(article)
    found: dict[str, str] = {}
    for title, article in zip(titles, articles, strict=True):
        tail = _tail(article, alike[title.casefold()])
        name = f"{title[: LONGEST_NAME - len(tail)]}{tail}"
        numbered = (name, *(f"{name} ({n})" for n in range(2, len(articles) + 1)))
        found[next(name for name in numbered if name not in found)] = document_key(article[0])
    return found


def _tail(article: Dated, alike: Sequence[Dated]) -> str:
    """What tells an article from others of its title; "" where there are none."""
    if len(alike) == 1:
        return ""
    if len({_published(document) for document, _ in alike}) == len(alike):
        return _published(article[0])
    since = article[1]
    return f" · added {datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M}" if since is not None else ""


def _published(document: Document) -> str:
    """The outlet and the date, as far as there are any."""
    by = shortened(printable(document.source or ""), LONGEST_OUTLET)
    on = day(document.published) if document.published else ""
    return "".join(f" · {part}" for part in (by, on) if part)
