"""The program in a process of its own, and a Discord on the loopback address: what only sockets show."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import pytest_asyncio

from .loopback.server import LoopbackDiscord
from .loopback.started import QUESTION, QUOTE, STARTS_WITHIN, Start, asked, replies, starter, told

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from .loopback.world import Channel

POST = ("POST", "/channels/*/messages")
SYNC = ("PUT", "/applications/*/commands")
STARTING = [("GET", "/users/@me"), ("GET", "/gateway/bot"), ("IDENTIFY", "gateway")]

FAULTS: dict[str, dict[str, Any]] = {
    "a rate limit": {"status": 429, "retry_after": 0.4},
    "a block": {"status": 429, "via": False, "retry_after": 1.0},
    "an error after the deed": {"status": 502, "done": True},
    "another that discord.py gives up at": {"status": 503, "done": True},
    "a connection cut after the deed": {"done": True, "cut": True},
}

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def discord() -> AsyncIterator[LoopbackDiscord]:
    """A Discord that has all that the bot asks of it."""
    async with LoopbackDiscord() as discord:
        yield discord
    assert discord.unknown == []


@pytest.fixture
def channel(discord: LoopbackDiscord) -> Channel:
    """A channel of a server that the bot is in."""
    return discord.channel(discord.guild("Summit"))


@pytest.fixture
def start(discord: LoopbackDiscord, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts a bot of the test's own."""
    return starter(discord, tmp_path, tmp_path_factory)


class Running(NamedTuple):
    """A bot that is ready, and what it is connected to; of ``others`` there is a channel for each fault."""

    discord: LoopbackDiscord
    channel: Channel
    others: list[Channel]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Running]:
    """One bot for the tests that leave it as it was."""
    async with LoopbackDiscord() as discord:
        guild = discord.guild("Summit")
        channel, *others = [discord.channel(guild, name) for name in ("general", *FAULTS)]
        async with starter(discord, tmp_path_factory.mktemp("bot"), tmp_path_factory)():
            await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
            await discord.request(*SYNC, timeout=STARTS_WITHIN)
            yield Running(discord, channel, others)
    assert discord.unknown == []


@pytest.fixture
def running(shared: Running) -> Running:
    """The shared bot, with nothing of an earlier test left to take."""
    shared.discord.take_all()
    return shared


async def test_a_mention_is_answered(running: Running) -> None:
    """Once it is ready, a mention is replied to with the quotation, and nobody is pinged."""
    discord, channel, _ = running
    question = await asked(discord, channel)
    reply = await question.answered()
    assert QUOTE in str(reply.message)
    assert reply.message["message_reference"]["message_id"] == question.id
    assert reply.message["mentions"] == []


async def test_a_reply_that_goes_wrong_on_the_way(running: Running) -> None:
    """It is sent again, not before it may be, under the same nonce, so that one reply stands: the answer."""
    async with asyncio.TaskGroup() as group:
        for channel, fault in zip(running.others, FAULTS.values(), strict=True):
            group.create_task(goes_wrong(running.discord, channel, fault), name=channel.name)


async def goes_wrong(discord: LoopbackDiscord, channel: Channel, fault: dict[str, Any]) -> None:
    """What is asked in the channel, whose first reply meets the fault."""
    post = ("POST", f"/channels/{channel.id}/messages")
    discord.fail(*post, **fault)
    question = await asked(discord, channel)
    first, second = await discord.request(*post), await discord.request(*post)
    (stands,) = replies(discord, question)
    assert QUOTE in stands, channel.name
    assert first.body == second.body, channel.name
    assert first.body["enforce_nonce"], channel.name
    assert second.at - first.at >= fault.get("retry_after", 0), channel.name


async def test_a_deferral_that_goes_wrong_on_the_way(running: Running) -> None:
    """Discord took it and answered with an error: the command is completed all the same."""
    discord, channel, _ = running
    discord.fail("POST", "/interactions/*/*/callback", 502, done=True)
    question = await discord.slash(channel, discord.user("Ana"), "ask", question=QUESTION)
    await question.answered()
    (stands,) = replies(discord, question)
    assert QUOTE in stands


async def test_a_question_deleted_at_once(running: Running) -> None:
    """Deleted before it is answered: the answer, under way by then, goes too."""
    discord, channel, _ = running
    question = await asked(discord, channel)
    assert question.message is not None
    await discord.delete(question.message)
    await discord.request("DELETE", "/channels/*/messages/*")
    assert replies(discord, question) == []


async def test_what_was_asked_while_disconnected(running: Running) -> None:
    """A mention made while the connection was cut is answered, once, after the session is resumed."""
    discord, channel, _ = running
    discord.gateway.drop()
    question = await asked(discord, channel)
    await discord.heard("RESUME")
    await question.answered()
    assert len(replies(discord, question)) == 1


async def test_a_message_delivered_twice(running: Running) -> None:
    """At once and again later: one reply is posted, and no other is tried."""
    discord, channel, _ = running
    question = await asked(discord, channel)
    await discord.tell_again(question)
    await question.answered()
    await discord.tell_again(question)
    await (await asked(discord, channel)).answered()
    posted = [r for r in discord.requests if r.matches(*POST) and question.id in str(r.body)]
    assert len(posted) == 1


async def test_a_request_to_reconnect(running: Running) -> None:
    """What is asked while the bot reconnects at Discord's request is answered once."""
    discord, channel, _ = running
    await discord.gateway.reconnect()
    question = await asked(discord, channel)
    await discord.heard("RESUME")
    await question.answered()
    assert len(replies(discord, question)) == 1


