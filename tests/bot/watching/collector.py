"""An OpenTelemetry collector on the loopback address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

if TYPE_CHECKING:
    from typing import Self

    from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    """``async with Collector() as collector``: keeps what it is sent."""

    def __init__(self) -> None:
        app = web.Application()
        app.router.add_post("/v1/traces", self._keep)
        self._runner = web.AppRunner(app)
        self.bodies: list[bytes] = []

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _keep(self, request: web.Request) -> web.Response:
        self.bodies.append(await request.read())
        return web.Response()

    @property
    def spans(self) -> list[Span]:
        """The spans that were sent, in their order."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        scopes = [scope for r in requests for of in r.resource_spans for scope in of.scope_spans]
        return [span for scope in scopes for span in scope.spans]

    @property
    def services(self) -> set[str]:
        """The names of who sent them."""
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        told = [pair for r in requests for of in r.resource_spans for pair in of.resource.attributes]
        return {pair.value.string_value for pair in told if pair.key == "service.name"}
