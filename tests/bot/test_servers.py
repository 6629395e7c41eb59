"""What is held in memory of servers."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from bot.servers import CATALOGUES_HELD, SERVERS_HELD

if TYPE_CHECKING:
    from .stage import Stage


async def test_what_is_held_of_servers_has_a_bound(stage: Stage) -> None:
    """Of very many servers the last are held; the settings of the others are read again."""
    servers = stage.bot.services.servers
    await servers.set(1, "listen", [7])
    for guild in range(2, SERVERS_HELD + 100):
        await servers.settings(guild)
    for guild in range(CATALOGUES_HELD + 10):
        await servers.catalogue(guild)
    assert (len(servers._settings), len(servers._catalogues)) == (SERVERS_HELD, CATALOGUES_HELD)  # noqa: SLF001
    assert await servers.settings(1) == {"listen": [7]}


async def test_settings_that_another_process_changes(stage: Stage) -> None:
    """They are read again, as are those of all servers where it isn't known which; others are held."""
    services = stage.bot.services
    servers, memory = services.servers, services.memory.records
    for guild in (1, 2):
        assert await servers.settings(guild) == {}
        memory.set(guild, "listen", [7])
    servers.changed(1)
    assert (await servers.settings(1), await servers.settings(2)) == ({"listen": [7]}, {})
    servers.changed(None)
    assert await servers.settings(2) == {"listen": [7]}


async def test_settings_that_are_changed_while_they_are_read(stage: Stage) -> None:
    """What was read before isn't held."""
    services = stage.bot.services
    reading = asyncio.create_task(services.servers.settings(1))
    await asyncio.sleep(0)
    services.servers.changed(1)
    assert await reading == {}
    services.memory.records.set(1, "listen", [7])
    assert await services.servers.settings(1) == {"listen": [7]}


@pytest.mark.parametrize("found", [True, False])
async def test_whether_articles_have_what_is_looked_for(stage: Stage, found: bool) -> None:
    """It is looked for off the event loop, in the articles that a server may see."""
    seen = []
    assert await stage.bot.services.servers.have(7, lambda _, here: bool(seen.append(here)) or found) is found
    assert seen == [("corpus", "7")]


async def test_what_cannot_be_told_at_once_may_be_there(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks has to be acknowledged before Discord gives the command up."""
    monkeypatch.setattr("bot.servers.LOOK_SECONDS", 0.01)
    go = threading.Event()
    assert await stage.bot.services.servers.have(7, lambda *_: go.wait(5) and False)
    go.set()
