"""The buttons under what is said of articles; each names one of the server that it is pressed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from discord import ui

from index import document_key, printable

from .buttons import LONGEST_LABEL, digest, page_of
from .markdown import shortened

if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    import discord

    from index import StoredDocument

LONGEST_NAME = 90
"""Code points of a title in a choice: a number that tells it from others fits in too (Discord takes 100)."""

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


def names(documents: Sequence[StoredDocument]) -> dict[str, str]:
    """The titles as choices may have them, no two alike, and the key of each document."""
    found: dict[str, str] = {}
    for stored in documents:
        title = printable(stored.document.title).strip()[:LONGEST_NAME] or "…"
        numbered = (title, *(f"{title} ({n})" for n in range(2, len(documents) + 1)))
        found[next(name for name in numbered if name not in found)] = document_key(stored.document)
    return found
