"""A bot process as its operator sees it: by its endpoints, its log and its traces."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import TYPE_CHECKING, Any

import aiohttp

from ..loopback.server import LoopbackDiscord
from ..loopback.started import QUESTION, STARTS_WITHIN, asked, starter, told
from .collector import Collector
from .scraped import Scraped

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

    from ..loopback.process import BotProcess

POST = ("POST", "/channels/*/messages")


def logged(bot: BotProcess) -> list[dict[str, Any]]:
    """The events of its log."""
    return [json.loads(line) for line in bot.stderr.splitlines() if line.startswith("{")]


async def watched(bot: BotProcess) -> aiohttp.ClientSession:
    """A session with what it serves."""
    await bot.says("watched at", STARTS_WITHIN)
    (address,) = [event["address"] for event in logged(bot) if event["event"] == "watched at"]
    return aiohttp.ClientSession(address)


async def got(session: aiohttp.ClientSession, path: str) -> tuple[int, str]:
    async with session.get(path) as response:
        return response.status, await response.text()


async def becomes(session: aiohttp.ClientSession, status: int) -> str:
    """What ``/readyz`` says once it has that status."""
    async with asyncio.timeout(STARTS_WITHIN):
        while (found := await got(session, "/readyz"))[0] != status:
            await asyncio.sleep(0.02)
    return found[1]


async def test_the_endpoints_of_a_bot(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Live before it is ready; then what was asked, limited and resumed is counted; cut off, not ready."""
    async with LoopbackDiscord() as discord:
        channel = discord.channel(discord.guild("Summit"))
        start = starter(discord, tmp_path, tmp_path_factory)
        async with start(RAPPORTEUR_HTTP="0") as bot, await watched(bot) as session:
            assert await got(session, "/healthz") == (200, "ok\n")
            assert await got(session, "/readyz") == (503, "Discord isn't connected yet\n")
            await becomes(session, 200)
            discord.fail(*POST, 429, retry_after=0.05)
            await (await asked(discord, channel)).answered()
            discord.gateway.drop()
            await discord.heard("RESUME")
            await (await asked(discord, channel)).answered()
            seen = await counted(session, 2)
            assert seen.questions() == {("speech", "answered"): 2}
            assert seen.value("rapporteur_discord_rate_limits_total") == 1
            assert seen.risen("rapporteur_gateway_events_total", "event") == {
                "identify": 1, "disconnect": 1, "resume": 1,
            }  # fmt: skip
            assert seen.value("process_resident_memory_bytes") > 50e6
            discord.gateway.silent_to = "CONNECT"
            discord.gateway.drop()
            assert await becomes(session, 503) == "Discord is disconnected, shard 0\n"


async def counted(session: aiohttp.ClientSession, questions: int) -> Scraped:
    """The metrics, once so many questions have ended: that a reply stands is seen before."""
    async with asyncio.timeout(STARTS_WITHIN):
        while True:
            seen = Scraped((await got(session, "/metrics"))[1])
            if seen.value("rapporteur_question_seconds_count") == questions:
                return seen


async def test_one_id_from_the_message_to_the_reply(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each line on the way of a question has the id of its message: of a worker thread, of a second try, and
    after an edit. Its trace has it too, and neither has a word of it."""
    async with LoopbackDiscord() as discord, Collector() as collector:
        channel = discord.channel(discord.guild("Summit"))
        start = starter(discord, tmp_path, tmp_path_factory)
        language_model = {"RAPPORTEUR_LLM": "judge", "RAPPORTEUR_LLM_MODEL": "none"}
        language_model["RAPPORTEUR_LLM_URL"] = f"{collector.address}/v1"  # which has no model
        async with start(OTEL_EXPORTER_OTLP_ENDPOINT=collector.address, **language_model) as bot:
            await discord.heard("IDENTIFY", timeout=STARTS_WITHIN)
            discord.fail(*POST, 503, done=False)
            question = await asked(discord, channel)
            await question.answered(timeout=STARTS_WITHIN)
            await discord.edit(question, "What happened to the yuan?")
            await discord.request("PATCH", "/channels/*/messages/*")
            command = await discord.slash(channel, discord.user("Bo"), "ask", question=QUESTION)
            await command.answered(timeout=STARTS_WITHIN)
        lines = {e["event"]: e.get("question") for e in logged(bot)}
        ended = [e["question"] for e in logged(bot) if e["event"] == "replied"]
        assert ended == [question.id, question.id, command.id]
        assert lines["language model"] == lines["sending again"] == question.id
        assert lines["commands synced"] is None
        spans = collector.spans
        questions = [span for span in spans if span.name == "question"]
        assert [_attributes(span)["rapporteur.question"] for span in questions] == ended
        assert collector.services == {"rapporteur"}
        inside = [span for span in spans if span.parent_span_id == questions[0].span_id]
        assert [s.name for s in inside] == ["queue", "encode", "search", "rank", "consult", "keep", "post"]
        begin, end = questions[0].start_time_unix_nano, questions[0].end_time_unix_nano
        for span in inside:  # by two clocks
            assert begin - 1e6 < span.start_time_unix_nano <= span.end_time_unix_nano < end + 1e6
        for word in ("soybeans", "yuan", "Bessent"):
            assert word not in bot.stderr
            assert word not in str(spans)


def _attributes(span: Span) -> dict[str, str]:
    return {pair.key: pair.value.string_value for pair in span.attributes}


async def test_a_port_that_is_taken(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The program ends with one line that names the setting, before it says a word to Discord."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        async with LoopbackDiscord() as discord:
            start = starter(discord, tmp_path, tmp_path_factory)
            async with start(RAPPORTEUR_HTTP=str(port)) as bot:
                assert await bot.status(STARTS_WITHIN) == 1
                (line,) = told(bot)
    assert line == (
        f"rapporteur: RAPPORTEUR_HTTP=127.0.0.1:{port}: can't be listened on (Address already in use); "
        "choose another, or none"
    )
    assert discord.requests == []
