"""The simulated server: a channel where the bot listens, a moderator and a reader."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import discord
from pydantic import SecretStr

from bot.assembly import assemble, language_model_of
from bot.errors import SettingsError
from bot.servers import ANSWERS, WRITTEN
from bot.settings import Settings
from index import Engine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.client import Rapporteur

    from .person import Person

SETTLE_SECONDS = 15.0
"""How long simcord waits for the bot to be done with something; timers of the bot's that are due within are
waited for too, so that it has to be less than the 20 seconds between its looks at the articles."""

ARTICLE = (
    "ferry.md",
    b"""---
title: Ferry to Brava gets a second boat
source: The Osio Gazette
author: Rita Sole
published: 2026-03-03
---
Harbor master Ana Lima said on Tuesday that a second boat will sail to Brava from April 7.

The crossing costs 12 crowns and takes 40 minutes. Until now one boat sailed twice a day.

"We turned away 300 people on Easter Monday alone," Lima said. "That must not happen again."
""",
)
"""An article that is made up, for a server of its own to add."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulated server: simcord's ``env`` runs the bot; both people are members of its ``channel``."""

    bot: Rapporteur
    engine: Engine
    env: Any
    channel: Any
    reader: Person
    moderator: Person

    async def mention(self, question: str) -> None:
        """Ask the bot in the channel."""
        await self.reader.send(self.channel, f"@{self.bot.user.name if self.bot.user else ''} {question}")

    async def attach(self) -> discord.Message:
        """The moderator posts an article that isn't among the articles."""
        said = (
            "An article of ours. For moderators: reply “Add to the articles”, which stands for the message’s "
            "menu here."
        )
        return await self.moderator.send(self.channel, said, attachments=[ARTICLE])


@asynccontextmanager
async def staged(index: Path, corpus: Path) -> AsyncIterator[Stage]:
    """The real bot over a copy of an index, in a Discord simulated in memory.

    Raises:
        SettingsError: simcord is not installed.
    """
    try:
        import simcord
    except ImportError as error:
        raise SettingsError("the demo needs simcord; install the extra: pip install '.[demo]'") from error
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            discord_token=SecretStr("none"),
            rapporteur_index=_copied(index, Path(folder) / "index"),
            rapporteur_corpus=corpus,
            rapporteur_database=None,
            rapporteur_memory=Path(folder) / "memory.sqlite3",
            message_content=True,
        )
        with Engine.open(settings.rapporteur_index, language_model=language_model_of(settings)) as engine:
            bot = assemble(settings, engine, shard_count=1)
            env = simcord.Env(bot, check_errors=False, settle_timeout=SETTLE_SECONDS)
            env.backend.clock.advance((datetime.now(UTC) - env.now()).total_seconds())
            await env.start()
            try:
                with env.time_context():
                    yield await _stage(bot, engine, env)
            finally:
                await env.shutdown()
                bot.services.close()


def _copied(index: Path, to: Path) -> Path:
    """The index without what is added to it in the demo; its models, which nobody changes, are linked."""
    to.mkdir()
    for entry in index.iterdir():
        if entry.is_dir():
            (to / entry.name).symlink_to(entry.resolve(), target_is_directory=True)
        else:
            shutil.copy(entry, to)
    return to


async def _stage(bot: Rapporteur, engine: Engine, env: Any) -> Stage:
    from .cdn import SimulatedCdn
    from .person import Person

    guild = env.create_guild("Summit watchers")
    channel = guild.create_text_channel("summit", topic="Ask something, or type / for the commands")
    await bot.services.servers.set(guild.id, "listen", [channel.id])
    if engine.writes:
        await bot.services.servers.set(guild.id, ANSWERS, WRITTEN)
    bot.services.articles.cdn = SimulatedCdn(env)
    if bot.user is not None:
        await bot.user.edit(username=type(bot).__name__)
    managing = guild.create_role("moderators", permissions=discord.Permissions(manage_guild=True))
    people = {"reader": [], "moderator": [managing]}
    users = {name: env.create_user(name) for name in people}
    for name, roles in people.items():
        guild.add_member(users[name], roles=roles)
    return Stage(bot, engine, env, channel, *(Person(env, guild, user) for user in users.values()))
