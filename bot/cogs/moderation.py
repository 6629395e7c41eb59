"""A server's own settings, for its moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import discord
from discord import ChannelType, app_commands
from discord.ext import commands

from bot.access import CHANNELS, ROLES, Mode
from bot.cogs.channel_option import ChannelOption
from bot.digest import DIGEST
from bot.saying import views
from bot.saying.reply import Page, Reply, plain_reply
from bot.saying.server_settings import Shown, listed, where, who
from bot.servers import ANSWERS, EDITORS, FORUMS, LISTEN, QUOTES, WRITTEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.responder import Responder
    from bot.servers import Servers

Called = discord.Interaction[commands.AutoShardedBot]

SPOKEN_IN = (
    ChannelType.text,
    ChannelType.news,
    ChannelType.voice,
    ChannelType.stage_voice,
    ChannelType.forum,
)

Forum = app_commands.Transform[app_commands.AppCommandChannel, ChannelOption(ChannelType.forum)]
Place = app_commands.Transform[
    app_commands.AppCommandChannel, ChannelOption(*SPOKEN_IN, ChannelType.category)
]
"""Where something can be said, or what holds such channels."""

NOWHERE = "Nothing is changed: no channel would be on the list, so that I could speak nowhere. Name one too."
NO_CONTENT = "\n-# I don't hear it yet: whoever runs me must set MESSAGE_CONTENT=1 and allow that intent."
NO_MODEL = "\n-# They stay quotes: whoever runs me has to give me a language model, RAPPORTEUR_LLM=write."


@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
@app_commands.default_permissions(manage_guild=True)
class Moderation(commands.GroupCog, group_name="settings", group_description="What I do in this server"):
    """/settings: shown and changed by those who may manage the server."""

    def __init__(
        self, servers: Servers, responder: Responder, *, message_content: bool, writes: bool
    ) -> None:
        self._servers, self._responder = servers, responder
        self._message_content, self._writes = message_content, writes

    @app_commands.command(name="show", description="Show this server's settings")
    async def show(self, called: Called) -> None:
        """/settings show."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._show(called)

    # ------------------------------------------------------------------ where, and to whom

    @app_commands.command(name="channels", description="Choose the channels where I may speak")
    @app_commands.describe(
        mode="Everywhere, only in channels that are listed, or in all but those",
        channel="Put a channel or category on the list of that mode",
        on="Put it on the list (yes), or take it off (no)",
    )
    async def channels(
        self, called: Called, mode: Mode, channel: Place | None = None, on: bool = True
    ) -> None:
        """/settings channels: where alone it may speak, or where it may not; each has a list of its own."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        chosen = (await self._servers.settings(called.guild_id or 0)).get(CHANNELS, {})
        changed = {**chosen, "mode": mode}
        if mode != "all":  # which has no list
            changed[mode] = _changed(chosen.get(mode, ()), channel, on=on, known=_channels(called))
        if mode == "only" and not changed[mode]:
            await called.edit_original_response(view=views.plain(plain_reply(NOWHERE)))
            return
        await self._servers.set(called.guild_id or 0, CHANNELS, changed)
        await self._show(called)

    @app_commands.command(name="roles", description="Choose the roles that may ask me")
    @app_commands.describe(
        role="Which role? (none: everybody may ask again)", on="Let it ask (yes), or no longer (no)"
    )
    async def roles(self, called: Called, role: discord.Role | None = None, on: bool = True) -> None:
        """/settings roles: who may ask; everybody where no role is named."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        before = (await self._servers.settings(called.guild_id or 0)).get(ROLES, ()) if role else ()
        ids = _changed(before, role, on=on, known=_roles(called))
        await self._servers.set(called.guild_id or 0, ROLES, ids)
        await self._show(called)

    # ------------------------------------------------------------------ without a mention

    @app_commands.command(
        name="listen", description="Answer questions in a channel without a mention, or stop"
    )
    @app_commands.describe(channel="Which channel?", on="Listen there (yes), or stop listening (no)")
    async def listen(self, called: Called, channel: discord.TextChannel, on: bool = True) -> None:
        """/settings listen: the channels where a question needs no mention."""
        await self._hear(called, LISTEN, channel, on=on)

    @app_commands.command(
        name="forum", description="Answer the question of each new post in a forum, or stop"
    )
    @app_commands.describe(forum="Which forum?", on="Answer its posts (yes), or stop (no)")
    async def forum(self, called: Called, forum: Forum, on: bool = True) -> None:
        """/settings forum: the forums where a new post is answered once, if it asks something."""
        await self._hear(called, FORUMS, forum, on=on)

    async def _hear(self, called: Called, name: str, place: discord.abc.Snowflake, *, on: bool) -> None:
        await self._responder.defer(called, ephemeral=True, thinking=True)
        before = (await self._servers.settings(called.guild_id or 0)).get(name, ())
        ids = _changed(before, place, on=on, known=_channels(called))
        await self._servers.set(called.guild_id or 0, name, ids)
        await self._show(called)

    # ------------------------------------------------------------------ how

    @app_commands.command(name="threads", description="Open a thread for each question that mentions me")
    @app_commands.describe(on="Open threads (yes), or reply in the channel (no)")
    async def threads(self, called: Called, on: bool) -> None:
        """/settings threads: whether answers get threads of their own."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, "threads", on)
        await self._show(called)

    @app_commands.command(
        name="answers", description="Answer in quotes alone, or with sentences written from them"
    )
    @app_commands.describe(form="Quotes alone, or sentences too, of which each is borne by its quotes")
    async def answers(self, called: Called, form: Literal["quotes", "written"]) -> None:
        """/settings answers: whether a language model writes a few sentences over the quotes."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, ANSWERS, form)
        await self._show(called)

    @app_commands.command(
        name="editors", description="Let a role add and change this server's articles, or take that back"
    )
    @app_commands.describe(role="Which role? (none: only who may manage the server)")
    async def editors(self, called: Called, role: discord.Role | None = None) -> None:
        """/settings editors: who may change the articles beside those who may manage the server."""
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._servers.set(called.guild_id or 0, EDITORS, role.id if role else None)
        await self._show(called)

    # ------------------------------------------------------------------ what is shown

    async def _show(self, called: Called) -> None:
        settings = await self._servers.settings(called.guild_id or 0)
        lines = [*_speaking(settings, called), *self._heard(settings, called)]
        digest, form = settings.get(DIGEST), settings.get(ANSWERS, QUOTES)
        told = f"daily in <#{digest['channel']}>" if digest else "no"
        unwritten = NO_MODEL if form == WRITTEN and not self._writes else ""
        lines.append(f"**New articles are told**: {told}")
        lines.append(f"**Threads for answers**: {'yes' if settings.get('threads') else 'no'}")
        editors = f"<@&{settings[EDITORS]}> and " if settings.get(EDITORS) else ""
        lines.append(f"**Who may change the articles**: {editors}who may manage the server")
        lines.append(f"**Answers**: {form}{unwritten}")
        await called.edit_original_response(view=views.plain(Reply((Page("\n".join(lines)),))))

    def _heard(self, settings: dict[str, Any], called: Called) -> list[str]:
        """The channels and forums where it needs no mention, and whether it can hear it there."""
        found = []
        titles = {LISTEN: "Channels where a question needs no mention", FORUMS: "Forums whose posts I answer"}
        for name, title in titles.items():
            shown = _shown(settings.get(name, ()), "#", _channels(called))
            unheard = NO_CONTENT if shown.mentions and not self._message_content else ""
            found.append(f"**{title}**: {listed(shown, 'channel')}{unheard}")
        return found


