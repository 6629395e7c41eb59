"""``/healthz``, ``/readyz`` and ``/metrics``, of a bot that is well and of one that isn't."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.errors import SettingsError
from bot.watching import readiness
from bot.watching.address import Address
from bot.watching.metrics import Metrics
from bot.watching.readiness import Readiness
from bot.watching.server import NO_METRICS, Server
from index import Engine, RapporteurError

from .scraped import Scraped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from index import StoreState

    from ..stage import Stage

    Get = Callable[[str], Awaitable[tuple[int, str]]]


class Lost(Engine):
    """An engine whose index can't be read."""

    def state(self) -> StoreState:
        raise RapporteurError("no such\nfile")


class Slow(Engine):
    """An engine whose index doesn't answer until it is let go."""

    go = threading.Event()

    def state(self) -> StoreState:
        self.go.wait(5)
        return super().state()


@asynccontextmanager
async def served(stage: Stage, engine: Engine, metrics: Metrics | None) -> AsyncIterator[Get]:
    """What gets a path of the server's."""
    looking = Readiness(stage.bot, engine)
    server = Server(stage.bot, looking, metrics)
    address = await server.start(Address.read("0"))
    async with aiohttp.ClientSession(f"http://{address}") as session:

        async def get(path: str) -> tuple[int, str]:
            async with session.get(path) as response:
                return response.status, await response.text()

        yield get
    await server.close()
    looking.close()


async def test_a_bot_that_is_well(stage: Stage, engine: Engine) -> None:
    """It lives, is ready, and shows its metrics; there is nothing else to be had."""
    async with served(stage, engine, Metrics()) as get:
        assert await get("/healthz") == (200, "ok\n")
        assert await get("/readyz") == (200, "ready\n")
        status, text = await get("/metrics")
        assert (status, Scraped(text).value("rapporteur_store_passages")) == (200, 13)
        assert (await get("/"))[0] == 404


async def test_a_bot_that_is_stopping(stage: Stage, engine: Engine) -> None:
    """It isn't ready any longer, but lives until its last reply is out."""
    await stage.bot.services.in_flight.drain()
    async with served(stage, engine, None) as get:
        assert await get("/readyz") == (503, "it is being stopped\n")
        assert (await get("/healthz"))[0] == 200


async def test_an_index_that_is_lost(stage: Stage, engine: Engine) -> None:
    """It isn't ready, in one line that says why, and what else is measured is still shown."""
    async with served(stage, Lost(engine.store, engine.encoder), Metrics()) as get:
        assert await get("/readyz") == (503, r"the index can't be read: no such\nfile" + "\n")
        status, text = await get("/metrics")
        assert (status, Scraped(text).value("rapporteur_ready")) == (200, 0)


async def test_an_index_that_does_not_answer(
    stage: Stage, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It isn't ready, told in a bounded time; it lives, for the event loop goes round."""
    monkeypatch.setattr(readiness, "LOOK_SECONDS", 0.05)
    slow = Slow(engine.store, engine.encoder)
    async with served(stage, slow, None) as get:
        assert await get("/readyz") == (503, "the index can't be read: readiness: not done within 0.05 s\n")
        assert (await get("/healthz"))[0] == 200
        slow.go.set()


async def test_without_the_extra(stage: Stage, engine: Engine) -> None:
    """There are no metrics then, and it is told how to have them; the rest is there."""
    async with served(stage, engine, None) as get:
        assert await get("/metrics") == (501, NO_METRICS)
        assert await get("/readyz") == (200, "ready\n")


@pytest.mark.parametrize(("setting", "reached"), [("0", False), ("0.0.0.0:0", True)])
async def test_who_reaches_it(stage: Stage, engine: Engine, setting: str, reached: bool) -> None:
    """A port alone is listened on at 127.0.0.1 only, not at the machine's other addresses."""
    looking = Readiness(stage.bot, engine)
    server = Server(stage.bot, looking, None)
    port = (await server.start(Address.read(setting))).port
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(f"http://127.0.0.2:{port}/healthz") as response:
                assert (reached, response.status) == (True, 200)
        except aiohttp.ClientConnectorError:
            assert not reached
    await server.close()
    looking.close()


async def test_an_address_that_is_taken(stage: Stage, engine: Engine) -> None:
    """One line names the setting and why."""
    first, second = (Server(stage.bot, Readiness(stage.bot, engine), None) for _ in range(2))
    taken = await first.start(Address.read("0"))
    with pytest.raises(SettingsError) as caught:
        await second.start(taken)
    assert str(caught.value) == (
        f"RAPPORTEUR_HTTP={taken}: can't be listened on (Address already in use); choose another, or none"
    )
    await first.close()
