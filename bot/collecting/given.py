"""What somebody wants to be an article: a file that Discord keeps, or the address of a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.errors import ArticleRefused
from index import LONGEST_ADDRESS, MAX_BYTES, is_web_address, readable_suffix

from .cdn import too_large

if TYPE_CHECKING:
    from typing import Self

    import discord

FORMATS = "Markdown, text, HTML, PDF and Word (.docx)"
NOTHING = "That message has neither a file nor a link that I could read."
NEITHER = "Attach a file, or give the address of a page."
BOTH = "Give either a file or an address, not both."
NO_ADDRESS = "That is no web address: it begins with https:// and names a host."

_LINK = re.compile(r"https?://[^\s<>|]+")


@dataclass(frozen=True, slots=True)
class Given:
    """A file under its ``name``, or where that is "" a page; ``at`` is when it was given (Unix seconds)."""

    guild: int
    url: str
    name: str
    at: float

    @classmethod
    def by_command(cls, guild: int, at: float, file: discord.Attachment | None, address: str | None) -> Self:
        """The file or the address that a command was called with.

        Raises:
            ArticleRefused: it is neither or both, or can't be read.
        """
        if (file is None) == (address is None):
            raise ArticleRefused(NEITHER if file is None else BOTH)
        if file is not None:
            return cls._of_file(guild, at, file)
        url = (address or "").strip().strip("<>")
        if not is_web_address(url) or len(url) > LONGEST_ADDRESS:
            raise ArticleRefused(NO_ADDRESS)
        return cls(guild, url, "", at)

    @classmethod
    def by_message(cls, guild: int, at: float, message: discord.Message) -> Self:
        """The first file of a message that can be read, else its first link.

        Raises:
            ArticleRefused: it has neither.
        """
        for file in message.attachments:
            if readable_suffix(file.filename, file.content_type):
                return cls._of_file(guild, at, file)
        if link := _LINK.search(message.content):
            return cls(guild, link.group().rstrip(".,;:!?)]'\"*_"), "", at)
        raise ArticleRefused(_unreadable(message.attachments[0].filename) if message.attachments else NOTHING)

    @classmethod
    def _of_file(cls, guild: int, at: float, file: discord.Attachment) -> Self:
        suffix = readable_suffix(file.filename, file.content_type)
        if suffix is None:
            raise ArticleRefused(_unreadable(file.filename))
        if file.size > MAX_BYTES:
            raise ArticleRefused(too_large(file.size))
        name = file.filename if file.filename.lower().endswith(suffix) else f"{file.filename}{suffix}"
        return cls(guild, file.url, name, at)


def _unreadable(name: str) -> str:
    return f"I can't read “{name[:100]}”. I read {FORMATS}."
