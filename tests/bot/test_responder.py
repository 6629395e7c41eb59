"""Who asks too often is told when to ask again; what is taken is deferred at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import discord
import pytest

from bot.limits import COMMANDS_PER_MINUTE
from index import Engine

from .stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from simcord import Env

    from bot.client import Rapporteur
    from index import Outcome

    from .stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")
REFUSAL = re.compile(r"That is a lot of questions\. Please ask again <t:(\d+):R>\.")


@pytest.mark.settings(questions_per_minute=2)
async def test_who_asks_too_often_is_told_when_to_ask_again(stage: Stage) -> None:
    """Once in words that go when the time is up, then with a sign; others are answered meanwhile."""
    for _ in range(2):
        await stage.mention(YUAN)
    third, fourth = await stage.mention(YUAN), await stage.mention(YUAN)
    assert len(stage.replies()) == 3
    at = int(REFUSAL.fullmatch(shown(stage.reply))[1])
    assert 0 < at - third.created_at.timestamp() <= 61
    assert [r.emoji for r in _message(stage, fourth.id).reactions] == ["⏳"]
    await stage.mention(YUAN, stage.bob)
    assert shown(stage.reply).startswith(RISE)
    await stage.env.advance_time(61)
    assert not any(REFUSAL.fullmatch(shown(reply)) for reply in stage.replies())
    await stage.mention(YUAN)
    assert shown(stage.reply).startswith(RISE)


def _message(stage: Stage, key: int) -> discord.Message:
    return next(m for m in stage.channel.history() if m.id == key)


@pytest.mark.settings(questions_per_minute=1)
@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("ask", {"question": YUAN}), ("fact", {"topic": "Venue"}), ("quote", {"speaker": "Xi"}),
        ("quote", {"speaker": "Xi", "about": "trade"}), ("timeline", {}), ("who", {"name": "Xi"}),
        ("sources", {}), ("why", {}), ("help", {}), ("forget-me", {}),
    ],
)  # fmt: skip
async def test_a_command_is_refused_before_it_is_deferred(
    stage: Stage, command: str, options: dict[str, object]
) -> None:
    """Any: the refusal is the first response, and only the caller sees it."""
    await stage.mention(YUAN)
    result = await stage.alice.slash(stage.channel, command, **options)
    assert (result.deferred, result.ephemeral) == (False, True)
    assert REFUSAL.fullmatch(said(result))


@pytest.mark.settings(questions_per_minute=1)
async def test_moderators_commands_have_a_limit_of_their_own(stage: Stage) -> None:
    """They are no questions, and aren't called so; questions don't count with them."""
    role = stage.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    moderator = stage.guild.add_member(stage.env.create_user("mod"), roles=[role])
    await stage.mention(YUAN, moderator)
    commands = ("settings show", "articles list", "desk")
    for n in range(COMMANDS_PER_MINUTE):
        result = await moderator.slash(stage.channel, commands[n % 3])
        assert "a lot" not in said(result)
    result = await moderator.slash(stage.channel, "articles list")
    assert (result.deferred, result.ephemeral) == (False, True)
    assert re.fullmatch(r"That is a lot at once\. Please go on <t:\d+:R>\.", said(result))
    await stage.env.advance_time(61)
    assert "no articles of its own" in said(await moderator.slash(stage.channel, "articles list"))


@pytest.mark.settings(channel_questions_per_minute=1)
async def test_a_channel_has_a_limit_of_its_own(stage: Stage) -> None:
    """Many people at once in one channel are slowed there, and nowhere else."""
    other = stage.guild.create_text_channel("other")
    await stage.mention(YUAN)
    await stage.mention(YUAN, stage.bob)
    assert REFUSAL.fullmatch(shown(stage.reply))
    await stage.mention(YUAN, stage.bob, channel=other)
    assert shown(stage.replies(other)[-1]).startswith(RISE)


class Watching(Engine):
    """An engine that notes what Discord had been told when a question came to it."""

    def __init__(self, engine: Engine, env: Env) -> None:
        super().__init__(engine.store, engine.encoder)
        self._env, self.told = env, []

    def ask(self, *args: object, **options: object) -> Outcome:
        self.told = [request.json for request in self._env.http_requests if "/callback" in request.path]
        return super().ask(*args, **options)


async def test_a_command_is_deferred_before_the_engine_is_asked(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine
) -> None:
    """However long an answer takes, Discord has its first response."""
    watching = Watching(engine, stage.env)
    await stage.restarted(make_bot(watching))
    await stage.alice.slash(stage.channel, "ask", question=YUAN)
    assert watching.told == [{"type": 5}]
