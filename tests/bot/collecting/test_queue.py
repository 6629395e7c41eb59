"""Whose turn it is."""

from __future__ import annotations

import asyncio

import pytest

from bot.collecting.queue import AT_ONCE, FULL, MOST_OF_ONE, MOST_WAITING, YOURS, Queue
from bot.errors import ArticleRefused


async def hold(queue: Queue, guild: int, go: asyncio.Event, began: list[int], name: int) -> None:
    async with queue.turn(guild):
        began.append(name)
        await go.wait()


async def test_so_many_go_on_at_once() -> None:
    """Of as many servers; the others wait, and begin in the order they came."""
    queue, go, began = Queue(), asyncio.Event(), list[int]()
    jobs = [asyncio.create_task(hold(queue, name, go, began, name)) for name in range(AT_ONCE + 3)]
    await asyncio.sleep(0)
    assert (began, queue.empty) == ([*range(AT_ONCE)], False)
    go.set()
    await asyncio.gather(*jobs)
    assert (began, queue.empty) == ([*range(AT_ONCE + 3)], True)


async def test_servers_take_turns() -> None:
    """One that gave many has one in work, and its next comes behind the first of every other."""
    queue, go, began = Queue(), [asyncio.Event() for _ in range(AT_ONCE)], list[int]()
    many = [asyncio.create_task(hold(queue, 1, go[0], began, 10 + n)) for n in range(3)]
    others = [
        asyncio.create_task(hold(queue, guild, go[min(guild, AT_ONCE) - 1], began, guild))
        for guild in range(2, AT_ONCE + 2)
    ]
    await asyncio.sleep(0)
    assert began == [10, 2, 3, 4]
    go[0].set()
    await many[0]
    assert began == [10, 2, 3, 4, 5]
    for event in go:
        event.set()
    await asyncio.gather(*many, *others)
    assert began == [10, 2, 3, 4, 5, 11, 12]
    assert queue.empty


async def test_more_than_may_wait_are_refused() -> None:
    """So many of one server, and so many of all; when those are done there is room again."""
    queue, go = Queue(), asyncio.Event()
    jobs = [asyncio.create_task(hold(queue, 1, go, [], n)) for n in range(MOST_OF_ONE)]
    await asyncio.sleep(0)
    with pytest.raises(ArticleRefused, match=YOURS[:20]):
        async with queue.turn(1):
            pass
    others = range(MOST_WAITING - MOST_OF_ONE)
    jobs += [asyncio.create_task(hold(queue, 2 + n, go, [], n)) for n in others]
    await asyncio.sleep(0)
    with pytest.raises(ArticleRefused, match=FULL[:20]):
        async with queue.turn(9999):
            pass
    go.set()
    await asyncio.gather(*jobs)
    async with queue.turn(1):
        assert not queue.empty
