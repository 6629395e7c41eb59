"""Whoever isn't a manager of the server, in that server, sees and changes nothing of its desk: by no command,
button, form or autocomplete, with ids that were guessed or learnt.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import discord
import pytest
from discord import ui
from simcord import SetupError

from bot.cogs.desk import NOT_YOURS
from bot.cogs.presses import FORGOTTEN
from bot.desk import ADDED, GONE, TWICE
from bot.memory.curated import Golden
from bot.saying.buttons import Button
from bot.saying.desk_buttons import TABS, DeskButton
from bot.saying.desk_forms import fact_form, golden_form
from bot.saying.reasons import NO_VOTE, REASONS
from index import Fact

from .stage import components, said

if TYPE_CHECKING:
    from simcord import ChannelHandle, InteractionResult, MemberActor, UserHandle

    from .stage import Stage

WORD = "zanzibar"
"""Stands in all that the server has on its desk, and nowhere else."""

REFUSED, DISLIKED = f"How do I bake bread in {WORD}?", f"What happened to the yuan, {WORD}?"
VENUE = "The meeting, held at a South Korean air base"
FACT, GOLDEN = "f" * 16, "e" * 16

ACTIONS = (*TABS, "open", "dismiss", "addfact", "addgolden", "dropfact", "dropgolden", "export", "other")
PAGES = (0, 1, 999_999)


class Attacker(NamedTuple):
    """Somebody, and a message of the bot's with the buttons that they want."""

    who: MemberActor | UserHandle
    where: tuple[ChannelHandle, ...]
    place: Any
    manages: bool

    async def press(self, button: Any) -> InteractionResult:
        """Press a button that the bot never gave them: one under a message that it was made to send."""
        layout = ui.LayoutView(timeout=None)
        layout.add_item(ui.ActionRow(button))
        message = await self.place.send(view=layout)
        return await self.who.click(message, custom_id=button.custom_id)


@pytest.fixture
async def desk(stage: Stage) -> Stage:
    """A server with something of each kind on its desk."""
    await stage.mention(REFUSED)
    await stage.env.advance_time(1)
    await stage.mention(DISLIKED)
    memory, guild = stage.memory, stage.guild.id
    answer = memory.in_reply(stage.reply.id)
    quote = {"quote": f"The {WORD} was opened.", "collection": str(guild), "document": "other"}
    quote |= {"start": 0, "end": 20}
    memory.keep(replace(answer, record=answer.record | {"quotes": [quote]}))
    memory.vote(answer.id, stage.bob.id, -1)
    memory.add_fact(guild, Fact(FACT, f"Venue of {WORD}", WORD, VENUE, "trump-xi-busan-2025"))
    memory.add_golden(guild, Golden(GOLDEN, f"Who is {WORD}?", WORD))
    return stage


@pytest.fixture(params=["a member", "a manager of another server", "a manager in direct messages"])
async def attacker(desk: Stage, request: pytest.FixtureRequest) -> Attacker:
    if request.param == "a member":
        return Attacker(desk.bob, (desk.channel,), desk.bot.get_channel(desk.channel.id), manages=False)
    guild = desk.guild if request.param.endswith("messages") else desk.env.create_guild("Other")
    role = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    member = guild.add_member(desk.env.create_user("eve"), roles=[role])
    if guild is desk.guild:
        message = await member.send_dm("hello")
        return Attacker(member.user, (), message.channel, manages=False)
    channel = guild.create_text_channel("elsewhere")
    return Attacker(member, (channel,), desk.bot.get_channel(channel.id), manages=True)


def state(stage: Stage) -> list[Any]:
    """All that the server has on its desk, and its votes."""
    memory, guild = stage.memory, stage.guild.id
    return [
        memory.facts(guild),
        memory.golden(guild),
        memory.to_review(guild, 0.0, 99),
        memory.days(guild, 0.0),
    ]


