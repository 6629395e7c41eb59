"""What the buttons under a reply do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from . import views
from .buttons import AGAINST, FOR, digest, page_of, show_votes
from .desk import Given
from .render import plainly

if TYPE_CHECKING:
    from .buttons import Button
    from .client import Rapporteur
    from .memory import Remembered

FORGOTTEN = "I no longer have the record of this answer. Ask again, please."
NOT_YOURS = "Only the one who asked, or a moderator, can delete this answer."
NOT_OFFERED = "I can't answer that question any longer: the articles have changed."

VALUES = {FOR: 1, AGAINST: -1}


class Presses:
    """Answers the presses of buttons, those of messages from before a restart too."""

    def __init__(self, bot: Rapporteur) -> None:
        self.bot, self.desk = bot, bot.desk

    async def press(self, interaction: discord.Interaction[Any], button: Button) -> None:
        """Do what a button says."""
        if button.what == "ask":
            await self._ask(interaction, button.extra)
            return
        kept = await self.desk.remember(lambda: self.desk.memory.answer(button.key))
        if kept is None or not _stands_here(kept, interaction):
            await self.bot.tell(interaction, plainly(FORGOTTEN))
            return
        match button.what:
            case "passage":
                await self._passage(interaction, kept)
            case "leaf":
                await self._leaf(interaction, kept, page_of(button.extra))
            case "page":
                await self._page(interaction, kept, page_of(button.extra))
            case "vote":
                await self._vote(interaction, kept, button)
            case "delete":
                await self._delete(interaction, kept)
            case _:  # a button of a version that knew more
                await self.bot.tell(interaction, plainly(FORGOTTEN))

    async def _ask(self, interaction: discord.Interaction[Any], asked: str) -> None:
        """Ask the question offered, as privately as it was."""
        offered = {digest(question): question for question in self.desk.engine.suggestions}
        message = interaction.message
        if asked not in offered:
            await self.bot.tell(interaction, plainly(NOT_OFFERED))
            return
        if not await self.bot.may_ask(interaction):
            return
        private = message is not None and message.flags.ephemeral
        await self.bot.asking.answer(interaction, offered[asked], private=private)

    async def _passage(self, interaction: discord.Interaction[Any], kept: Remembered) -> None:
        await self.bot.defer(interaction, ephemeral=True, thinking=True)
        said = await self.desk.passages(kept)
        await interaction.edit_original_response(view=views.passages(said, kept.id))

    async def _leaf(self, interaction: discord.Interaction[Any], kept: Remembered, page: int) -> None:
        await self.bot.defer(interaction)
        said = await self.desk.passages(kept)
        page = min(page, len(said.pages) - 1)
        await interaction.edit_original_response(view=views.passages(said, kept.id, page))

    async def _page(self, interaction: discord.Interaction[Any], kept: Remembered, page: int) -> None:
        """Turn the page of a reply for everybody."""
        if "pages" not in kept.record:
            await self.bot.tell(interaction, plainly(FORGOTTEN))
            return
        await self.bot.defer(interaction)
        said = await self.desk.pages(kept)
        counts = await self.desk.remember(lambda: self.desk.memory.votes(kept.id))
        private = interaction.message is not None and interaction.message.flags.ephemeral
        layout = views.view(
            Given(said, kept.id), page=min(page, len(said.pages) - 1), counts=counts, private=private
        )
        await interaction.edit_original_response(view=layout)

    async def _vote(self, interaction: discord.Interaction[Any], kept: Remembered, button: Button) -> None:
        """Count a vote, or take the same one back, and show the counts on the buttons."""
        await self.bot.defer(interaction)
        voter, value = interaction.user.id, VALUES[button.extra]
        counts = await self.desk.remember(lambda: self.desk.memory.vote(kept.id, voter, value))
        if isinstance(button.view, ui.LayoutView):
            show_votes(button.view, kept.id, counts)
            await interaction.edit_original_response(view=button.view)

    async def _delete(self, interaction: discord.Interaction[Any], kept: Remembered) -> None:
        if interaction.user.id != kept.asker and not interaction.permissions.manage_messages:
            await self.bot.tell(interaction, plainly(NOT_YOURS))
            return
        await self.bot.defer(interaction)
        await interaction.delete_original_response()
        await self.desk.remember(lambda: self.desk.memory.drop(kept.id))


def _stands_here(kept: Remembered, interaction: discord.Interaction[Any]) -> bool:
    """Whether the answer stands where a button of it was pressed, for the presser to see.

    One that could only be given in a direct message is a server's all the same.
    """
    in_server = interaction.guild_id is None or interaction.guild_id == kept.guild
    seen = not kept.private or kept.asker == interaction.user.id
    return in_server and interaction.channel_id == kept.channel and seen
