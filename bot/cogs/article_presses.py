"""What the buttons and the form of a server's articles do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord.ext import commands

from bot.hearing.inquiry import Inquiry
from bot.saying.article_buttons import ArticleButton
from bot.saying.edit_form import form_key, form_values
from bot.saying.reply import plain_reply

if TYPE_CHECKING:
    from bot.answers import AnswerService
    from bot.collecting.actions import Actions
    from bot.responder import Responder

Pressed = discord.Interaction[Any]

UNKNOWN = "I no longer know what that button was for."
NOT_ASKED = "I can't answer that question any longer: the article has changed."


class ArticlePresses(commands.Cog):
    """Answers the presses of buttons, and forms that were filled in, those from before a restart too."""

    def __init__(
        self, bot: commands.AutoShardedBot, actions: Actions, answers: AnswerService, responder: Responder
    ) -> None:
        self._bot, self._actions = bot, actions
        self._answers, self._responder = answers, responder

    async def cog_load(self) -> None:
        """Have the buttons known."""
        self._bot.add_dynamic_items(ArticleButton)

    @commands.Cog.listener()
    async def on_article_press(self, pressed: Pressed, button: ArticleButton) -> None:
        """A button was pressed."""
        if await self._responder.admit(pressed):
            await self._responder.handle(pressed, self._press(pressed, button))

    async def _press(self, pressed: Pressed, button: ArticleButton) -> None:
        """Do what a button says."""
        do, key, now = self._actions, button.key, pressed.created_at.timestamp()
        match button.what:
            case "ask":
                await self._ask(pressed, button)
            case "list":
                await do.run(pressed, lambda guild: do.listed(guild, button.page), in_place=True)
            case "edit":
                await do.open_form(pressed, key, button.extra)
            case "remove":
                await do.run(pressed, lambda guild: do.removed(guild, key, now), in_place=True)
            case "replace" | "keep" | "undo" as how:
                await do.run(pressed, lambda guild: do.resumed(guild, key, now, how), in_place=True)
            case _:  # a button of a version that knew more
                await self._responder.tell(pressed, plain_reply(UNKNOWN))

    async def _ask(self, pressed: Pressed, button: ArticleButton) -> None:
        """Ask the question of an article that was offered, for the presser alone."""
        guild = await self._actions.guild(pressed)
        if guild is None:
            return
        question = await self._actions.question(guild, button.key, button.extra)
        if question is None:
            await self._responder.tell(pressed, plain_reply(NOT_ASKED))
        elif await self._responder.may_ask(pressed):
            inquiry = Inquiry.by_interaction(pressed, question, private=True)
            await self._responder.respond(pressed, inquiry, self._answers.answer)

    @commands.Cog.listener()
    async def on_interaction(self, sent: Pressed) -> None:
        """A form was sent."""
        data: Any = sent.data or {}
        key = (
            form_key(data.get("custom_id", "")) if sent.type is discord.InteractionType.modal_submit else None
        )
        if key is None or not await self._responder.admit(sent):
            return
        values = form_values(data.get("components", []))
        edited = self._actions.run(sent, lambda guild: self._actions.edited(guild, key, values))
        await self._responder.handle(sent, edited)
