"""Somebody in the simulated server, whose page can only send plain messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from discord import AppCommandType
from simcord import MemberActor

if TYPE_CHECKING:
    from collections.abc import Sequence

    import discord
    from simcord import ChannelHandle

_NAMED = re.compile(r"@\w++")


class Person(MemberActor):
    """A member; what they type does what it would in Discord's own client."""

    async def send(
        self,
        channel: ChannelHandle,
        content: str = "",
        *,
        reply_to: Any = None,
        attachments: Sequence[tuple[str, bytes]] = (),
    ) -> discord.Message:
        """Send a message in which @Rapporteur is a mention.

        Discord opens the menu of a message with a right click, for which simcord's page has nothing: here a
        reply that is the name of one of its entries chooses that entry, and gives the message replied to.
        """
        if reply_to is not None and content.strip() in self._menu:
            meant: discord.Message = reply_to
            await self.context_menu(channel, content.strip(), meant)
            return meant
        sent: discord.Message = await super().send(
            channel, self._with_mentions(content), reply_to=reply_to, attachments=attachments
        )
        return sent

    async def edit(self, message: Any, content: str) -> None:
        """Edit a message, in which @Rapporteur is a mention too."""
        await super().edit(message, self._with_mentions(content))

    @property
    def _bot(self) -> Any:
        return self._env.bot

    @property
    def _menu(self) -> set[str]:
        commands = self._bot.tree.get_commands(type=AppCommandType.message)
        return {command.name for command in commands}

    def _with_mentions(self, content: str) -> str:
        me = self._bot.user
        named = f"@{me.name}".casefold()
        return _NAMED.sub(lambda found: me.mention if found[0].casefold() == named else found[0], content)
