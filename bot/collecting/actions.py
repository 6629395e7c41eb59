"""What the commands, buttons and forms do with a server's articles, each to a layout that tells it.

``run`` is the gate: it asks who may before anything is done, and hands on the server of the interaction, the
only one whose articles are then looked at.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, assert_never

from cachetools import LRUCache

from bot.errors import ArticleRefused
from bot.saying import article_views, views
from bot.saying.article_buttons import names
from bot.saying.buttons import digest
from bot.saying.edit_form import edit_form
from bot.saying.reply import plain_reply
from index import Collection, CorpusError

from .editors import NOT_EDITOR, is_editor
from .origin import added_at
from .outcomes import AlreadyThere, Stored
from .progress import Progress

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    import discord
    from discord.ui import LayoutView

    from bot.responder import Responder
    from bot.saying.article_buttons import Dated
    from bot.servers import Servers

    from .articles import Articles
    from .given import Given
    from .outcomes import Outcome

    Interaction = discord.Interaction[Any]
    Work = Callable[[int], Awaitable[LayoutView]]

ADDED, CHANGED = "**Added.**", "**Changed.**"
DONE = {"replace": "**Replaced.**", "keep": ADDED, "undo": "**It is back.**"}


DRAFTS_HELD = 100
"""Forms of up to 3,000 characters that couldn't be used, held in memory until they are typed anew."""


class Actions:
    """Each takes the server's id first, but for ``run`` and ``guild``."""

    def __init__(self, articles: Articles, responder: Responder, servers: Servers) -> None:
        self.articles, self._responder, self._servers = articles, responder, servers
        self._drafts: LRUCache[tuple[int, str], Mapping[str, str]] = LRUCache(DRAFTS_HELD)

    # ------------------------------------------------------------------ who may, and what went wrong

    async def guild(self, interaction: Interaction) -> int | None:
        """The server of an interaction, if who called may change its articles; else None: they are told."""
        if await is_editor(interaction, self._servers):
            return interaction.guild_id
        await self._responder.tell(interaction, plain_reply(NOT_EDITOR))
        return None

    async def run(self, interaction: Interaction, work: Work, *, in_place: bool = False) -> None:
        """Do some work for who may; show its layout to them alone, or ``in_place`` of what was pressed."""
        guild = await self.guild(interaction)
        if guild is None:
            return
        if in_place:
            await self._responder.defer(interaction)
        else:
            await self._responder.defer(interaction, ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=await self._layout(guild, work))

    async def open_form(self, interaction: Interaction, wanted: str, draft: str = "") -> None:
        """Show the form of an article to who may change it, with what is kept of a ``draft``, if anything."""
        guild = await self.guild(interaction)
        if guild is None:
            return
        try:
            found = await self.articles.find(guild, wanted)
        except ArticleRefused as refused:
            await self._responder.tell(interaction, plain_reply(str(refused)))
        else:
            typed = self._drafts.get((guild, draft))
            await interaction.response.send_modal(edit_form(found.document, typed))

    async def _layout(self, guild: int, work: Work) -> LayoutView:
        try:
            return await work(guild)
        except (ArticleRefused, CorpusError) as refused:
            return views.plain(plain_reply(str(refused)))

    # ------------------------------------------------------------------ reading

    async def listed(self, guild: int, page: int = 0) -> LayoutView:
        """A page of the server's articles."""
        return article_views.listed(await self._dated(guild), page)

    async def shown(self, guild: int, wanted: str) -> LayoutView:
        """One of them."""
        found = await self.articles.find(guild, wanted)
        document = found.document
        paragraphs = await self.articles.read(guild, lambda own: len(own.engine.paragraphs(document)))
        return article_views.shown(document, added_at(found.origin), paragraphs)

    async def named(self, guild: int) -> dict[str, str]:
        """The titles, as choices may have them, and the key of each."""
        return names(await self._dated(guild))

    async def _dated(self, guild: int) -> list[Dated]:
        stored = await self.articles.read(guild, Collection.documents)
        return [(one.document, added_at(one.origin)) for one in stored]

    async def question(self, guild: int, key: str, wanted: str) -> str | None:
        """The question of an article that has a digest; None when it has none such, or is gone."""

        def asked(own: Collection) -> list[str]:
            found = own.find(key)
            return list(own.questions(found.document)) if found else []

        questions = await self.articles.read(guild, asked)
        return next((question for question in questions if digest(question) == wanted), None)

    # ------------------------------------------------------------------ changing

    async def added(self, guild: int, interaction: Interaction, given: Callable[[int], Given]) -> LayoutView:
        """What was given becomes an article."""
        async with Progress(interaction) as tell:
            outcome = await self.articles.add(given(guild), tell)
        return _told(outcome, ADDED)

    async def removed(self, guild: int, wanted: str, now: float) -> LayoutView:
        """An article is removed, with a way back."""
        gone = await self.articles.remove(guild, wanted, now)
        return article_views.removed(gone.document, gone.key)

    async def edited(self, guild: int, key: str, values: Mapping[str, str]) -> LayoutView:
        """What is said of an article is changed; what was typed is kept for another try if it can't be."""
        try:
            return _told(await self.articles.edit(guild, key, values), CHANGED)
        except CorpusError as wrong:
            draft = secrets.token_hex(8)
            self._drafts[guild, draft] = values
            return article_views.not_changed(str(wrong), key, draft)

    async def resumed(self, guild: int, key: str, now: float, how: str) -> LayoutView:
        """What is held is stored."""
        return _told(await self.articles.resume(guild, key, now, how=how), DONE[how])


def _told(outcome: Outcome, done: str) -> LayoutView:
    match outcome:
        case Stored(stored, paragraphs, question):
            return article_views.stored(done, stored.document, paragraphs, question)
        case AlreadyThere(stored, key):
            return article_views.already_there(stored.document, added_at(stored.origin), key)
        case _:
            assert_never(outcome)
