"""All that watches a bot, as far as the settings ask for it; nothing else of it is loaded."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import structlog

from .course import Watch

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.client import Rapporteur
    from bot.settings import Settings
    from index import Engine

    from .address import Address
    from .metrics import Metrics
    from .spans import Spans

log = structlog.get_logger()


class Lookout:
    """``watch`` is for the bot to be made with, and so are ``options`` of its client, discord.py's."""

    def __init__(self, settings: Settings) -> None:
        self._address, collector = settings.rapporteur_http, settings.otel_exporter_otlp_endpoint
        self._metrics = _metrics() if self._address else None
        self._spans = _spans(collector) if collector else None
        watching = [part for part in (self._metrics, self._spans) if part]
        self.watch = Watch(*(part.observe for part in watching))
        self.options: dict[str, Any] = {}
        if self._metrics:
            self.options["http_trace"] = self._metrics.requests()

    @asynccontextmanager
    async def over(self, bot: Rapporteur, engine: Engine) -> AsyncIterator[None]:
        """Watch the bot while it runs.

        Raises:
            SettingsError: the address can't be listened on.
        """
        try:
            if self._address is None:
                yield
            else:
                async with self._served(self._address, bot, engine):
                    yield
        finally:
            if self._spans:
                await asyncio.to_thread(self._spans.close)

    @asynccontextmanager
    async def _served(self, address: Address, bot: Rapporteur, engine: Engine) -> AsyncIterator[None]:
        from .readiness import Readiness
        from .server import Server  # aiohttp's, which takes 14 ms to load

        if self._metrics:
            self._metrics.follow(bot)
        readiness = Readiness(bot, engine)
        server = Server(bot, readiness, self._metrics)
        log.info("watched at", address=f"http://{await server.start(address)}")
        try:
            yield
        finally:
            await server.close()
            readiness.close()


def _metrics() -> Metrics | None:
    """None where the extra isn't installed: the rest goes without."""
    try:
        from .metrics import Metrics
    except ModuleNotFoundError:
        log.warning("no /metrics: they need the extra, pip install '.[metrics]'")
        return None
    return Metrics()


def _spans(endpoint: str) -> Spans | None:
    """The same of traces, whose setting may be meant for others on the machine."""
    try:
        from .spans import Spans
    except ModuleNotFoundError:
        log.warning("no traces: they need the extra, pip install '.[traces]'")
        return None
    return Spans(endpoint)
