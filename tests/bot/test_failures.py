"""The engine in trouble: what the asker and the log are told."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.failures import BUSY
from bot.hearing.inquiry import Inquiry
from index import Engine

from .stage import said, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.client import Rapporteur
    from index import Outcome

    from .stage import Stage

YUAN, RISE = "What happened to the yuan?", ("> China’s yuan", "> **China’s yuan")


class Stuck(Engine):
    """An engine that is stuck in a question for a second, or until it is let go."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine.store, engine.encoder)
        self.asked, self.go = threading.Event(), threading.Event()

    def ask(self, *args: object, **options: object) -> Outcome:
        self.asked.set()
        self.go.wait(1)
        return super().ask(*args, **options)


class Broken(Engine):
    """An engine that fails at every question."""

    def ask(self, *_: object, **__: object) -> Outcome:
        raise RuntimeError("the disk is on fire")


@pytest.fixture
def stuck(engine: Engine) -> Iterator[Stuck]:
    stuck = Stuck(engine)
    yield stuck
    stuck.go.set()


async def test_a_full_queue(stage: Stage, make_bot: Callable[..., Rapporteur], stuck: Stuck) -> None:
    """More questions than may wait: the next is told so at once, and the one that waits is answered."""
    bot = make_bot(stuck, queue_length=1)
    await stage.restarted(bot)
    waiting = Inquiry(YUAN, 1, 2, None, 0.0)
    first = asyncio.create_task(bot.services.answers.answer(waiting))
    await asyncio.to_thread(stuck.asked.wait, 5)
    second = await bot.services.answers.answer(waiting)
    stuck.go.set()
    assert second.reply.pages[0].body == BUSY
    assert (await first).reply.pages[0].body.startswith(RISE)


@pytest.mark.parametrize("way", ["mention", "slash"])
async def test_a_failure_is_told_and_logged(
    stage: Stage, make_bot: Callable[..., Rapporteur], engine: Engine, way: str
) -> None:
    """Whatever breaks, the asker gets one plain sentence with a reference that the log has with the cause."""
    await stage.restarted(make_bot(Broken(engine.store, engine.encoder)))
    with capture_logs() as logs:
        if way == "mention":
            await stage.mention(YUAN)
            text = shown(stage.reply)
        else:
            text = said(await stage.alice.slash(stage.channel, "ask", question=YUAN))
    (entry,) = [entry for entry in logs if entry["event"] == "failed"]
    assert text == (
        f"Something went wrong on my side; it is noted under the reference {entry['reference']}. "
        "Please try again."
    )
    assert str(entry["exc_info"]) == "the disk is on fire"
    stage.env.errors.clear()
