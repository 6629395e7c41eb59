"""What the bot counts and measures, for Prometheus; no label names a server, a person or a question."""

from __future__ import annotations

import http
import math
import platform
from itertools import product
from typing import TYPE_CHECKING, Any, get_args

import aiohttp
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from index import Stage, __version__

from .course import End, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from types import SimpleNamespace

    from bot.client import Rapporteur
    from index import StoreState

    from .course import Course

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds, from a search of a small store, 2 ms, to what an answer may take by default."""

EVENTS = {"connect": "identify", "resumed": "resume", "disconnect": "disconnect"}
"""discord.py's events of a shard, and what they are counted as: a session begun, gone on with, or lost."""


class Metrics:
    """The metrics of one bot."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        build = Info("rapporteur_build", "The version that runs.", registry=registry)
        build.info({"version": __version__, "python": platform.python_version()})
        questions = Counter(
            "rapporteur_questions", "Questions by what they asked for and how they ended.",
            ["kind", "outcome"], registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "rapporteur_question_seconds", "From a question's coming until its reply is posted.",
            buckets=BUCKETS, registry=registry,
        )  # fmt: skip
        stages = Histogram(
            "rapporteur_stage_seconds", "What each stage of a question took.", ["stage"],
            buckets=BUCKETS, registry=registry,
        )  # fmt: skip
        self._requests = Counter(
            "rapporteur_discord_requests", "Requests to Discord by the status of the response.",
            ["method", "status"], registry=registry,
        )  # fmt: skip
        self._limited = Counter(
            "rapporteur_discord_rate_limits", "Requests that Discord answered with 429.", registry=registry
        )
        events = Counter(
            "rapporteur_gateway_events", "Sessions with Discord begun, gone on with, and lost.",
            ["event"], registry=registry,
        )  # fmt: skip
        self._events = {event: events.labels(label) for event, label in EVENTS.items()}
        # there at zero from the start, so that the first rise is seen; looking one up takes 1.5 µs
        self._stages = {stage: stages.labels(stage) for stage in get_args(Stage)}
        ends = product(get_args(Kind), get_args(End))
        self._questions = {(kind, end): questions.labels(kind, end) for kind, end in ends}
        self._gauges(registry)

    def _gauges(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, what: str, *labels: str) -> Gauge:
            return Gauge(f"rapporteur_{name}", what, labels, registry=registry)

        self._ready = gauge("ready", "1 when the bot can answer, as /readyz has it.")
        self._queue = gauge("queue_length", "Questions that wait or are being answered.")
        self._servers = gauge("servers", "Discord servers that the bot is in.")
        self._latency = gauge("gateway_latency_seconds", "From a heartbeat to its echo.", "shard")
        self._connected = gauge("gateway_connected", "1 for a shard that is connected.", "shard")
        self._documents = gauge("store_documents", "Documents in the index.")
        self._passages = gauge("store_passages", "Passages in the index.")
        self._bytes = gauge("store_bytes", "Bytes that the index takes on the disk.")
        self._behind = gauge("store_changes_behind", "Changes that the next question will take over.")

    # ------------------------------------------------------------------ what happens

    def observe(self, course: Course) -> None:
        """Count a question that has ended."""
        self._questions[course.kind, course.end].inc()
        if course.end == "too_often":
            return
        self._seconds.observe(course.seconds)
        took = dict[Stage, float]()
        for lap in course.timings.laps:
            took[lap.stage] = took.get(lap.stage, 0.0) + lap.seconds
        for stage, seconds in took.items():
            self._stages[stage].observe(seconds)

    def requests(self) -> aiohttp.TraceConfig:
        """What counts the requests of a session."""
        trace = aiohttp.TraceConfig()
        trace.on_request_end.append(self._responded)
        return trace

    async def _responded(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, ended: aiohttp.TraceRequestEndParams
    ) -> None:
        status = ended.response.status
        self._requests.labels(ended.method, status).inc()
        if status == http.HTTPStatus.TOO_MANY_REQUESTS:
            self._limited.inc()

    def follow(self, bot: Rapporteur) -> None:
        """Count what befalls the bot's sessions with Discord."""
        for event in EVENTS:
            bot.add_listener(self._counting(event), f"on_shard_{event}")

    def _counting(self, event: str) -> Callable[[int], Coroutine[Any, Any, None]]:
        async def count(_: int) -> None:
            self._events[event].inc()

        return count

    # ------------------------------------------------------------------ how things stand

    def look(self, bot: Rapporteur, store: StoreState | None, *, ready: bool) -> None:
        """Note how the bot stands, and its index where that could be read."""
        self._ready.set(ready)
        self._queue.set(bot.services.worker.taken)
        self._servers.set(len(bot.guilds))
        for number, shard in bot.shards.items():
            self._connected.labels(number).set(not shard.is_closed())
            if math.isfinite(shard.latency):
                self._latency.labels(number).set(shard.latency)
        if store is not None:
            self._documents.set(store.size.documents)
            self._passages.set(store.size.passages)
            self._bytes.set(store.size.bytes)
            self._behind.set(store.behind)

    def text(self) -> bytes:
        """All of it, in Prometheus's text format."""
        return generate_latest(self._registry)
