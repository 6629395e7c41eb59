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
    """The others wait, and begin in the order they came."""
    queue, go, began = Queue(), asyncio.Event(), list[int]()
    jobs = [asyncio.create_task(hold(queue, 1, go, began, name)) for name in range(AT_ONCE + 3)]
    await asyncio.sleep(0)
    assert (began, queue.empty) == ([*range(AT_ONCE)], False)
    go.set()
    await asyncio.gather(*jobs)
    assert (began, queue.empty) == ([*range(AT_ONCE + 3)], True)


async def test_more_than_may_wait_are_refused() -> None:
    """So many of one server, and so many of all; when those are done there is room again."""
    queue, go = Queue(), asyncio.Event()
    jobs = [asyncio.create_task(hold(queue, 1, go, [], n)) for n in range(MOST_OF_ONE)]
    await asyncio.sleep(0)
    with pytest.raises(ArticleRefused, match=YOURS[:20]):
        async with queue.turn(1):
            pass
    jobs += [asyncio.create_task(hold(queue, 2 + n, go, [], n)) for n in range(MOST_WAITING - MOST_OF_ONE)]
    await asyncio.sleep(0)
    with pytest.raises(ArticleRefused, match=FULL[:20]):
        async with queue.turn(9999):
            pass
    go.set()
    await asyncio.gather(*jobs)
    async with queue.turn(1):
        assert not queue.empty
