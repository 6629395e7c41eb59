"""What the tests of a server's articles share: files, editors, and what hands on what was attached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

from bot.demo.cdn import SimulatedCdn
from bot.saying.article_buttons import ArticleButton

from .articles import seen
from .stage import said

if TYPE_CHECKING:
    from simcord import ChannelHandle, GuildHandle, InteractionResult, MemberActor

    from .stage import Stage

HARBOR = b"""---
title: Harbor opens
source: The Gazette
author: Rita Sole
published: 2024-03-03
---
Mayor Ana Lima said on Monday that the harbor of Osio will open on March 5.

The ferry to Brava costs 12 crowns. It sails twice a day.
"""
FARE = "How much does the ferry to Brava cost?"
FERRY = (
    b"---\ntitle: Ferry stops\n---\nTransport Minister Tom Ruiz said the ferry to Brava will stop in June.\n"
)


def editor(stage: Stage, name: str = "erin", guild: GuildHandle | None = None) -> MemberActor:
    """Somebody who may manage the server."""
    stage.bot.services.articles.cdn = SimulatedCdn(stage.env)
    place = guild or stage.guild
    role = place.create_role(f"{name}s", permissions=discord.Permissions(manage_guild=True))
    return place.add_member(stage.env.create_user(name), roles=[role])


async def add(
    stage: Stage,
    by: MemberActor,
    data: bytes = HARBOR,
    name: str = "harbor.md",
    channel: ChannelHandle | None = None,
) -> InteractionResult:
    """Add a file to the articles of a server."""
    return await by.slash(channel or stage.channel, "articles add", file=(name, data))


def titles(stage: Stage, guild: int | None = None) -> list[str]:
    """The titles of a server's own articles, as the index has them."""
    return [document.title for document in stage.engine.documents([str(guild or stage.guild.id)])]


def told(result: InteractionResult) -> str:
    """What a command or press was answered with, as it is read, in one line."""
    return " ".join(seen(said(result)).split())


async def buttons_of(stage: Stage, channel: ChannelHandle, *given: tuple[str, str, str]) -> Any:
    """A message of the bot's in a channel with such buttons as are given by what, key and extra."""
    layout = discord.ui.LayoutView(timeout=None)
    for what, key, extra in given:
        layout.add_item(discord.ui.ActionRow(ArticleButton(what, key, extra, label=what)))
    target = stage.bot.get_channel(channel.id) or stage.bot.get_partial_messageable(channel.id)
    return await target.send(view=layout)
