"""Where a server lets the bot speak, and whom it lets ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from simcord import ChannelHandle

from bot.access import NOT_HERE, NOT_YOU
from bot.cogs.moderation import NOWHERE

from .stage import buttons, pressing, said, shown

if TYPE_CHECKING:
    from .stage import Stage

YUAN = "What happened to the yuan?"
ROSE = "China’s yuan rose"


async def owner_of(stage: Stage) -> Any:
    """Who may manage the server."""
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    return stage.guild.add_member(stage.env.create_user("owner"), roles=[role])


def silent(stage: Stage, asked: discord.Message, channel: ChannelHandle | None = None) -> bool:
    """Whether nothing was said to a message, put on it, or kept of it."""
    (message,) = [m for m in (channel or stage.channel).history() if m.id == asked.id]
    said_nothing = stage.replies(channel) == [] and message.reactions == []
    return said_nothing and stage.memory.to_question(asked.id) is None


async def test_only_in_some_channels(stage: Stage) -> None:
    """Elsewhere a mention gets no answer and no sign, and a command is told why, to its caller alone."""
    owner, other = await owner_of(stage), stage.guild.create_text_channel("other")
    await owner.slash(stage.channel, "settings channels", mode="only", channel=other)
    assert silent(stage, await stage.mention(YUAN))
    for command, options in (("ask", {"question": YUAN}), ("brief", {}), ("sources", {})):
        result = await stage.alice.slash(stage.channel, command, **options)
        assert (result.ephemeral, result.deferred, said(result)) == (True, False, NOT_HERE)
    claim = await stage.bob.send(stage.channel, "Stock markets hit record levels")
    menu = await stage.alice.context_menu(stage.channel, "Check against the articles", claim)
    assert said(menu) == NOT_HERE
    await stage.mention(YUAN, channel=other)
    assert ROSE in shown(stage.replies(other)[-1])
    assert ROSE in said(await stage.alice.slash(other, "ask", question=YUAN))


async def test_not_in_some_channels(stage: Stage) -> None:
    """Each mode has a list of its own, and "all" ends both."""
    owner, other = await owner_of(stage), stage.guild.create_text_channel("other")
    await owner.slash(stage.channel, "settings channels", mode="only", channel=other)
    await owner.slash(stage.channel, "settings channels", mode="not", channel=other)
    assert silent(stage, await stage.mention(YUAN, channel=other), other)
    await stage.mention(YUAN)
    assert ROSE in shown(stage.reply)
    await owner.slash(stage.channel, "settings channels", mode="not", channel=other, on=False)
    await stage.mention(YUAN, channel=other)
    assert len(stage.replies(other)) == 1
    await owner.slash(stage.channel, "settings channels", mode="only")
    third = stage.guild.create_text_channel("third")
    assert silent(stage, await stage.mention(YUAN, channel=third), third)
    await owner.slash(stage.channel, "settings channels", mode="all")
    await stage.mention(YUAN)
    assert len(stage.replies()) == 2


async def test_it_is_not_silenced_by_mistake(stage: Stage) -> None:
    """A list of the only channels that has none, or loses its last, is refused, and nothing is changed."""
    owner, other = await owner_of(stage), stage.guild.create_text_channel("other")
    assert said(await owner.slash(stage.channel, "settings channels", mode="only")) == NOWHERE
    await stage.mention(YUAN)
    assert ROSE in shown(stage.reply)
    await owner.slash(stage.channel, "settings channels", mode="only", channel=other)
    last = await owner.slash(stage.channel, "settings channels", mode="only", channel=other, on=False)
    assert said(last) == NOWHERE
    await stage.mention(YUAN, channel=other)
    assert ROSE in shown(stage.replies(other)[-1])


async def test_a_category_counts_for_its_channels_and_they_for_their_threads(stage: Stage) -> None:
    """Of a thread in a channel of a category, any of the three may be meant."""
    owner, category = await owner_of(stage), stage.guild.create_category("Talks")
    inside = stage.guild.create_text_channel("inside", category=category)
    created = stage.env.backend.create_thread(inside.id, owner_id=stage.bob.id, name="talks")
    thread = ChannelHandle(stage.env, stage.guild, created)
    await stage.env.settle()
    await owner.slash(stage.channel, "settings channels", mode="not", channel=category)
    for place in (inside, thread):
        assert silent(stage, await stage.mention(YUAN, channel=place), place)
        assert said(await stage.alice.slash(place, "ask", question=YUAN)) == NOT_HERE
    await owner.slash(stage.channel, "settings channels", mode="only", channel=inside)
    await stage.mention(YUAN, channel=thread)
    assert ROSE in shown(stage.replies(thread)[-1])
    assert silent(stage, await stage.mention(YUAN))


async def test_where_questions_need_no_mention(stage: Stage) -> None:
    """It doesn't listen where it may not speak."""
    await stage.bot.services.servers.set(stage.guild.id, "listen", [stage.channel.id])
    await stage.bot.services.servers.set(stage.guild.id, "channels", {"mode": "only", "only": []})
    assert silent(stage, await stage.mention(YUAN))


async def test_what_stays_usable_everywhere(stage: Stage) -> None:
    """/why, /help, /forget-me and, for managers, /settings: what asks nothing."""
    owner = await owner_of(stage)
    await stage.mention(YUAN)
    await stage.bot.services.servers.set(stage.guild.id, "channels", {"mode": "only", "only": []})
    role = stage.guild.create_role("askers")
    await owner.slash(stage.channel, "settings roles", role=role)
    for command in ("why", "help", "forget-me"):
        assert said(await stage.alice.slash(stage.channel, command)) not in (NOT_HERE, NOT_YOU)
    assert "nowhere" in said(await owner.slash(stage.channel, "settings show"))


