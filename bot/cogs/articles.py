"""A server's own articles: added, listed, shown, changed and removed by its editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.catalogue import choices
from bot.collecting.editors import is_editor
from bot.collecting.given import Given

if TYPE_CHECKING:
    from bot.collecting.actions import Actions
    from bot.servers import Servers

Called = discord.Interaction[commands.AutoShardedBot]

ArticleOption = app_commands.Range[str, 1, 300]
"""A title, or what stands for an article in the choices."""


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Articles(commands.GroupCog, group_name="articles", group_description="This server's own articles"):
    """/articles, and the entry in a message's menu."""

    def __init__(self, bot: commands.AutoShardedBot, actions: Actions, servers: Servers) -> None:
        self._tree, self._actions, self._servers = bot.tree, actions, servers
        self._menu = app_commands.ContextMenu(
            name="Add to the articles", callback=self.add_message,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=False),
        )  # fmt: skip

    async def cog_load(self) -> None:
        """A context menu is no method of a cog, so that it is added by hand."""
        self._tree.add_command(self._menu)

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Remove the articles of a server that the bot was removed from."""
        await self._actions.articles.leave(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Take articles of a server that the bot is invited to."""
        self._actions.articles.joined(guild.id)

    # ------------------------------------------------------------------ adding

    @app_commands.command(name="add", description="Add an article to this server's own: a file, or a page")
    @app_commands.describe(
        file="Markdown, text, HTML, PDF or Word, up to 10 MB", url="Or the address of a page: https://…"
    )
    async def add(
        self, called: Called, file: discord.Attachment | None = None, url: str | None = None
    ) -> None:
        """/articles add: a file or a page becomes an article."""
        at = called.created_at.timestamp()

        def given(guild: int) -> Given:
            return Given.by_command(guild, at, file, url)

        await self._actions.run(called, lambda guild: self._actions.added(guild, called, given))

    async def add_message(self, called: Called, message: discord.Message) -> None:
        """The menu of a message: its file or link becomes an article."""
        at = called.created_at.timestamp()

        def given(guild: int) -> Given:
            return Given.by_message(guild, at, message)

        await self._actions.run(called, lambda guild: self._actions.added(guild, called, given))

    # ------------------------------------------------------------------ what is there

    @app_commands.command(name="list", description="List this server's own articles")
    async def listing(self, called: Called) -> None:
        """/articles list."""
        await self._actions.run(called, self._actions.listed)

    @app_commands.command(name="show", description="Show one of this server's own articles")
    @app_commands.describe(article="Which article?")
    async def show(self, called: Called, article: ArticleOption) -> None:
        """/articles show: what is known of an article, and its beginning."""
        await self._actions.run(called, lambda guild: self._actions.shown(guild, article))

    @app_commands.command(name="remove", description="Remove one of this server's own articles")
    @app_commands.describe(article="Which article?")
    async def remove(self, called: Called, article: ArticleOption) -> None:
        """/articles remove, which can be undone for ten minutes."""
        now = called.created_at.timestamp()
        await self._actions.run(called, lambda guild: self._actions.removed(guild, article, now))

    @app_commands.command(
        name="edit", description="Change an article's title, source, author, date or address"
    )
    @app_commands.describe(article="Which article?")
    async def edit(self, called: Called, article: ArticleOption) -> None:
        """/articles edit: a form with what is said of an article."""
        await self._actions.open_form(called, article)

    @show.autocomplete("article")
    @remove.autocomplete("article")
    @edit.autocomplete("article")
    async def _titles(self, called: Called, current: str) -> list[app_commands.Choice[str]]:
        """The titles of the server's own articles, for those who may change them."""
        if called.guild_id is None or not await is_editor(called, self._servers):
            return []
        keys = await self._actions.named(called.guild_id)
        return [app_commands.Choice(name=name, value=keys[name]) for name in choices(current, [*keys])]
