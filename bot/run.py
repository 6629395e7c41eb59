"""The bot's run: from its start until a signal stops it, and what Discord refuses it for."""

from __future__ import annotations

import asyncio
import gc
import http
import signal
from contextlib import ExitStack, nullcontext
from itertools import chain, repeat
from typing import TYPE_CHECKING

import aiohttp
import discord
import structlog

from index import Engine, RapporteurError, open_stand_in

from .assembly import assemble, language_model_of
from .errors import ConnectionRefused
from .watching.lookout import Lookout

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from .client import Rapporteur
    from .settings import Settings

log = structlog.get_logger()

REFUSED = (
    "DISCORD_TOKEN is refused by Discord; copy it anew from the developer portal (your application, Bot, "
    "Reset Token)"
)
WAITS = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds between tries to reach Discord; the last is repeated."""

AUTHENTICATION_FAILED = 4004
"""Discord's close code when the token is no longer good, as after a reset."""

NO_INTENT = (
    "MESSAGE_CONTENT=1 needs the Message Content Intent; switch it on in the developer portal (your "
    "application, Bot, Privileged Gateway Intents), or set MESSAGE_CONTENT=0"
)


async def serve(settings: Settings) -> None:
    """Run the bot until a signal stops it.

    Raises:
        ConnectionRefused: Discord refuses the token or an intent.
        SettingsError: what an operator looks at can't be served.
    """
    model = language_model_of(settings)
    with ExitStack() as opened:
        index, database = settings.rapporteur_index, settings.database()
        engine = opened.enter_context(Engine.open(index, database, language_model=model))
        stand_in = opened.enter_context(_stand_in(engine, index)) if database else None
        lookout, shards = Lookout(settings), settings.rapporteur_shards
        options = lookout.options | (shards.options() if shards else {})
        bot = assemble(settings, engine, stand_in=stand_in, watch=lookout.watch, **options)
        gc.freeze()  # what stays is not looked through again and again, which holds everything up for 60 ms
        async with lookout.over(bot, engine):
            await _until_stopped(bot, settings)


def _stand_in(engine: Engine, index: Path) -> AbstractContextManager[Engine | None]:
    """The embedded copy of the index, if there is one that can be used."""
    try:
        return open_stand_in(engine, index) or nullcontext()
    except RapporteurError as error:
        log.warning("the copy of the index can't stand in for the database", reason=str(error))
        return nullcontext()


async def _until_stopped(bot: Rapporteur, settings: Settings) -> None:
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    running = loop.create_task(_started(bot, settings.token()))
    stopping = loop.create_task(stop.wait())
    await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    try:
        await bot.close()
        if stopping.done():
            running.cancel()  # a start under way tries for ever, whatever the client's state
        await asyncio.wait({running})
    finally:
        stopping.cancel()
        bot.services.close()
    if not stop.is_set():
        _admitted(running)


async def _started(bot: Rapporteur, token: str) -> None:
    """Run the bot to its end; while Discord can't be reached, say so and try again."""
    for wait in chain(WAITS, repeat(WAITS[-1])):
        try:
            await bot.start(token)
        except (discord.HTTPException, discord.GatewayNotFound, aiohttp.ClientError, OSError) as error:
            if not _may_pass(error):
                raise
            log.warning("Discord can't be reached; trying again", seconds=wait, reason=str(error))
        else:
            return
        await bot.http.close()
        bot.http.connector = discord.utils.MISSING  # closed with it; the next login makes another
        await asyncio.sleep(wait)


def _may_pass(error: Exception) -> bool:
    """Whether what went wrong may go right later: anything but Discord's own refusal."""
    if not isinstance(error, discord.HTTPException):
        return True
    return error.status == http.HTTPStatus.TOO_MANY_REQUESTS or isinstance(error, discord.DiscordServerError)


def _admitted(running: asyncio.Task[None]) -> None:
    """Raise why a run ended by itself, told with its mend."""
    try:
        running.result()
    except discord.LoginFailure as error:
        raise ConnectionRefused(REFUSED) from error
    except discord.PrivilegedIntentsRequired as error:
        raise ConnectionRefused(NO_INTENT) from error
    except discord.ConnectionClosed as error:
        if error.code != AUTHENTICATION_FAILED:
            raise
        raise ConnectionRefused(REFUSED) from error
    except discord.HTTPException as error:
        raise ConnectionRefused(f"Discord refuses the bot: {error}; try again later") from error
