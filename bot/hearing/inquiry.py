"""Something asked of the bot, and whose documents may answer it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index import CORPUS

if TYPE_CHECKING:
    from typing import Self

    import discord

    from bot.memory.stored_answer import StoredAnswer


def collections(guild: int | None) -> tuple[str, ...]:
    """Whose documents a server, or a direct message, may see."""
    return (CORPUS,) if guild is None else (CORPUS, str(guild))


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Something asked: ``text`` in plain words, by whom, where and when (Unix seconds).

    ``message`` is the message that asked, None for a command, whose words Discord doesn't show. ``context``
    is the question before it and ``before`` the key of its answer; ``claim`` tells that the text is a
    statement to be checked, ``unseen`` that it stands in a message that Discord doesn't show the bot.
    ``replaces`` is the answer that another is to take the place of, ``private`` that only the asker sees it.
    """

    text: str
    asker: int
    channel: int
    guild: int | None
    asked_at: float
    message: int | None = None
    context: str | None = None
    claim: bool = False
    attachments: bool = False
    unseen: bool = False
    before: str = ""
    replaces: StoredAnswer | None = None
    private: bool = False

    @classmethod
    def by_interaction(
        cls, interaction: discord.Interaction[Any], text: str, *, private: bool = False, claim: bool = False
    ) -> Self:
        """What a command or press asks."""
        return cls(
            text=text,
            asker=interaction.user.id,
            channel=interaction.channel_id or 0,
            guild=interaction.guild_id,
            asked_at=interaction.created_at.timestamp(),
            claim=claim,
            private=private,
        )

    @property
    def collections(self) -> tuple[str, ...]:
        """Whose documents may answer: the shipped ones and the server's own."""
        return collections(self.guild)