async def test_some_roles_may_ask(stage: Stage) -> None:
    """Who has none of them is told so on a command alone, and isn't answered; naming none lets everybody."""
    owner, role = await owner_of(stage), stage.guild.create_role("askers")
    asker = stage.guild.add_member(stage.env.create_user("carol"), roles=[role])
    await owner.slash(stage.channel, "settings roles", role=role)
    assert silent(stage, await stage.mention(YUAN))
    result = await stage.alice.slash(stage.channel, "ask", question=YUAN)
    assert (result.ephemeral, said(result)) == (True, NOT_YOU)
    await stage.mention(YUAN, asker)
    assert ROSE in shown(stage.reply)
    assert ROSE in said(await asker.slash(stage.channel, "ask", question=YUAN))
    await owner.slash(stage.channel, "settings roles")
    await stage.mention(YUAN)
    assert ROSE in shown(stage.reply)


async def test_a_suggestion_is_a_question_too(stage: Stage) -> None:
    """Who may not ask can't by pressing what is offered either; what stands is for all to look into."""
    owner, role = await owner_of(stage), stage.guild.create_role("askers")
    await stage.mention("hello!")
    offered = pressing(stage.reply, buttons(stage.reply)[-1])
    await owner.slash(stage.channel, "settings roles", role=role)
    pressed = await stage.alice.click(stage.reply, custom_id=offered)
    assert (pressed.ephemeral, said(pressed)) == (True, NOT_YOU)


async def test_an_edit_where_it_may_no_longer_speak(stage: Stage) -> None:
    """The answer stays as it was, and goes with its question as ever."""
    asked = await stage.mention(YUAN)
    await stage.bot.services.servers.set(stage.guild.id, "channels", {"mode": "only", "only": []})
    await stage.alice.edit(asked, f"{stage.me} What is fentanyl?")
    assert ROSE in shown(stage.reply)
    await stage.alice.delete(asked)
    assert stage.replies() == []


async def test_an_edit_of_somebody_who_may_ask(stage: Stage) -> None:
    """It is followed, where roles are named too."""
    role = stage.guild.create_role("askers")
    asker = stage.guild.add_member(stage.env.create_user("carol"), roles=[role])
    await stage.bot.services.servers.set(stage.guild.id, "roles", [role.id])
    asked = await stage.mention(YUAN, asker)
    await asker.edit(asked, f"{stage.me} What is fentanyl?")
    assert "a synthetic opioid" in shown(stage.reply)


@pytest.mark.parametrize("setting", ["channels", "roles"])
async def test_what_is_gone_opens_nothing(stage: Stage, setting: str) -> None:
    """Where the only channel, or role, that was named is deleted, it keeps silent, says so in /settings,
    and the next change clears the list."""
    owner = await owner_of(stage)
    if setting == "channels":
        other = stage.guild.create_text_channel("other")
        await owner.slash(stage.channel, "settings channels", mode="only", channel=other)
        stage.env.backend.delete_channel(other.id)
        line, change = "**Where I may speak**: nowhere\n-# 1 on the list is gone", {"channel": stage.channel}
    else:
        role = stage.guild.create_role("askers")
        await owner.slash(stage.channel, "settings roles", role=role)
        stage.env.backend.delete_role(stage.guild.id, role.id)
        line, change = "**Who may ask**: nobody\n-# 1 on the list is gone", {"role": stage.guild.default_role}
    await stage.env.settle()
    assert silent(stage, await stage.mention(YUAN))
    assert line in said(await owner.slash(stage.channel, "settings show"))
    mode = {"mode": "only"} if setting == "channels" else {}
    assert "gone" not in said(await owner.slash(stage.channel, f"settings {setting}", **mode, **change))
    await stage.mention(YUAN)
    assert ROSE in shown(stage.reply)


async def test_other_servers_and_direct_messages(stage: Stage) -> None:
    """What one server chose is for it alone."""
    servers = stage.bot.services.servers
    await servers.set(stage.guild.id, "channels", {"mode": "only", "only": []})
    await servers.set(stage.guild.id, "roles", [1])
    other = stage.env.create_guild("Other")
    channel, carol = other.create_text_channel("general"), other.add_member(stage.env.create_user("carol"))
    await carol.send(channel, f"{stage.me} {YUAN}")
    assert ROSE in shown(stage.replies(channel)[-1])
    assert ROSE in said(await carol.slash(channel, "ask", question=YUAN))
    await stage.alice.send_dm(YUAN)
    direct = stage.replies(stage.alice.user.dm_channel, viewer=stage.alice.user)
    assert ROSE in shown(direct[-1])
    assert ROSE in said(await stage.alice.user.slash("ask", question=YUAN))


@pytest.mark.settings(questions_per_minute=1)
async def test_what_is_not_taken_does_not_count(stage: Stage) -> None:
    """A question where it may not speak leaves the next one its turn."""
    other = stage.guild.create_text_channel("other")
    await stage.bot.services.servers.set(stage.guild.id, "channels", {"mode": "only", "only": [other.id]})
    await stage.mention(YUAN)
    await stage.alice.slash(stage.channel, "ask", question=YUAN)
    await stage.mention(YUAN, channel=other)
    assert ROSE in shown(stage.replies(other)[-1])
