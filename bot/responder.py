"""How a command or press is answered: taken or turned away, deferred, and completed or told why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import ui
from structlog.contextvars import bind_contextvars

from .access import is_moderating
from .failures import report_failure
from .limits import COMMANDS_PER_MINUTE, Limits
from .saying import views
from .saying.reply import Reply, Response, plain_reply, too_much, too_often
from .watching.course import current_course

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from .hearing.inquiry import Inquiry
    from .in_flight import InFlight
    from .memory.async_memory import AsyncMemory
    from .servers import Servers
    from .watching.course import Watch

log = structlog.get_logger()

CLOSING = "I am being restarted. Please ask again in a minute."

ACKNOWLEDGED = 40060
"""Discord's code for a second first response, as after an error on a first that it did take."""


class Responder:
    """Answers interactions within the limits, and remembers where each answer stands."""

    def __init__(
        self, memory: AsyncMemory, limits: Limits, in_flight: InFlight, servers: Servers, watch: Watch
    ) -> None:
        self._memory, self._limits, self._in_flight = memory, limits, in_flight
        self._commands = Limits(COMMANDS_PER_MINUTE, COMMANDS_PER_MINUTE)
        self._servers, self._watch = servers, watch

    async def admit(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether a command or press is taken, and by no other process; if so, a stop waits for it.

        The log has its id from then on.
        """
        bind_contextvars(question=str(interaction.id))
        if self._in_flight.closing:
            if interaction.type is not discord.InteractionType.autocomplete:
                await self.tell(interaction, plain_reply(CLOSING))
            return False
        self._in_flight.begin()
        return await self._memory.takes(interaction.id)

    async def handle(self, interaction: discord.Interaction[Any], work: Awaitable[None]) -> None:
        """Do the work of a press or form that is taken; discord.py would log a failure and leave its sender
        waiting."""
        try:
            await work
        except Exception as error:  # noqa: BLE001  # the outermost handler of these: it is logged, and told
            await self.tell(interaction, report_failure(error))

    async def may_ask(self, interaction: discord.Interaction[Any]) -> bool:
        """Whether who called may ask here and now; if not, they are told why, or when."""
        access = await self._servers.access(interaction.guild_id)
        if refusal := access.refusal(interaction):
            await self.tell(interaction, plain_reply(refusal))
            return False
        now = interaction.created_at.timestamp()
        if is_moderating(interaction):
            return await self._may_moderate(interaction, now)
        channel = interaction.channel_id or interaction.user.id
        wait = await self._limits.wait(interaction.user.id, channel, now, interaction.id)
        if wait:
            with self._watch.question(interaction.id) as course:
                course.end = "too_often"
                await self.tell(interaction, too_often(now + wait))
        return not wait

    async def _may_moderate(self, interaction: discord.Interaction[Any], now: float) -> bool:
        person = interaction.user.id
        wait = await self._commands.wait(person, person, now, interaction.id)
        if wait:
            await self.tell(interaction, too_much(now + wait))
        return not wait

    async def respond(
        self,
        interaction: discord.Interaction[Any],
        inquiry: Inquiry,
        answer: Callable[[Inquiry], Awaitable[Response]],
    ) -> None:
        """Answer an inquiry that the limits let pass: the deferral, then the work."""
        with self._watch.question(interaction.id):
            await self.defer(interaction, ephemeral=inquiry.private, thinking=True)
            await self.complete(interaction, await answer(inquiry), private=inquiry.private)

    async def defer(self, interaction: discord.Interaction[Any], **how: bool) -> None:
        """Tell Discord that an answer will come; that it was told by a try before is as good."""
        try:
            await interaction.response.defer(**how)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise

    async def complete(
        self, interaction: discord.Interaction[Any], response: Response, *, private: bool
    ) -> None:
        """Give the reply to a command or press that was deferred, and note where it stands."""
        layout = views.view(response, private=private)
        with current_course().timings.stage("post"):
            message = await interaction.edit_original_response(view=layout)
        if key := response.key:
            channel, reply = message.channel.id, message.id
            await self._memory.attempt(lambda memory: memory.posted(key, channel, reply), None)

    async def tell(self, interaction: discord.Interaction[Any], reply: Reply) -> None:
        """Say something to the caller alone, whatever was said before."""
        layout = views.plain(reply)
        try:
            if interaction.response.is_done() or not await self._respond_first(interaction, layout):
                await interaction.followup.send(view=layout, ephemeral=True)
        except discord.HTTPException as error:
            log.warning("could not tell", interaction=interaction.id, reason=error.text)

    async def _respond_first(self, interaction: discord.Interaction[Any], layout: ui.LayoutView) -> bool:
        """Make it the first response, unless Discord has one already."""
        try:
            await interaction.response.send_message(view=layout, ephemeral=True)
        except discord.HTTPException as error:
            if error.code != ACKNOWLEDGED:
                raise
            return False
        return True
