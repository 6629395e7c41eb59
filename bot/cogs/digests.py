"""New articles, told once a day in a channel of each server that wants it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands, tasks

from bot.digest import DIGEST, MOST_KNOWN, Digest, day_of, news
from bot.hearing.inquiry import collections
from bot.saying import views
from bot.saying.reply import Page, Reply, plain_reply

if TYPE_CHECKING:
    from bot.replying.digest_posts import DigestPosts
    from bot.responder import Responder
    from bot.servers import Servers
    from bot.worker import Worker
    from index import Engine

Called = discord.Interaction[commands.AutoShardedBot]

MAY_NOT_WRITE = "I may not write in this channel. Allow me that, or call this in another."
TOO_MANY = f"There are more than {MOST_KNOWN:,} articles here, too many to tell new ones apart."
ON = "New articles are told here once a day, in the hour from <t:{first}:t> on; the first time <t:{first}:R>."
OFF = "New articles are no longer told."
SILENT = "\n-# I may not speak in this channel yet: see /settings channels."


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
class Digests(commands.GroupCog, group_name="digest", group_description="Tell of new articles once a day"):
    """/digest: switched on and off by those who may manage the server; ``posts`` posts what is due."""

    def __init__(
        self, bot: commands.AutoShardedBot, posts: DigestPosts, engine: Engine, worker: Worker,
        servers: Servers, responder: Responder,
    ) -> None:  # fmt: skip
        self._bot, self._posts, self._engine, self._worker = bot, posts, engine, worker
        self._servers, self._responder = servers, responder

    async def cog_load(self) -> None:
        """Look every hour."""
        self._hourly.start()

    async def cog_unload(self) -> None:
        """Look no more: the memory is about to be closed."""
        self._hourly.cancel()

    @tasks.loop(hours=1)
    async def _hourly(self) -> None:
        """Post what is due, once Discord has told of the servers."""
        if self._bot.is_ready():
            await self._posts.look()

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Post what fell due while the bot was away."""
        await self._posts.look()

    @app_commands.command(name="here", description="Tell of new articles in this channel, once a day")
    async def here(self, called: Called) -> None:
        """/digest here: from tomorrow on, at this hour; of what there is by now nothing is told."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await called.edit_original_response(view=views.plain(await self._switched_on(called)))

    @app_commands.command(name="off", description="Tell of new articles no longer")
    async def off(self, called: Called) -> None:
        """/digest off."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, DIGEST, None)
        await called.edit_original_response(view=views.plain(plain_reply(OFF)))

    async def _switched_on(self, called: Called) -> Reply:
        guild, now, place = called.guild_id or 0, called.created_at, called.channel
        allowed, thread = called.app_permissions, isinstance(place, discord.Thread)
        if not (allowed.send_messages_in_threads if thread else allowed.send_messages):
            return plain_reply(MAY_NOT_WRITE)
        found = await self._worker.run(partial(news, self._engine, collections(guild)))
        if found is None:
            return plain_reply(TOO_MANY)
        today, before = day_of(now, now.hour), (await self._servers.settings(guild)).get(DIGEST)
        digest = Digest(called.channel_id or 0, now.hour, today, found.version, found.known)
        if before:  # one that moves tells in its new place what it would have told in the old
            kept = Digest.of(before)
            digest = replace(digest, version=kept.version, known=kept.known)
        await self._servers.set(guild, DIGEST, digest.as_setting())
        silent = "" if (await self._servers.access(guild)).speaks_in(place) else SILENT
        first = int(digest.begins(today + 1).timestamp())
        return Reply((Page(ON.format(first=first) + silent),), answered=False)
