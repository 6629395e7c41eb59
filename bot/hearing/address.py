"""Which messages are meant for the bot, and what they ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from .inquiry import Inquiry
from .plain_text import plain
from .query import LONGEST_QUESTION, adds_nothing, asks, chats, query_on

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.memory.async_memory import AsyncMemory
    from bot.memory.stored_answer import StoredAnswer

_SPOKEN = (discord.MessageType.default, discord.MessageType.reply)


@dataclass(frozen=True, slots=True)
class Address:
    """That a message is meant for the bot; ``before`` is the answer that it goes on from, if any."""

    before: StoredAnswer | None = None


async def addressed(
    message: discord.Message, me: discord.ClientUser, memory: AsyncMemory, listening: Collection[int]
) -> Address | None:
    """Whether a message is meant for the bot; ``listening`` are the channels where any question is, and the
    forums where that of a new post is."""
    if message.author.bot or message.webhook_id or message.type not in _SPOKEN:
        return None
    mentioned = _calls(message, me)
    if not (mentioned or message.content or message.guild is None):
        return None  # what Discord doesn't show can't be meant
    before = await _before(message, memory)
    replied = before is not None and before.reply == _replied_to(message)
    if mentioned or message.guild is None or replied:
        return Address(before)  # it can mean nobody else, so that even a greeting is answered
    if _between_others(message, me) or chats(asked_in(message, me)):
        return None
    if before is not None and _goes_on(message, me, before):
        return Address(before)
    place = getattr(message.channel, "parent_id", None) if is_post(message) else message.channel.id
    listens = place in listening and any(asks(part) for part in _parts(message, me))
    return Address() if listens else None


def _calls(message: discord.Message, me: discord.ClientUser) -> bool:
    return me in message.mentions or own_role(message) in message.role_mentions


async def _before(message: discord.Message, memory: AsyncMemory) -> StoredAnswer | None:
    """The answer that a message replies to, else the last one in its thread or direct messages."""
    replied, channel = _replied_to(message), message.channel
    if replied is not None and (found := await memory.attempt(lambda m: m.in_reply(replied), None)):
        return found
    if isinstance(channel, discord.Thread) or message.guild is None:
        return await memory.attempt(lambda m: m.latest(channel.id), None)
    return None


def _replied_to(message: discord.Message) -> int | None:
    return message.reference.message_id if message.reference else None


def _between_others(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether people talk to one another: a reply to somebody, or a mention of somebody."""
    resolved = message.reference.resolved if message.reference else None
    other = isinstance(resolved, discord.Message) and resolved.author.id != me.id
    return other or bool(message.mentions or message.role_mentions or message.mention_everyone)


def _goes_on(message: discord.Message, me: discord.ClientUser, before: StoredAnswer) -> bool:
    """Whether a message in a thread is meant for the bot: the thread is its own, or its last asker's."""
    owner = getattr(message.channel, "owner_id", None)
    return owner == me.id or before.asker == message.author.id


def own_role(message: discord.Message) -> discord.Role | None:
    """The role that Discord gave the bot in a server, which people mention by mistake."""
    return message.guild.self_role if message.guild else None


def text_of(message: discord.Message, me: discord.ClientUser) -> str:
    """What a message says, in plain words and without the call to the bot."""
    names = {mention: person.display_name for person in message.mentions for mention in _mentions(person)}
    names |= {role.mention: role.name for role in message.role_mentions}
    names |= {channel.mention: channel.name for channel in message.channel_mentions}
    role = own_role(message)
    own = {*_mentions(me), *([role.mention] if role else [])}
    return plain(message.content, names, own)


def is_post(message: discord.Message) -> bool:
    """Whether a message is the first of a forum's post, which has its id."""
    return isinstance(message.channel, discord.Thread) and message.channel.id == message.id


def asked_in(message: discord.Message, me: discord.ClientUser) -> str:
    """What a message asks, in plain words; a post by its title and its text, as far as they ask something.

    What is told beside a question hides it: "Help. What happened to the yuan?" finds less than its second
    half. Where the text is too long for a question, a post asks by its title alone.
    """
    parts = _parts(message, me)
    return " ".join([part for part in parts if asks(part)] or parts) if len(parts) > 1 else parts[0]


def _title(message: discord.Message, me: discord.ClientUser) -> str:
    """The title of a post, "" for another message and for one that calls the bot itself."""
    if not isinstance(message.channel, discord.Thread) or not is_post(message) or _calls(message, me):
        return ""
    return plain(message.channel.name, {})


def _parts(message: discord.Message, me: discord.ClientUser) -> list[str]:
    """The title, if there is one, and the text, unless it is too long or begins with the title."""
    title, text = _title(message, me), text_of(message, me)
    if not title or text.casefold().startswith(title.casefold()):
        return [text]
    return [title, text] if len(f"{title} {text}") <= LONGEST_QUESTION else [title]


def _mentions(person: discord.abc.User) -> tuple[str, str]:
    return f"<@{person.id}>", f"<@!{person.id}>"


async def read_inquiry(message: discord.Message, me: discord.ClientUser, address: Address) -> Inquiry:
    """What a message asks; one that says nothing of its own asks what the message it was called on says."""
    text, before = asked_in(message, me), address.before
    title = _title(message, me)
    about = "" if asks(title) else title
    context, claim = (before.searched_for if before else about) or None, False
    unseen = not message.content and bool(message.role_mentions)
    other = await _called_on(message, me, begun=before is None and adds_nothing(text))
    if other is not None:
        called_on = text_of(other, me)
        unseen = not called_on and adds_nothing(text)
        if query := query_on(text, called_on):
            text, claim = query.text, query.claim
        else:
            context = called_on or context
    return Inquiry(
        text, message.author.id, message.channel.id, message.guild.id if message.guild else None,
        message.created_at.timestamp(), message.id, context, claim, bool(message.attachments), unseen,
        before.id if before else "",
    )  # fmt: skip


async def _called_on(
    message: discord.Message, me: discord.ClientUser, *, begun: bool
) -> discord.Message | None:
    """The message of somebody else that a message replies to, or with ``begun`` the first of its thread."""
    resolved = message.reference.resolved if message.reference else None
    if isinstance(resolved, discord.Message):
        return resolved if resolved.author.id != me.id else None
    channel = message.channel
    parent = channel.parent if isinstance(channel, discord.Thread) else None
    if not isinstance(parent, discord.TextChannel) or not begun:
        return None
    try:
        return await parent.fetch_message(channel.id)  # a thread has the id of the message it began on
    except (discord.NotFound, discord.Forbidden):
        return None
