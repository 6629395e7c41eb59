"""Blocking work in threads, with an end to the queue and to each job's time."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from bot.errors import Busy, Late
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def worker() -> Iterator[Callable[..., Worker]]:
    """Makes workers, and closes them."""
    made: list[Worker] = []

    def make(**options: float) -> Worker:
        made.append(Worker("questions", **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


async def test_jobs_are_done_in_their_order_off_the_loop(worker: Callable[..., Worker]) -> None:
    """One thread does them one after another; each gives its result."""
    done: list[tuple[int, str]] = []

    def job(number: int) -> int:
        done.append((number, threading.current_thread().name))
        return number * 2

    one = worker()
    assert await asyncio.gather(*(one.run(lambda n=n: job(n)) for n in range(5))) == [0, 2, 4, 6, 8]
    assert [number for number, _ in done] == list(range(5))
    assert all(name.startswith("questions") for _, name in done)


async def test_a_job_that_raises(worker: Callable[..., Worker]) -> None:
    """Its error is the caller's, and its place is free again."""
    one = worker(waiting=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await one.run(lambda: 1 // 0)


async def test_more_jobs_than_may_wait(worker: Callable[..., Worker]) -> None:
    """The next is refused at once, and taken when a place is free."""
    one, go = worker(waiting=2), threading.Event()
    taken = [asyncio.create_task(one.run(go.wait)) for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(Busy, match="questions: 2 jobs wait already"):
        await one.run(go.wait)
    go.set()
    assert await asyncio.gather(*taken) == [True, True]
    assert await one.run(lambda: "free") == "free"


async def test_a_late_job(worker: Callable[..., Worker]) -> None:
    """Its caller is told when its time is over; one that hadn't begun by then never does."""
    one, go, begun = worker(seconds=0.05), threading.Event(), []
    running = asyncio.create_task(one.run(go.wait))
    waiting = asyncio.create_task(one.run(lambda: begun.append(1)))
    for late in (running, waiting):
        with pytest.raises(Late, match=r"questions: not done within 0\.05 s"):
            await late
    go.set()
    assert await one.run(lambda: "next") == "next"
    assert begun == []
