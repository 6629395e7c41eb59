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
        "**Channels where a question needs no mention**: none\n**Threads for answers**: no\n"
        "**Answers**: quotes\n**Who may change the articles**: who may manage the server"
    )
    result = await owner.slash(stage.channel, "settings listen", channel=stage.channel)
    assert f"**: <#{stage.channel.id}>\n-# I don't hear it yet" in said(result)
    result = await owner.slash(stage.channel, "settings threads", on=True)
    assert "**Threads for answers**: yes\n" in said(result)
    result = await owner.slash(stage.channel, "settings answers", form="written")
    assert (
        "**Answers**: written\n-# They stay quotes: whoever runs me has to give me a language model, "
        "RAPPORTEUR_LLM=write."
    ) in said(result)
