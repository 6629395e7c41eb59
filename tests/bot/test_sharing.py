"""Two processes of the bot, with one memory in PostgreSQL, told the same by a loopback Discord."""

from __future__ import annotations

from contextlib import AsyncExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

import pytest
import pytest_asyncio

from bot.memory.postgres.claims import LEASE_SECONDS
from bot.memory.postgres.memory import PostgresMemory
from index.building.moving import copy_index
from index.storage.opening import open_library

from ..index.shipped import shipped_index
from .loopback.server import LoopbackDiscord
from .loopback.started import QUESTION, STARTS_WITHIN, asked, replies, starter

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from .loopback.process import BotProcess
    from .loopback.world import Channel

ANSWER = "Bessent said"
ANSWERED_WITHIN = 3 * LEASE_SECONDS + 10.0  # seconds, however busy the machine

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Pair(NamedTuple):
    """Two processes that are ready, and what they are connected to."""

    discord: LoopbackDiscord
    channel: Channel
    processes: list[BotProcess]
    memory: PostgresMemory

    def posted(self) -> int:
        """How many messages they tried to post in the channel."""
        path = f"/channels/{self.channel.id}/messages"
        return sum((r.method, r.path) == ("POST", path) for r in self.discord.requests)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def pair(
    new_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Pair]:
    """Two processes over one database."""
    address = new_database()
    folder = shipped_index(tmp_path_factory)
    with closing(open_library(folder)) as here, closing(open_library(folder, address, create=True)) as there:
        copy_index(here, there)
    async with LoopbackDiscord() as discord, AsyncExitStack() as running:
        channel = discord.channel(discord.guild("Summit"))
        processes = [
            starter(discord, tmp_path_factory.mktemp(name), tmp_path_factory)(RAPPORTEUR_DATABASE=address)
            for name in ("one", "other")
        ]
        for process in processes:
            await running.enter_async_context(process)
        for process in processes:
            await process.says('"event": "ready"', STARTS_WITHIN)
        with closing(PostgresMemory.open(address)) as memory:
            yield Pair(discord, channel, processes, memory)
    assert discord.unknown == []


async def test_a_message_is_answered_by_one(pair: Pair) -> None:
    """Both are told of each; no other reply is tried."""
    discord, channel, *_ = pair
    before = pair.posted()
    questions = [await asked(discord, channel) for _ in range(4)]
    for question in questions:
        assert ANSWER in (await question.answered(ANSWERED_WITHIN)).text
    assert len(replies(discord, questions[0])) == 4
    assert pair.posted() - before == 4


async def test_a_command_is_answered_by_one(pair: Pair) -> None:
    """The other acknowledges nothing."""
    discord, channel, *_ = pair
    question = await discord.slash(channel, discord.user("Ana"), "ask", question=QUESTION)
    await question.answered(ANSWERED_WITHIN)
    callbacks = [r for r in discord.requests if r.path.startswith("/interactions/")]
    assert [r.status for r in callbacks] == [200]
    assert len(replies(discord, question)) == 1


async def test_what_a_killed_process_had_taken(pair: Pair) -> None:
    """The other answers it, once, although Discord has forgotten what was sent under which nonce."""
    discord, channel, processes, memory = pair
    discord.fail("POST", f"/channels/{channel.id}/messages", delay=60.0)
    discord.take_all()
    question = await asked(discord, channel)
    await discord.request("POST", f"/channels/{channel.id}/messages", timeout=ANSWERED_WITHIN)
    ((holder,),) = memory.rows("SELECT holder FROM answer WHERE question = %s", int(question.id))
    taker, other = sorted(processes, key=lambda process: f'"process": "{holder}"' not in process.stderr)
    await taker.kill()
    discord.forget_nonces()
    assert ANSWER in (await question.answered(ANSWERED_WITHIN)).text
    assert len(replies(discord, question)) == 1
    other.terminate()
    await other.status()
    ((reply, taken),) = memory.rows("SELECT reply, taken FROM answer WHERE question = %s", int(question.id))
    assert (reply is None, taken) == (False, None)
