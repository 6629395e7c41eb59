"""The Discord client: what it may see, how it starts and stops, and the last handler of every failure."""

from __future__ import annotations

import asyncio
import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import discord
import structlog
from cachetools import LRUCache
from discord import app_commands, ui
from discord.ext import commands, tasks

from index import RapporteurError

from . import views
from .buttons import Button
from .cogs.about import About
from .cogs.admin import Admin
from .cogs.ask import Ask
from .cogs.facts import Facts
from .desk import Given, collections, failed
from .locales import Locales
from .presses import Presses
from .render import Reply, plainly
from .replies import not_yet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.curated.facts import Fact

    from .catalog import Catalog
    from .desk import Desk
    from .limits import Limits
    from .settings import Settings

T = TypeVar("T")
log = structlog.get_logger()

DRAIN_SECONDS = 20.0
"""How long a stop waits for replies under way; Heroku kills 30 s after its SIGTERM."""

CLOSING = "I am being restarted. Please ask again in a minute."
SERVERS_HELD, CATALOGS_HELD = 1000, 100
"""Servers whose settings, and whose catalogues, are held in memory; those of others are read again."""

ACKNOWLEDGED = 40060
"""Discord's code for a second first response, as after an error on a first that it did take."""

COMMANDS = "commands"
"""Under this note the memory keeps the digest of the commands that Discord has."""


