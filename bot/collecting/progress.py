"""How far a command is, told in the message that its answer will take the place of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.saying import views
from bot.saying.reply import plain_reply

if TYPE_CHECKING:
    from typing import Self

log = structlog.get_logger()


class Progress:
    """``async with Progress(interaction) as tell``: the words last told are shown; nobody waits for that."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        self._interaction, self._words = interaction, ""
        self._showing: asyncio.Task[None] | None = None

    def __call__(self, words: str) -> None:
        """Show these words as soon as those before them are shown."""
        self._words = words
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(self._show())

    async def _show(self) -> None:
        shown = ""
        while shown != self._words:
            shown = self._words
            try:
                await self._interaction.edit_original_response(view=views.plain(plain_reply(shown)))
            except discord.HTTPException as error:
                log.info("progress not shown", reason=error.text)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Wait for the words under way, so that none come after the answer."""
        if self._showing is not None:
            await self._showing
