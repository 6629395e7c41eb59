"""/settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from ..stage import said

if TYPE_CHECKING:
    from ..stage import Stage


async def test_settings_are_for_managers(stage: Stage) -> None:
    """Who may not manage the server doesn't even see /settings; who may sees and changes them."""
    assert "settings show" not in stage.alice.available_commands(stage.channel)
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    owner = stage.guild.add_member(stage.env.create_user("owner"), roles=[role])
    result = await owner.slash(stage.channel, "settings show")
    assert said(result) == (
        "**Where I may speak**: everywhere\n**Who may ask**: everybody\n"
        "**Channels where a question needs no mention**: none\n**Forums whose posts I answer**: none\n"
        "**New articles are told**: no\n**Threads for answers**: no\n"
        "**Who may change the articles**: who may manage the server\n**Answers**: quotes"
    )
    result = await owner.slash(stage.channel, "settings listen", channel=stage.channel)
    assert f"**: <#{stage.channel.id}>\n-# I don't hear it yet" in said(result)
    result = await owner.slash(stage.channel, "settings threads", on=True)
    assert "**Threads for answers**: yes\n" in said(result)
    result = await owner.slash(stage.channel, "settings answers", form="written")
    assert (
        "**Answers**: written\n-# They stay quotes: whoever runs me has to give me a language model, "
        "RAPPORTEUR_LLM=write."
    )


async def test_lists_are_shown(stage: Stage) -> None:
    """A few stand in the line, many below it; each is for its server alone."""
    role = stage.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
    owner = stage.guild.add_member(stage.env.create_user("owner"), roles=[role])
    category = stage.guild.create_category("Talks")
    result = await owner.slash(stage.channel, "settings channels", mode="not", channel=category)
    assert f"**Where I may speak**: not in <#{category.id}>\n" in said(result)
    result = await owner.slash(stage.channel, "settings channels", mode="all", channel=category)
    assert "**Where I may speak**: everywhere\n" in said(result)
    result = await owner.slash(stage.channel, "settings roles", role=role)
    assert f"**Who may ask**: <@&{role.id}>\n" in said(result)
    channels = [stage.guild.create_text_channel(f"channel-{n}").id for n in range(20)]
    await stage.bot.services.servers.set(stage.guild.id, "channels", {"mode": "only", "only": channels})
    result = await owner.slash(stage.channel, "settings show")
    listed = " ".join(f"<#{channel}>" for channel in channels)
    assert f"**Where I may speak**: only in 20 channels\n> {listed}\n**Who" in said(result)
    assert await stage.bot.services.servers.settings(stage.guild.id + 1) == {}
