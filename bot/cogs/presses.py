"""What the buttons under a reply do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui
from discord.ext import commands

from bot.hearing.inquiry import Inquiry
from bot.saying import views
from bot.saying.buttons import AGAINST, FOR, Button, digest, page_of, show_votes
from bot.saying.reasons import NO_VOTE, NOTED, REASONS, ask_reason
from bot.saying.reply import Response, plain_reply

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.memory.async_memory import AsyncMemory
    from bot.memory.stored_answer import StoredAnswer
    from bot.responder import Responder
    from index import Engine

Pressed = discord.Interaction[Any]

FORGOTTEN = "I no longer have the record of this answer. Ask again, please."
NOT_YOURS = "Only the one who asked, or a moderator, can delete this answer."
NOT_OFFERED = "I can't answer that question any longer: the articles have changed."

SEEN = "seen"
"""The event that an answer of the bot's was looked at; its listeners are called ``on_seen``."""

VALUES = {FOR: 1, AGAINST: -1}


class Presses(commands.Cog):
    """Answers the presses of buttons, those of messages from before a restart too."""

    def __init__(
        self, engine: Engine, answers: AnswerService, memory: AsyncMemory, responder: Responder
    ) -> None:
        self._engine, self._answers = engine, answers
        self._memory, self._responder = memory, responder

    @commands.Cog.listener()
    async def on_press(self, pressed: Pressed, button: Button) -> None:
        """A button was pressed."""
        if await self._responder.admit(pressed):
            await self._responder.handle(pressed, self._press(pressed, button))

    async def _press(self, pressed: Pressed, button: Button) -> None:
        """Do what a button says."""
        if button.what == "ask":
            await self._ask(pressed, button.extra)
            return
        stored = await self._memory.call(lambda memory: memory.answer(button.key))
        if stored is None or not _stands_here(stored, pressed):
            await self._responder.tell(pressed, plain_reply(FORGOTTEN))
            return
        match button.what:
            case "passage":
                await self._passage(pressed, stored)
            case "leaf":
                await self._leaf(pressed, stored, page_of(button.extra))
            case "page":
                await self._page(pressed, stored, page_of(button.extra))
            case "vote":
                await self._vote(pressed, stored, button)
            case "reason" if button.extra in REASONS:
                await self._explain(pressed, stored, button.extra)
            case "delete":
                await self._delete(pressed, stored)
            case _:  # a button of a version that knew more
                await self._responder.tell(pressed, plain_reply(FORGOTTEN))
        pressed.client.dispatch(SEEN, pressed, stored)

    async def _ask(self, pressed: Pressed, wanted: str) -> None:
        """Ask the question offered that has the digest, as privately as it was."""
        offered = {digest(text): text for text in self._engine.suggestions}
        message = pressed.message
        if wanted not in offered:
            await self._responder.tell(pressed, plain_reply(NOT_OFFERED))
            return
        if not await self._responder.may_ask(pressed):
            return
        private = message is not None and message.flags.ephemeral
        inquiry = Inquiry.by_interaction(pressed, offered[wanted], private=private)
        await self._responder.respond(pressed, inquiry, self._answers.answer)

    async def _passage(self, pressed: Pressed, stored: StoredAnswer) -> None:
        await self._responder.defer(pressed, ephemeral=True, thinking=True)
        reply = await self._answers.passages(stored)
        await pressed.edit_original_response(view=views.passages(reply, stored.id))

    async def _leaf(self, pressed: Pressed, stored: StoredAnswer, page: int) -> None:
        await self._responder.defer(pressed)
        reply = await self._answers.passages(stored)
        page = min(page, len(reply.pages) - 1)
        await pressed.edit_original_response(view=views.passages(reply, stored.id, page))

    async def _page(self, pressed: Pressed, stored: StoredAnswer, page: int) -> None:
        """Turn the page of a reply for everybody."""
        if "pages" not in stored.record:
            await self._responder.tell(pressed, plain_reply(FORGOTTEN))
            return
        await self._responder.defer(pressed)
        reply = await self._answers.pages(stored)
        counts = await self._memory.call(lambda memory: memory.votes(stored.id))
        private = pressed.message is not None and pressed.message.flags.ephemeral
        layout = views.view(
            Response(reply, stored.id), page=min(page, len(reply.pages) - 1), counts=counts, private=private
        )
        await pressed.edit_original_response(view=layout)

    async def _vote(self, pressed: Pressed, stored: StoredAnswer, button: Button) -> None:
        """Count a vote, or take the same one back, and show the counts on the buttons."""
        await self._responder.defer(pressed)
        voter, value = pressed.user.id, VALUES[button.extra]
        counts = await self._memory.call(lambda memory: memory.vote(stored.id, voter, value))
        if isinstance(button.view, ui.LayoutView):
            show_votes(button.view, stored.id, counts)
            await pressed.edit_original_response(view=button.view)
        if value < 0 and await self._memory.call(lambda memory: memory.votes_against(stored.id, voter)):
            await pressed.followup.send(view=ask_reason(stored.id), ephemeral=True)

    async def _explain(self, pressed: Pressed, stored: StoredAnswer, reason: str) -> None:
        """Keep the reason of the presser's vote against an answer, in the place of an earlier one."""
        await self._responder.defer(pressed)
        voter = pressed.user.id
        kept = await self._memory.call(lambda memory: memory.explain(stored.id, voter, reason))
        said = NOTED.format(reason=REASONS[reason].lower()) if kept else NO_VOTE
        await pressed.edit_original_response(view=views.plain(plain_reply(said)))

    async def _delete(self, pressed: Pressed, stored: StoredAnswer) -> None:
        if pressed.user.id != stored.asker and not pressed.permissions.manage_messages:
            await self._responder.tell(pressed, plain_reply(NOT_YOURS))
            return
        await self._responder.defer(pressed)
        await pressed.delete_original_response()
        await self._memory.call(lambda memory: memory.drop(stored.id))


def _stands_here(stored: StoredAnswer, pressed: Pressed) -> bool:
    """Whether the answer stands where a button of it was pressed, for the presser to see.

    One that could only be given in a direct message is a server's all the same.
    """
    in_server = pressed.guild_id is None or pressed.guild_id == stored.guild
    seen = not stored.private or stored.asker == pressed.user.id
    return in_server and pressed.channel_id == stored.channel and seen
