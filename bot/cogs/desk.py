"""/desk: what was refused and voted against, for those who may manage the server."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.desk import GONE
from bot.saying import desk as shown
from bot.saying import views
from bot.saying.chart import can_draw, chart
from bot.saying.desk_forms import fact_form, form_sent, golden_form
from bot.saying.export import as_csv, as_jsonl
from bot.saying.reply import plain_reply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from discord import ui

    from bot.desk import Desk as Service
    from bot.memory.async_memory import AsyncMemory
    from bot.responder import Responder
    from bot.saying.desk_buttons import DeskButton

Called = discord.Interaction[commands.AutoShardedBot]
Pressed = discord.Interaction[Any]

NOT_YOURS = "Only who may manage this server can use its desk."
NOTHING = "There is nothing to export: no answer was refused or voted 👎."


class Desk(commands.Cog):
    """Each press and form is checked anew: what server it is of, and whether its sender may manage that."""

    def __init__(self, desk: Service, memory: AsyncMemory, responder: Responder) -> None:
        self._desk, self._memory, self._responder = desk, memory, responder

    # ------------------------------------------------------------------ what comes in

    @app_commands.command(name="desk", description="What I refused, what was voted down, and what to do")
    @app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    @app_commands.default_permissions(manage_guild=True)
    async def desk(self, called: Called) -> None:
        """/desk: the desk, to the caller alone."""
        if not await self._may(called):
            return
        await self._responder.defer(called, ephemeral=True, thinking=True)
        await self._list(called)

    @commands.Cog.listener()
    async def on_desk_press(self, pressed: Pressed, button: DeskButton) -> None:
        """A button of the desk was pressed."""
        if await self._responder.admit(pressed):
            await self._responder.handle(pressed, self._press(pressed, button))

    @commands.Cog.listener()
    async def on_interaction(self, sent: Pressed) -> None:
        """A form of the desk was sent in; other interactions go elsewhere."""
        form = form_sent(sent.data or {}) if sent.type is discord.InteractionType.modal_submit else None
        if form is not None and await self._responder.admit(sent):
            await self._responder.handle(sent, self._take(sent, *form))

    async def _may(self, interaction: Pressed) -> bool:
        """Whether somebody may manage the server that they write from; who may not is told so."""
        may = interaction.guild_id is not None and interaction.permissions.manage_guild
        if not may:
            await self._responder.tell(interaction, plain_reply(NOT_YOURS))
        return may

    async def _press(self, pressed: Pressed, button: DeskButton) -> None:
        """Do what a button says, all of it in the presser's own server, for who may manage that."""
        if not await self._may(pressed):
            return
        at_once = {"addfact": self._open_fact, "addgolden": self._open_golden, "export": self._export}
        if button.what in at_once:
            await at_once[button.what](pressed, button.key)
            return
        shows: dict[str, Callable[[Pressed, str, int], Awaitable[None]]] = {
            "list": self._list, "asked": self._most, "facts": self._facts, "golden": self._golden,
            "open": self._open, "dismiss": self._dismiss, "dropfact": self._drop_fact,
            "dropgolden": self._drop_golden,
        }  # fmt: skip
        if button.what not in shows:  # a button of a version that knew more
            await self._responder.tell(pressed, plain_reply(GONE))
            return
        await self._responder.defer(pressed)
        await shows[button.what](pressed, button.key, button.page)

    async def _take(self, sent: Pressed, what: str, key: str, filled: dict[str, str]) -> None:
        """Keep what a form says, and say what became of it to the one who sent it, if they may."""
        if not await self._may(sent):
            return
        guild = sent.guild_id or 0
        await self._responder.defer(sent, ephemeral=True, thinking=True)
        if what == "fact":
            said = await self._desk.add_fact(guild, filled)
        else:
            said = await self._desk.add_golden(guild, key, filled)
        await sent.edit_original_response(view=views.plain(plain_reply(said)))

    # ------------------------------------------------------------------ what is shown

    async def _show(self, to: Pressed, layout: ui.LayoutView, files: Sequence[discord.File] = ()) -> None:
        await to.edit_original_response(view=layout, attachments=files)

    async def _list(self, to: Pressed, _: str = "", page: int = 0) -> None:
        guild, now = to.guild_id or 0, to.created_at.timestamp()
        days, groups = await self._desk.days(guild, now), await self._desk.to_review(guild, now)
        page = min(page, shown.last_page(groups))
        drawn = page == 0 and any(day.asked for day in days) and can_draw()
        files = [discord.File(io.BytesIO(chart(days)), shown.PICTURE)] if drawn else []
        layout = shown.listed(groups, days, page, keep_days=self._desk.keep_days, picture=drawn)
        await self._show(to, layout, files)

    async def _open(self, to: Pressed, key: str, page: int) -> None:
        guild = to.guild_id or 0
        group = await self._desk.group(guild, key, to.created_at.timestamp())
        if group is None:
            await self._responder.tell(to, plain_reply(GONE))
            return
        quote = await self._desk.offered_quote(guild, group.key)
        await self._show(to, shown.opened(group, page, quote))

    async def _most(self, to: Pressed, *_: object) -> None:
        guild, now = to.guild_id or 0, to.created_at.timestamp()
        asked, quoted = await self._desk.most_asked(guild, now), await self._desk.most_quoted(guild, now)
        await self._show(to, shown.most(asked, quoted))

    async def _facts(self, to: Pressed, _: str, page: int) -> None:
        known = await self._desk.facts(to.guild_id or 0)
        await self._show(to, shown.facts(known, min(page, shown.last_page(known))))

    async def _golden(self, to: Pressed, _: str, page: int) -> None:
        guild = to.guild_id or 0
        known = await self._desk.golden(guild)
        await self._show(to, shown.golden(known, min(page, shown.last_page(known)), guild))

    # ------------------------------------------------------------------ what is done

    async def _open_fact(self, pressed: Pressed, key: str) -> None:
        quote = await self._desk.offered_quote(pressed.guild_id or 0, key)
        await pressed.response.send_modal(fact_form(key, quote))

    async def _open_golden(self, pressed: Pressed, key: str) -> None:
        question = await self._desk.offered_question(pressed.guild_id or 0, key)
        if question is None:
            await self._responder.tell(pressed, plain_reply(GONE))
            return
        await pressed.response.send_modal(golden_form(key, question))

    async def _dismiss(self, pressed: Pressed, key: str, page: int) -> None:
        guild = pressed.guild_id or 0
        group = await self._desk.group(guild, key, pressed.created_at.timestamp())
        if group is None:
            await self._responder.tell(pressed, plain_reply(GONE))
            return
        await self._desk.dismiss(guild, group)
        await self._list(pressed, key, page)

    async def _drop_fact(self, pressed: Pressed, key: str, page: int) -> None:
        guild = pressed.guild_id or 0
        await self._memory.call(lambda memory: memory.drop_fact(guild, key))
        await self._facts(pressed, key, page)

    async def _drop_golden(self, pressed: Pressed, key: str, page: int) -> None:
        guild = pressed.guild_id or 0
        await self._memory.call(lambda memory: memory.drop_golden(guild, key))
        await self._golden(pressed, key, page)

    async def _export(self, pressed: Pressed, _: str) -> None:
        """Two files to the presser alone, of the questions that are on the desk and dismissed."""
        await self._responder.defer(pressed, ephemeral=True, thinking=True)
        groups = await self._desk.groups(pressed.guild_id or 0, pressed.created_at.timestamp())
        if not groups:
            await pressed.edit_original_response(view=views.plain(plain_reply(NOTHING)))
            return
        names = {"desk.csv": as_csv(groups), "desk.jsonl": as_jsonl(groups)}
        files = [discord.File(io.BytesIO(content), name) for name, content in names.items()]
        await pressed.edit_original_response(view=shown.exported([*names]), attachments=files)
