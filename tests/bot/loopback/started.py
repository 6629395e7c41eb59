"""The program started against a loopback Discord, asked there, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...index.shipped import CORPUS_FOLDER, shipped_index
from .process import BotProcess
from .server import TOKEN, Asked, LoopbackDiscord

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from .world import Channel

QUESTION = "what did Bessent say about soybeans?"
QUOTE = "soybeans"
STARTS_WITHIN = 60.0  # seconds, however busy the machine

Start = Callable[..., BotProcess]


def starter(discord: LoopbackDiscord, folder: Path, factory: pytest.TempPathFactory) -> Start:
    """What starts the bot with the shipped corpus, its settings changed by those given."""
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "RAPPORTEUR_CORPUS": str(CORPUS_FOLDER),
        "RAPPORTEUR_INDEX": str(shipped_index(factory)),
        "RAPPORTEUR_MEMORY": str(folder / "memory.sqlite3"),
    }
    return lambda **changed: BotProcess(discord.port, folder, "run", **settings | changed)


async def asked(discord: LoopbackDiscord, channel: Channel) -> Asked:
    """Somebody mentions the bot, with a question that it can answer."""
    return await discord.say(channel, discord.user("Ana"), QUESTION, mentions_bot=True)


def replies(discord: LoopbackDiscord, asked: Asked) -> list[str]:
    """All that stands in the channel of what the bot has said since, to a question that is gone as well."""
    since = [m for m in discord.messages(asked.channel) if int(m["id"]) > int(asked.id)]
    return [str(m) for m in since if m["author"]["id"] == discord.bot.id]


def told(bot: BotProcess) -> list[str]:
    """The lines on stderr that are no event of the log."""
    return [line for line in bot.stderr.splitlines() if not line.startswith("{")]
