"""A worker's deadline and end: whose fault a timeout is, and what becomes of jobs when it closes."""

from __future__ import annotations

import asyncio
import threading
from contextlib import closing

import pytest

from bot.errors import Late
from bot.worker import Worker


async def test_a_timeout_inside_a_job_is_the_jobs_own() -> None:
    """A job that gives up on something is no late job: its error is the caller's."""

    def gives_up() -> None:
        raise TimeoutError("the disk did not answer")

    with closing(Worker("questions")) as worker, pytest.raises(TimeoutError, match="the disk did not answer"):
        await worker.run(gives_up)


async def test_the_loop_goes_on_while_a_job_runs() -> None:
    """The job waits for what only the loop can do."""
    go = threading.Event()
    with closing(Worker("questions")) as worker:
        running = asyncio.create_task(worker.run(lambda: go.wait(5)))
        asyncio.get_running_loop().call_soon(go.set)
        assert await running is True


async def test_threads_share_the_jobs() -> None:
    """With two threads, two jobs run at once: each waits for the other."""
    barrier = threading.Barrier(2, timeout=5)
    with closing(Worker("questions", threads=2)) as worker:
        places = await asyncio.gather(worker.run(barrier.wait), worker.run(barrier.wait))
    assert sorted(places) == [0, 1]


async def test_a_deadline_counts_from_when_the_job_was_taken() -> None:
    """Waiting in the queue is part of it, so that nobody waits longer than it says."""
    go = threading.Event()
    with closing(Worker("questions", seconds=0.05)) as worker:
        running, waiting = (asyncio.create_task(worker.run(lambda: go.wait(5))) for _ in range(2))
        done, _ = await asyncio.wait([running, waiting], timeout=5)
        go.set()
    assert done == {running, waiting}
    assert all(isinstance(task.exception(), Late) for task in done)


async def test_a_closed_worker_drops_what_has_not_begun() -> None:
    """The job that runs is finished, one that waits never begins, and no other is taken."""
    go, begun, done = threading.Event(), threading.Event(), []
    worker = Worker("questions")
    running = asyncio.create_task(worker.run(lambda: (begun.set(), go.wait(5))))
    waiting = asyncio.create_task(worker.run(lambda: done.append(1)))
    await asyncio.to_thread(begun.wait, 5)
    worker.close()
    go.set()
    assert await running == (None, True)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    with pytest.raises(RuntimeError):
        await worker.run(lambda: done.append(2))
    assert done == []
