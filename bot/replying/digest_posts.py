"""The digests of new articles: posted once a day, whatever comes between."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from bot.digest import DIGEST, Digest, news
from bot.hearing.inquiry import Inquiry, collections
from bot.saying import views
from bot.saying.new_articles import heading, new_articles

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.digest import News
    from bot.memory.async_memory import AsyncMemory
    from bot.saying.reply import Response
    from bot.servers import Servers
    from bot.worker import Worker

log = structlog.get_logger()

LOOKED_AT = 100
"""Messages among which a digest is looked for that may stand: the most that one request gives."""

SKEW = 60.0
"""Seconds by which the clock here may be ahead of Discord's."""

LONGEST_NONCE = 25
"""Characters (Discord's limit)."""


class DigestPosts:
    """Posts the digests that are due, and notes them beside each server's settings."""

    def __init__(
        self, client: discord.Client, answers: AnswerService, memory: AsyncMemory, worker: Worker,
        servers: Servers,
    ) -> None:  # fmt: skip
        self._client, self._answers, self._memory = client, answers, memory
        self._worker, self._servers = worker, servers
        self._looking = asyncio.Lock()

    async def look(self) -> None:
        """Post what is due in each server, one after the other."""
        async with self._looking:
            nowhere = list[int]()
            for guild in await self._memory.attempt(lambda m: m.servers_with(DIGEST), nowhere):
                try:
                    await self._look_at(guild, discord.utils.utcnow())
                except Exception:  # the outermost handler of a digest: logged, tried again
                    log.exception("digest failed", server=guild)

    async def _look_at(self, guild: int, now: datetime) -> None:
        """Post what is new in a server, if that is due and it may speak there."""
        server, setting = self._client.get_guild(guild), (await self._servers.settings(guild)).get(DIGEST)
        if server is None or server.unavailable or not setting:
            return
        digest = Digest.of(setting).corrected(now)
        if digest != Digest.of(setting):
            await self._note(guild, digest)
        place = server.get_channel_or_thread(digest.channel) or discord.Object(digest.channel)
        if digest.is_due(now) and (await self._servers.access(guild)).speaks_in(place):
            await self._tell(guild, digest, now)

    async def _tell(self, guild: int, digest: Digest, now: datetime) -> None:
        """Post a day's digest, unless nothing is new or it stands already, and note how far it is."""
        found = await self._worker.run(partial(news, self._answers.engine, collections(guild), digest))
        if found is None:
            log.warning("digest not told: too many articles to tell new ones apart", server=guild)
        elif found.new and digest.has_begun(now) and await self._stands(digest, now):
            await self._note(guild, digest.found_standing(now))
        elif not found.new or await self._told(guild, digest, found, now):
            await self._note(guild, digest.done(found, now))

    async def _told(self, guild: int, digest: Digest, found: News, now: datetime) -> bool:
        """Whether what is new could be posted."""
        await self._note(guild, digest.beginning(found, now))
        response = await self._response(guild, digest, found, now)
        posted = None if response.failed else await self._post(guild, digest, now, response)
        key = response.key
        if posted is None:
            await self._memory.attempt(lambda m: m.drop(key), None)
            return False
        await self._memory.attempt(lambda m: m.posted(key, digest.channel, posted), None)
        return True

    async def _response(self, guild: int, digest: Digest, found: News, now: datetime) -> Response:
        """What is said, remembered as an answer to nobody, so that its buttons work."""
        on, me = digest.begins(digest.today(now)).date(), self._client.user
        inquiry = Inquiry("", me.id if me else 0, digest.channel, guild, now.timestamp())
        work = partial(new_articles, self._answers.engine, found.new, collections(guild), on)
        return await self._answers.present(inquiry, work)

    async def _post(self, guild: int, digest: Digest, now: datetime, response: Response) -> int | None:
        """Send it; where the channel is gone or forbidden there are no more digests. Gives the message."""
        channel = self._client.get_partial_messageable(digest.channel, guild_id=guild)
        nonce = sha256(f"{digest.channel}/{digest.today(now)}".encode()).hexdigest()[:LONGEST_NONCE]
        nobody = discord.AllowedMentions.none()
        try:
            return (await channel.send(view=views.view(response), nonce=nonce, allowed_mentions=nobody)).id
        except (discord.NotFound, discord.Forbidden) as error:
            log.warning("digest switched off", server=guild, channel=channel.id, reason=error.text)
            await self._servers.set(guild, DIGEST, None)
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            log.warning("digest not posted; trying again in an hour", server=guild, reason=str(error))
        return None

    async def _note(self, guild: int, digest: Digest) -> None:
        """Keep how far a digest is, unless it was switched off or moved meanwhile."""
        setting = (await self._servers.settings(guild)).get(DIGEST)
        if setting and setting["channel"] == digest.channel:
            await self._servers.set(guild, DIGEST, digest.as_setting())

    async def _stands(self, digest: Digest, now: datetime) -> bool:
        """Whether a day's digest stands though it wasn't noted; where that can't be seen it is taken to."""
        me, title = self._client.user, heading(digest.begins(digest.today(now)).date())
        after = datetime.fromtimestamp((digest.begun or 0.0) - SKEW, UTC)
        messages = self._client.get_partial_messageable(digest.channel).history(after=after, limit=LOOKED_AT)
        try:
            return any([m.author == me and _text(m).startswith(title) async for m in messages])
        except (discord.NotFound, discord.Forbidden) as error:
            log.info("digest not looked for", channel=digest.channel, reason=error.text)
            return True


def _text(message: discord.Message) -> str:
    """What a message's container begins with, if it has one."""
    containers = [part for part in message.components if isinstance(part, discord.Container)]
    texts = [t.content for part in containers for t in part.children if isinstance(t, discord.TextDisplay)]
    return next(iter(texts), "")
