"""How often one may ask: in one process, and in several that have one memory."""

from __future__ import annotations

import itertools
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.errors import MemoryUnavailable
from bot.limits import Limits, SharedLimits
from bot.memory.async_memory import AsyncMemory
from bot.memory.postgres.memory import PostgresMemory
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANA, BEN, HERE, THERE = 1, 2, 10, 11


@pytest.fixture(scope="module")
def address(new_database: Callable[[], str]) -> str:
    return new_database()


@pytest.fixture
def processes(address: str) -> Iterator[list[AsyncMemory]]:
    """Two processes with one memory."""
    with closing(PostgresMemory.open(address, create=True)) as memory:
        memory.change("TRUNCATE turn")
    made = [AsyncMemory(PostgresMemory.open(address), Worker("memory")) for _ in range(2)]
    yield made
    for memory in made:
        memory.close()


@pytest.fixture(params=["alone", "together"])
def make(request: pytest.FixtureRequest) -> Callable[[int, int], Asker]:
    """Makes somebody who asks a bot, or the two processes of one in turn."""
    if request.param == "alone":
        return lambda person, channel: Asker([Limits(person, channel)])
    memories = request.getfixturevalue("processes")
    return lambda person, channel: Asker([SharedLimits(person, channel, m, m.records) for m in memories])


class Asker:
    """``await asker.waits(person, channel, now)`` asks something new."""

    def __init__(self, limits: list[Limits]) -> None:
        self._limits, self._events = itertools.cycle(limits), itertools.count(1)

    async def waits(self, person: int, channel: int, now: float) -> float:
        return await next(self._limits).wait(person, channel, now, next(self._events))


async def test_a_person_may_ask_so_often_a_minute(make: Callable[[int, int], Asker]) -> None:
    """Then not until a minute has passed since the first question."""
    asker = make(2, 100)
    assert [await asker.waits(ANA, HERE, now) for now in (100.0, 110.0, 120.0)] == [0, 0, 40.0]
    assert await asker.waits(BEN, HERE, 120.0) == 0
    assert await asker.waits(ANA, THERE, 159.0) == 1.0
    assert await asker.waits(ANA, HERE, 161.0) == 0


async def test_a_channel_may_be_asked_so_often_a_minute(make: Callable[[int, int], Asker]) -> None:
    """By whomever; another channel is not slowed by it."""
    asker = make(100, 2)
    assert [await asker.waits(person, HERE, 100.0) for person in (1, 2, 3)] == [0, 0, 60.0]
    assert await asker.waits(3, THERE, 100.0) == 0


async def test_a_refused_question_counts_for_nothing(make: Callable[[int, int], Asker]) -> None:
    """Who is slowed by the channel has lost none of their own."""
    asker = make(1, 1)
    assert await asker.waits(ANA, HERE, 100.0) == 0
    assert await asker.waits(BEN, HERE, 101.0) == 59.0
    assert await asker.waits(BEN, THERE, 102.0) == 0


async def test_limits_without_a_memory(processes: list[AsyncMemory]) -> None:
    """While it is away each process counts for itself."""
    limits = [SharedLimits(1, 9, memory, memory.records) for memory in processes]
    for memory in processes:
        memory.records.close()
        with pytest.raises(MemoryUnavailable):
            memory.records.answer("1")
    assert [await limit.wait(ANA, HERE, 100.0, 1) for limit in limits] == [0, 0]
    assert [await limit.wait(ANA, HERE, 101.0, 2) for limit in limits] == [59.0, 59.0]