def _speaking(settings: dict[str, Any], called: Called) -> list[str]:
    """Where it may speak, and who may ask."""
    chosen = settings.get(CHANNELS, {})
    mode = chosen.get("mode", "all")
    places = _shown(chosen.get(mode, ()), "#", _channels(called))
    roles = _shown(settings.get(ROLES, ()), "@&", _roles(called))
    return [f"**Where I may speak**: {where(mode, places)}", f"**Who may ask**: {who(roles)}"]


def _changed(
    before: Iterable[int], what: discord.abc.Snowflake | None, *, on: bool, known: set[int]
) -> list[int]:
    """A list with something put on it or taken off; what is gone from the server goes from it too."""
    ids = set(_there(before, known))
    change = {what.id} if what else set()
    return sorted(ids | change if on else ids - change)


def _there(ids: Iterable[int], known: set[int]) -> list[int]:
    """Those that a server still has; all while Discord hasn't told what it has."""
    return [number for number in ids if number in known or not known]


def _shown(ids: Sequence[int], sign: str, known: set[int]) -> Shown:
    """How a list is shown: the mentions of what is there, and how many are gone."""
    mentions = tuple(f"<{sign}{number}>" for number in _there(ids, known))
    return Shown(mentions, len(ids) - len(mentions))


def _channels(called: Called) -> set[int]:
    """The ids of a server's channels."""
    return {channel.id for channel in called.guild.channels} if called.guild else set()


def _roles(called: Called) -> set[int]:
    """The ids of a server's roles."""
    return {role.id for role in called.guild.roles} if called.guild else set()
