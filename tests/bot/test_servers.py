"""What is held in memory of servers."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