def told(result: InteractionResult) -> str:
    """Everything that somebody was answered with, forms and the names of files included."""
    messages = [*filter(None, [result.response]), *result.followups]
    parts = [str(components(message)) + str(message.attachments) for message in messages]
    return " ".join([*parts, str(result.modal)])


def keys(stage: Stage) -> list[str]:
    """The ids of what is on the desk, as one who learnt them has them, and none."""
    return [*(question.key for question in stage.memory.to_review(stage.guild.id, 0.0, 99)), FACT, GOLDEN, ""]


async def test_no_button(desk: Stage, attacker: Attacker) -> None:
    """Each button with each key on several pages: nothing is shown of it, and all stays as it is."""
    before = state(desk)
    assert len(before[2]) == 2
    for what, key, page in product(ACTIONS, keys(desk), PAGES):
        result = await attacker.press(DeskButton(what, key, page, label="x"))
        assert WORD not in told(result), (what, key)
        if not attacker.manages:
            assert said(result) == NOT_YOURS
            assert result.ephemeral
    assert state(desk) == before


@pytest.mark.parametrize(
    ("make", "filled"),
    [
        (fact_form, {"topic": "A", "answer": "An air base", "quote": VENUE}),
        (golden_form, {"question": "Who?", "quote": ""}),
    ],
)
async def test_no_form(desk: Stage, attacker: Attacker, make: Any, filled: dict[str, str]) -> None:
    """A form that the bot never showed is refused, or is about the sender's own server."""
    before = state(desk)
    for key in keys(desk):
        opened = await attacker.press(DeskButton("other", label="x"))
        opened._interaction.modal = make(key, "").to_dict()  # noqa: SLF001
        result = await attacker.who.submit_modal(opened, filled)
        expected = (ADDED, TWICE) if make is fact_form else (GONE,)
        assert said(result) in (expected if attacker.manages else (NOT_YOURS,))
        assert WORD not in told(result)
    assert state(desk) == before


async def test_no_reason(desk: Stage, attacker: Attacker) -> None:
    """Nobody gives another's reason, nor one from another place."""
    before = state(desk)
    for key, reason in product(keys(desk), (*REASONS, "odd")):
        result = await attacker.press(Button("reason", key, reason, label="x"))
        in_place = attacker.who is desk.bob and key == keys(desk)[0] and reason in REASONS
        assert in_place or said(result) in (FORGOTTEN, NO_VOTE)
    after = state(desk)
    if attacker.who is desk.bob:  # whose own vote it is
        assert after[2][0].reasons == {"other": 1}
        after[2][0].reasons.clear()
    assert after == before


async def test_no_command(desk: Stage, attacker: Attacker) -> None:
    """Nor by /desk, nor by /fact and what it offers in another server or in direct messages."""
    if attacker.who is desk.bob:
        return  # a member may find the facts of their server
    before = state(desk)
    for command, option in (("fact", "topic"), ("ask", "question"), ("quote", "speaker"), ("who", "name")):
        for typed in ("", "ven", WORD, f"Venue of {WORD}"):
            offered = await attacker.who.autocomplete(*attacker.where, command, option, typed)
            assert WORD not in str(offered)
    found = await attacker.who.slash(*attacker.where, "fact", topic=f"Venue of {WORD}")
    assert WORD not in told(found).replace(f"“Venue of {WORD}”", "")
    if attacker.manages:
        assert "0 asked" in said(await attacker.who.slash(*attacker.where, "desk"))
    else:
        with pytest.raises(SetupError):
            await attacker.who.slash(*attacker.where, "desk")
    assert state(desk) == before


async def test_a_member_whom_the_server_lets_use_the_command(desk: Stage) -> None:
    """Sees nothing all the same without the permission to manage the server; who has it doesn't notice."""
    with pytest.raises(SetupError):
        await desk.bob.slash(desk.channel, "desk")
    desk.guild.set_command_permissions(desk.bot.command_ids["desk"], {desk.bob: True})
    result = await desk.bob.slash(desk.channel, "desk")
    assert (result.ephemeral, said(result)) == (True, NOT_YOURS)