class Tree(app_commands.CommandTree["Rapporteur"]):
    """The slash commands; what goes wrong in one is told to who called it."""

    async def interaction_check(self, interaction: discord.Interaction[Rapporteur]) -> bool:
        """Take no command while the bot is stopping, nor one too many; a stop waits for those taken."""
        bot = interaction.client
        typing = interaction.type is discord.InteractionType.autocomplete
        return await bot.admitted(interaction) and (typing or await bot.may_ask(interaction))

    async def on_error(
        self, interaction: discord.Interaction[Rapporteur], error: app_commands.AppCommandError
    ) -> None:
        """Log a failure under the reference that the caller is told."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await interaction.client.tell(interaction, failed(cause))


class Rapporteur(commands.AutoShardedBot):
    """The bot; ``desk`` answers, ``facts`` are its quick facts."""

    def __init__(
        self, desk: Desk, facts: Sequence[Fact], limits: Limits, settings: Settings, **options: Any
    ) -> None:
        intents = discord.Intents(guilds=True, messages=True, message_content=settings.message_content)
        super().__init__(
            command_prefix=(),
            help_command=None,
            intents=intents,
            tree_cls=Tree,
            allowed_mentions=discord.AllowedMentions.none(),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,  # edits and deletions are heard raw, and found in the memory
            **options,
        )
        self.desk, self.facts, self.limits, self.settings = desk, facts, limits, settings
        self.asking, self._presses = Ask(self), Presses(self)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closing, self._locales = False, Locales()
        self._servers: LRUCache[int, dict[str, Any]] = LRUCache(SERVERS_HELD)
        self._catalogs: LRUCache[tuple[str, ...], Catalog] = LRUCache(CATALOGS_HELD)

    # ------------------------------------------------------------------ start and stop

    async def setup_hook(self) -> None:
        """Between login and the first event: cogs, buttons, and the commands where they changed."""
        if not self.cogs:  # a login that lost the network here is tried again
            await self.tree.set_translator(self._locales)
            for cog in (self.asking, Facts(self), About(self), Admin(self)):
                await self.add_cog(cog)
            self.add_dynamic_items(Button)
            self._expire.start()
        await self._sync(self._locales)
        await self.catalog(None)

    async def _sync(self, locales: Locales) -> None:
        """Send the commands to Discord if they aren't those it was sent last."""
        payload = [await c.get_translated_payload(self.tree, locales) for c in self.tree.get_commands()]
        told = json.dumps([self.application_id, payload], sort_keys=True, ensure_ascii=False)
        digest, memory = sha256(told.encode()).hexdigest(), self.desk.memory
        if await self.desk.recall(lambda: memory.note(COMMANDS), None) != digest:
            await self.tree.sync()
            await self.desk.recall(lambda: memory.take_note(COMMANDS, digest), None)
            log.info("commands synced", commands=len(payload))

    @tasks.loop(hours=1)
    async def _expire(self) -> None:
        """Erase the words of old questions."""
        before = discord.utils.utcnow().timestamp() - self.settings.keep_questions_days * 86_400
        if erased := await self.desk.recall(lambda: self.desk.memory.expire(before), 0):
            log.info("questions erased", count=erased)

    def begin(self) -> None:
        """Count the current task among the replies under way, which a stop waits for."""
        task = asyncio.current_task()
        if task is not None:
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    @property
    def closing(self) -> bool:
        """Whether the bot takes nothing new."""
        return self._closing

    async def close(self) -> None:
        """Finish the replies under way, then leave Discord."""
        if self._closing:
            return
        self._closing = True
        self._expire.cancel()
        under_way = self._under_way - {asyncio.current_task()}
        if under_way:
            log.info("closing", replies_under_way=len(under_way))
            await asyncio.wait(under_way, timeout=DRAIN_SECONDS)
        await super().close()

    async def on_ready(self) -> None:
        """Tell whoever runs the bot that it is there, and how it gets into a server."""
        log.info("ready", user=str(self.user), servers=len(self.guilds))
        if not self.guilds:
            log.info("in no server yet: open the link that `rapporteur invite` prints")

    async def on_message(self, _: discord.Message, /) -> None:
        """There are no prefix commands; the cogs listen for themselves."""

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Log what a listener didn't catch itself."""
        log.exception("listener failed", event=event_method)

    # ------------------------------------------------------------------ interactions

    async def admitted(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether a command or press is taken; if so, a stop waits for it."""
        if self._closing:
            if interaction.type is not discord.InteractionType.autocomplete:
                await self.tell(interaction, plainly(CLOSING))
            return False
        self.begin()
        return True

    async def may_ask(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether who called may ask now; if not, they are told when."""
        now = interaction.created_at.timestamp()
        wait = self.limits.wait(interaction.user.id, interaction.channel_id or interaction.user.id, now)
        if wait:
            await self.tell(interaction, not_yet(now + wait))
        return not wait

    async def defer(self, interaction: discord.Interaction[Any], **how: bool) -> None:
        """Tell Discord that an answer will come; that it was told by a try before is as good."""
        try:
            await interaction.response.defer(**how)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise

    async def tell(self, interaction: discord.Interaction[Any], said: Reply) -> None:
        """Say something to the caller alone, whatever was said before."""
        layout = views.plain(said)
        try:
            if interaction.response.is_done() or not await self._told_first(interaction, layout):
                await interaction.followup.send(view=layout, ephemeral=True)
        except discord.HTTPException as error:
            log.warning("could not tell", interaction=interaction.id, reason=error.text)

    async def _told_first(self, interaction: discord.Interaction[Any], layout: ui.LayoutView) -> bool:
        """Make it the first response, unless Discord has one already."""
        try:
            await interaction.response.send_message(view=layout, ephemeral=True)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            return False
        return True

    async def complete(self, interaction: discord.Interaction[Any], given: Given, *, private: bool) -> None:
        """Give the reply to a command or press that was deferred, and note where it stands."""
        message = await interaction.edit_original_response(view=views.view(given, private=private))
        if given.key:
            memory, channel = self.desk.memory, message.channel.id
            await self.desk.recall(lambda: memory.posted(given.key, channel, message.id), None)

    async def pressed(self, interaction: discord.Interaction[Any], button: Button) -> None:
        """A button was pressed; discord.py would log a failure and leave the presser waiting."""
        if not await self.admitted(interaction):
            return
        try:
            await self._presses.press(interaction, button)
        except Exception as error:  # noqa: BLE001  # the outermost handler of a press: logged, and told
            await self.tell(interaction, failed(error))

    # ------------------------------------------------------------------ what is held in memory

    async def server(self, guild: int) -> dict[str, Any]:
        """The settings of a server."""
        if (held := self._servers.get(guild)) is not None:
            return held
        read = await self.desk.remember(lambda: self.desk.memory.settings(guild))
        return self._servers.setdefault(guild, read)

    async def setting(self, guild: int, name: str, otherwise: T) -> T:
        """One of them, or ``otherwise`` where it isn't set, or can't be read now."""
        try:
            found: T = (await self.server(guild)).get(name, otherwise)
        except RapporteurError as error:
            log.error("settings not read", server=guild, reason=str(error))
            return otherwise
        return found

    async def set_server(self, guild: int, name: str, value: Any) -> None:
        """Change a setting of a server."""
        (await self.server(guild))[name] = value  # at once, so that two changes don't undo one another
        try:
            await self.desk.remember(lambda: self.desk.memory.set(guild, name, value))
        except RapporteurError:
            self._servers.pop(guild, None)
            raise

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Forget a server that the bot was removed from."""
        self._servers.pop(guild.id, None)
        await self.desk.remember(lambda: self.desk.memory.leave(guild.id))

    async def catalog(self, guild: int | None) -> Catalog:
        """What can be asked for in a server, read again when the index has changed."""
        key = collections(guild)
        held = self._catalogs.get(key)
        if held is None or held.version != self.desk.engine.version:
            self._catalogs[key] = held = await self.desk.catalog(key)
        return held
