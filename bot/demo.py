"""A local Discord with the real bot in it: no account, no token, nothing leaves the machine."""

from __future__ import annotations

import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from index import Engine

from .errors import SettingsError
from .run import assemble, language_model_of
from .servers import ANSWERS, WRITTEN
from .settings import Settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .client import Rapporteur

NO_LIMIT = 1_000_000
"""Questions a minute: the clock of the simulation stands still, so that a limit would never end."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A simulated server: simcord's ``env`` runs the bot, its ``reader`` is a member of its ``channel``."""

    bot: Rapporteur
    engine: Engine
    env: Any
    channel: Any
    reader: Any

    async def mention(self, question: str) -> None:
        """Ask the bot in the channel."""
        me = self.bot.user
        await self.reader.send(self.channel, f"{me.mention if me else ''} {question}")


@asynccontextmanager
async def staged(index: Path, corpus: Path) -> AsyncIterator[Stage]:
    """The real bot over an index, in a Discord simulated in memory.

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
            rapporteur_index=index,
            rapporteur_corpus=corpus,
            rapporteur_memory=Path(folder) / "memory.sqlite3",
            message_content=True,
            questions_per_minute=NO_LIMIT,
            channel_questions_per_minute=NO_LIMIT,
        )
        with Engine.open(index, language_model=language_model_of(settings)) as engine:
            bot = assemble(settings, engine, shard_count=1)
            async with simcord.run(bot, check_errors=False) as env:
                yield await _stage(bot, engine, env)
            bot.services.close()


async def _stage(bot: Rapporteur, engine: Engine, env: Any) -> Stage:
    """A server with a channel where the bot listens, and a member."""
    guild = env.create_guild("Summit watchers")
    channel = guild.create_text_channel("summit", topic="Ask something, or type / for the commands")
    await bot.services.servers.set(guild.id, "listen", [channel.id])
    if engine.writes:
        await bot.services.servers.set(guild.id, ANSWERS, WRITTEN)
    if bot.user is not None:
        await bot.user.edit(username=bot.__class__.__name__)
    return Stage(bot, engine, env, channel, guild.add_member(env.create_user("reader")))


async def demo(
    index: Path, corpus: Path, question: str | None, port: int | None, announce: Callable[[str], object]
) -> None:
    """Serve the simulated Discord on 127.0.0.1 until its page is closed, a first question answered.

    ``announce`` is given the address when it can be opened; whoever has the address can use the page.

    Raises:
        SettingsError: simcord is not installed, or the port can't be used.
    """
    async with staged(index, corpus) as stage, AsyncExitStack() as opened:
        from simcord import SetupError

        preview = stage.env.preview(stage.channel, viewers=[stage.reader], layout="channel", port=port)
        try:
            page = await opened.enter_async_context(preview)
        except SetupError as error:
            raise SettingsError(f"--port {port}: {error.__cause__ or error}; choose another") from error
        offered = stage.engine.suggestions
        if first := question or next(iter(offered), None):
            await stage.mention(first)
        announce(page.url)
        await page.wait_closed()
