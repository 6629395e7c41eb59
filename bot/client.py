"""The Discord client: what it may see, how it starts and stops, and the last handler of a failed command."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import structlog
from discord import app_commands
from discord.ext import commands

from .failures import report_failure
from .locales import Locales
from .saying.buttons import Button
from .saying.desk_buttons import DeskButton

if TYPE_CHECKING:
    from .services import Services

log = structlog.get_logger()

COMMANDS = "commands"
"""Under this note the memory keeps the digest of the commands that Discord has, and their ids as JSON."""


class Tree(app_commands.CommandTree["Rapporteur"]):
    """The slash commands; what goes wrong in one is told to who called it."""

    async def interaction_check(self, interaction: discord.Interaction[Rapporteur]) -> bool:
        """Take no command while the bot is stopping, nor one too many; a stop waits for those taken."""
        responder = interaction.client.services.responder
        typing = interaction.type is discord.InteractionType.autocomplete
        return await responder.admit(interaction) and (typing or await responder.may_ask(interaction))

    async def on_error(
        self, interaction: discord.Interaction[Rapporteur], error: app_commands.AppCommandError
    ) -> None:
        """Log a failure under the reference that the caller is told."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await interaction.client.services.responder.tell(interaction, report_failure(cause))


class Rapporteur(commands.AutoShardedBot):
    """The bot; its faces are the cogs that are attached to it.

    ``command_ids`` are Discord's ids of the slash commands by name, and of their groups, after the login.
    """

    def __init__(self, services: Services, *, message_content: bool, **options: Any) -> None:
        intents = discord.Intents(guilds=True, messages=True, message_content=message_content)
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
        self.services = services
        self._by_range = "shard_ids" in options
        self.command_ids: dict[str, int] = {}
        self._attached: tuple[commands.Cog, ...] = ()
        self._locales = Locales()

    def attach(self, *cogs: commands.Cog) -> None:
        """Have these cogs from the next login on; their commands are listed in this order."""
        self._attached = cogs

    async def setup_hook(self) -> None:
        """Between login and the first event: cogs, buttons, and the commands where they changed."""
        if not self.cogs:  # a login that lost the network here is tried again
            await self.tree.set_translator(self._locales)
            for cog in self._attached:
                await self.add_cog(cog)
            self.add_dynamic_items(Button, DeskButton)
        await self._sync()
        await self.services.servers.catalogue(None)  # so that nobody waits for the first

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for the turn that Discord lets a shard identify in, whichever process has the others."""
        if self._by_range:
            await self.services.session_starts.wait(shard_id or 0, await self._max_concurrency())
        else:
            await super().before_identify_hook(shard_id, initial=initial)

    async def _max_concurrency(self) -> int:
        """How many shards may identify in five seconds; 1 where Discord doesn't say it."""
        try:
            return max(1, (await self.fetch_session_start_limits()).max_concurrency)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("session start limits not known; one shard after the other", reason=str(error))
            return 1

    async def _sync(self) -> None:
        """Send the commands to Discord if they aren't those it was sent last."""
        payload = [await c.get_translated_payload(self.tree, self._locales) for c in self.tree.get_commands()]
        sent = json.dumps([self.application_id, payload], sort_keys=True, ensure_ascii=False)
        digest, memory = sha256(sent.encode()).hexdigest(), self.services.memory
        known, _, ids = (await memory.attempt(lambda m: m.note(COMMANDS), None) or "").partition(" ")
        self.command_ids = json.loads(ids or "{}")
        if known != digest or not ids:  # an earlier version kept no ids
            slash = [c for c in await self.tree.sync() if c.type is discord.AppCommandType.chat_input]
            self.command_ids = {command.name: command.id for command in slash}
            note = f"{digest} {json.dumps(self.command_ids)}"
            await memory.attempt(lambda m: m.write_note(COMMANDS, note), None)
            log.info("commands synced", commands=len(payload))

    async def close(self) -> None:
        """Finish the replies under way, then leave Discord."""
        if self.services.in_flight.closing:
            return
        await self.services.in_flight.drain()
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
        log.exception("listener failed", listener=event_method)
