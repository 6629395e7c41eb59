"""What hands on the files that were attached in the simulated server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.collecting.cdn import GONE, Cdn
from bot.errors import ArticleRefused

if TYPE_CHECKING:
    from simcord import Env


class SimulatedCdn(Cdn):
    """Reads what simcord's people attached."""

    def __init__(self, env: Env) -> None:
        super().__init__()
        self._env = env

    async def read(self, address: str) -> bytes:
        """The bytes of a file.

        Raises:
            ArticleRefused: the address is none of a file that was attached.
        """
        data: bytes | None = self._env.backend.cdn.get(address)
        if data is None:
            raise ArticleRefused(GONE)
        return data
