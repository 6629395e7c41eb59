"""The page of the simulated Discord, and its clock."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bot.errors import SettingsError

from .stage import staged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from simcord import Preview

    from .stage import Stage

TICK_SECONDS = 1.0
"""How often the simulated clock catches up with the real one."""


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

        preview = stage.env.preview(
            stage.channel, viewers=[stage.reader, stage.moderator], layout="channel", port=port
        )
        try:
            page = await opened.enter_async_context(preview)
        except SetupError as error:
            raise SettingsError(f"--port {port}: {error.__cause__ or error}; choose another") from error
        await stage.attach()
        offered = stage.engine.suggestions
        if first := question or next(iter(offered), None):
            await stage.mention(first)
        clock = asyncio.create_task(run_clock(stage, page))
        try:
            announce(page.url)
            await page.wait_closed()
        finally:
            clock.cancel()


async def run_clock(stage: Stage, page: Preview) -> None:
    """Let the bot's time pass as the machine's does, and show what it does by itself."""
    from simcord import SetupError

    env, turn = stage.env, taking_turns(page)
    behind = perf_counter() - env.backend.clock.elapsed
    while True:
        await asyncio.sleep(TICK_SECONDS)
        async with turn:
            calls = len(env.http_requests)
            with suppress(SetupError, TimeoutError):  # the bot is at something; the next tick makes up for it
                await env.advance_time(max(0.0, perf_counter() - behind - env.backend.clock.elapsed))
                if len(env.http_requests) != calls:
                    await page.refresh()


def taking_turns(page: Any) -> asyncio.Lock:
    """The lock that each action of a page waits for from now on.

    simcord refuses what comes while its clock is put forward, and its page takes nothing more after that.
    """
    turn, act = asyncio.Lock(), page._action  # noqa: SLF001  # simcord has no other place to wait in

    async def act_in_turn(*action: Any) -> Any:
        async with turn:
            return await act(*action)

    page._action = act_in_turn  # noqa: SLF001
    return turn
