"""Whether the bot can answer now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.worker import Worker
from index import RapporteurError

if TYPE_CHECKING:
    from bot.client import Rapporteur
    from index import Engine, StoreState

LOOK_SECONDS = 2.0
"""How long the index may take to say how it stands: less than those wait who ask, 10 s at Prometheus, and
longer than a change of it takes."""


class Readiness:
    """Looks at the gateway and the index."""

    def __init__(self, bot: Rapporteur, engine: Engine) -> None:
        self._bot, self._engine = bot, engine
        self._worker = Worker("readiness", waiting=8, seconds=LOOK_SECONDS)

    async def reason(self) -> str:
        """Why it isn't ready, in one line; "" when it is."""
        if reason := self._away():
            return reason
        try:
            await self.store()
        except RapporteurError as error:
            return f"the index can't be read: {error}"
        return ""

    def _away(self) -> str:
        """Why it doesn't hear Discord."""
        if self._bot.services.in_flight.closing:
            return "it is being stopped"
        if not self._bot.is_ready():
            return "Discord isn't connected yet"
        closed = [str(number) for number, shard in self._bot.shards.items() if shard.is_closed()]
        return f"Discord is disconnected, shard {', '.join(closed)}" if closed else ""

    async def store(self) -> StoreState:
        """How the index stands.

        Raises:
            RapporteurError: it can't be read now.
        """
        return await self._worker.run(self._engine.state)

    def close(self) -> None:
        """Look no more."""
        self._worker.close()
