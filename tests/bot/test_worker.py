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


async def test_a_timeout_inside_a_job_is_the_jobs_own(worker: Callable[..., Worker]) -> None:
    """A job that gives up on something is no late job: its error is the caller's."""

    def gives_up() -> None:
        raise TimeoutError("the disk did not answer")

    with pytest.raises(TimeoutError, match="the disk did not answer"):
        await worker().run(gives_up)


async def test_the_loop_goes_on_while_a_job_runs(worker: Callable[..., Worker]) -> None:
    """The job waits for what only the loop can do."""
    go = threading.Event()
    running = asyncio.create_task(worker().run(lambda: go.wait(5)))
    asyncio.get_running_loop().call_soon(go.set)
    assert await running is True


async def test_threads_share_the_jobs(worker: Callable[..., Worker]) -> None:
    """With two threads, two jobs run at once: each waits for the other."""
    barrier, two = threading.Barrier(2, timeout=5), worker(threads=2)
    places = await asyncio.gather(two.run(barrier.wait), two.run(barrier.wait))
    assert sorted(places) == [0, 1]


async def test_a_closed_worker_drops_what_has_not_begun(worker: Callable[..., Worker]) -> None:
    """The job that runs is finished, one that waits never begins, and no other is taken."""
    one, go, begun, done = worker(), threading.Event(), threading.Event(), []
    running = asyncio.create_task(one.run(lambda: (begun.set(), go.wait(5))))
    waiting = asyncio.create_task(one.run(lambda: done.append(1)))
    await asyncio.to_thread(begun.wait, 5)
    one.close()
    go.set()
    assert await running == (None, True)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(RuntimeError):
        await one.run(lambda: done.append(2))
    assert done == []