async def test_an_invalid_session(running: Running) -> None:
    """A bot whose session is declared invalid begins another, in which it answers."""
    discord, channel, _ = running
    await discord.gateway.invalidate()
    await discord.heard("IDENTIFY", timeout=15)  # discord.py waits 5 s before it
    question = await asked(discord, channel)
    await question.answered()
    assert len(replies(discord, question)) == 1


async def test_a_wrong_token(discord: LoopbackDiscord, start: Start) -> None:
    """A token that Discord refuses ends the program with one line that names the setting."""
    async with start(DISCORD_TOKEN="MTIz.wrong.token") as bot:  # noqa: S106
        assert await bot.status(STARTS_WITHIN) == 1
        (line,) = told(bot)
        assert "DISCORD_TOKEN" in line
    assert [request.status for request in discord.requests] == [401]


async def test_a_discord_that_cannot_be_reached(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without a network the program says that it keeps trying, and is there when the network is."""
    async with LoopbackDiscord() as discord:
        start = starter(discord, tmp_path, tmp_path_factory)
    async with start() as bot:
        await bot.says("Discord can't be reached; trying again", STARTS_WITHIN)
        async with LoopbackDiscord(discord.port) as discord:
            discord.fail(*SYNC, 503)
            channel = discord.channel(discord.guild("Summit"))
            await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
            await (await asked(discord, channel)).answered(timeout=STARTS_WITHIN)
            assert told(bot) == []


async def test_an_intent_that_was_not_granted(discord: LoopbackDiscord, start: Start) -> None:
    """Message content asked for, but not switched on at Discord, ends it with one line on the intent."""
    async with start(MESSAGE_CONTENT="1") as bot:
        await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
        assert await bot.status(STARTS_WITHIN) == 1
        (line,) = told(bot)
        assert "MESSAGE_CONTENT" in line
        assert "Message Content Intent" in line


async def test_the_reply_under_way_is_finished(
    discord: LoopbackDiscord, channel: Channel, start: Start
) -> None:
    """Told to end while it waits for Discord to take a reply, the bot waits on, and ends well."""
    discord.fail(*POST, delay=0.5)
    async with start() as bot:
        await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
        question = await asked(discord, channel)
        reply = await discord.request(*POST)
        bot.terminate()
        assert await bot.status() == 0
    assert (reply.status, len(replies(discord, question))) == (200, 1)


async def test_a_kill_while_a_reply_is_posted(
    discord: LoopbackDiscord, channel: Channel, start: Start
) -> None:
    """The question is answered by the next start, once, and the answer goes with it."""
    discord.fail(*POST, delay=30)
    async with start() as bot:
        await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
        question = await asked(discord, channel)
        await discord.request(*POST)
        await bot.kill()
    discord.forget_nonces()
    async with start():
        await question.answered(STARTS_WITHIN)
        (stands,) = replies(discord, question)
        assert QUOTE in stands
        assert question.message is not None
        await discord.delete(question.message)
        await discord.request("DELETE", "/channels/*/messages/*")
    assert replies(discord, question) == []


async def test_a_stop_while_starting(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Told to end while Discord keeps it waiting, the bot ends at once, well and without a word of errors."""
    async with asyncio.TaskGroup() as group:
        for method, path in STARTING:
            (folder := tmp_path / method / path.replace("/", "")).mkdir(parents=True)
            group.create_task(stops(method, path, folder, tmp_path_factory), name=f"{method} {path}")


async def stops(method: str, path: str, folder: Path, factory: pytest.TempPathFactory) -> None:
    """A bot, told to end while it waits for the answer to this."""
    async with LoopbackDiscord() as discord:
        discord.fail(method, path, delay=30)
        discord.gateway.silent_to = method
        async with starter(discord, folder, factory)() as bot:
            await discord.request(method, path, timeout=STARTS_WITHIN)
            bot.terminate()
            assert await bot.status(timeout=3) == 0, (method, path)
            assert told(bot) == [], (method, path)


async def test_a_token_reset_while_running(discord: LoopbackDiscord, channel: Channel, start: Start) -> None:
    """A session that Discord ends because the token is no longer good ends the program like a wrong token."""
    async with start() as bot:
        await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
        await (await asked(discord, channel)).answered()
        await discord.gateway.close(4004)
        assert await bot.status() == 1
        (line,) = told(bot)
        assert "DISCORD_TOKEN" in line


async def test_commands_are_told_once(discord: LoopbackDiscord, channel: Channel, start: Start) -> None:
    """The commands are sent to Discord at the first start, and not again while they are the same."""
    for _ in range(2):
        async with start() as bot:
            await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
            await (await asked(discord, channel)).answered()
            bot.terminate()
            assert await bot.status() == 0
    told = [request.path for request in discord.requests if request.method == "PUT"]
    assert told == [f"/applications/{discord.bot.id}/commands"]


async def test_a_slash_command(running: Running) -> None:
    """/ask is acknowledged with a response to come, which then is the answer."""
    discord, channel, _ = running
    question = await discord.slash(channel, discord.user("Ana"), "ask", question=QUESTION)
    first = await question.acknowledged(timeout=3)
    reply = await question.answered()
    assert first.body["type"] == 5
    assert QUOTE in str(reply.message)
    assert reply.message in discord.messages(channel)
