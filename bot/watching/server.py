"""The small HTTP server that tells an operator, and a load balancer, how the bot is."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import SettingsError
from index import RapporteurError

from .address import Address

if TYPE_CHECKING:
    from bot.client import Rapporteur

    from .metrics import Metrics
    from .readiness import Readiness

NO_METRICS = "needs the extra: pip install '.[metrics]'\n"
TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"
"""Prometheus's own."""


class Server:
    """Answers ``/healthz``, ``/readyz`` and ``/metrics``, and nothing else."""

    def __init__(self, bot: Rapporteur, readiness: Readiness, metrics: Metrics | None) -> None:
        self._bot, self._readiness, self._metrics = bot, readiness, metrics
        app = web.Application()
        app.router.add_get("/healthz", self._health)
        app.router.add_get("/readyz", self._ready)
        app.router.add_get("/metrics", self._measured)
        self._runner = web.AppRunner(app, access_log=None)

    async def start(self, address: Address) -> Address:
        """Listen; gives where, with the port.

        Raises:
            SettingsError: the address can't be listened on.
        """
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, *address).start()
        except OSError as error:
            await self.close()
            raise SettingsError(
                f"RAPPORTEUR_HTTP={address}: can't be listened on ({_reason(error)}); choose another, or none"
            ) from error
        return Address(address.host, self._runner.addresses[0][1])

    async def close(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        """That there is an answer says it: the event loop goes round."""
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        reason = await self._readiness.reason()
        return web.Response(status=503 if reason else 200, text=f"{reason or 'ready'}\n")

    async def _measured(self, _: web.Request) -> web.Response:
        if self._metrics is None:
            return web.Response(status=501, text=NO_METRICS)
        ready = not await self._readiness.reason()
        try:
            store = await self._readiness.store()
        except RapporteurError:  # told by readiness
            store = None
        self._metrics.look(self._bot, store, ready=ready)
        return web.Response(body=self._metrics.text(), headers={"Content-Type": TEXT_FORMAT})


def _reason(error: OSError) -> str:
    """The system's words, without the address that asyncio puts before them; a name lookup has its own."""
    number = error.errno or 0
    return os.strerror(number) if number > 0 else str(error.strerror)
