"""How long the bot takes, in a process of its own, from a Discord on the loopback address and back.

    pytest tests/benchmarks/bench_bot.py -s

It prints a table: what was measured, and the most that it may be. On two cores, int8 models:

    start, median                                            0.73 s
    mention to reply at 20 a second, 50 % / 99 %             10 ms / 188 ms
    memory with the shipped corpus, most                     300 MB
    autocomplete, 99 %                                       0.6 ms
    500 commands at once, the last acknowledged after        0.35 s, all 500 answered
    500 mentions at once, the last replied to after          2.5 s, all 500 answered
    memory that 3,000 more questions add                     0.1 MB

Five questions are asked again and again, as in a burst; each takes 0.13 s when it is asked first.
"""

from __future__ import annotations

import asyncio
import math
import re
import statistics
import sys
import time
from contextlib import asynccontextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from bot.failures import BROKEN, BUSY, LATE

from ..bot.loopback.process import BotProcess
from ..bot.loopback.server import TOKEN, Asked, LoopbackDiscord
from ..index.shipped import CORPUS_FOLDER, verified_index

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

    from ..bot.loopback.world import Channel, User

QUESTIONS = (
    "what did Bessent say about soybeans?",
    "where did the two leaders meet?",
    "what hapened to the yuan",
    "how much is a barrel of oil",
    "when do the trade arrangements expire?",
)
STARTS = 5
RATE, SECONDS = 20, 20  # questions a second, and for how long
PEOPLE, CHANNELS = 100, 8  # so many that neither a person nor a channel reaches the bot's limits
TYPED = 500
BURST, BURSTS = 500, 3
ACKNOWLEDGED = 3.0  # seconds, after which Discord gives up an interaction
ANSWERED = 30.0  # seconds that an answer may take; a message needs no acknowledgement
FLAT = 10.0  # MB


class Figure(NamedTuple):
    """One row of the table."""

    what: str
    measured: float
    most: float
    unit: str


class Bench(NamedTuple):
    """A bot under way, and those who ask it."""

    discord: LoopbackDiscord
    bot: BotProcess
    channels: Sequence[Channel]
    people: Sequence[User]

    def memory(self, field: str = "VmRSS") -> float:
        """The process's memory, in MB."""
        status = Path(f"/proc/{self.bot.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


@pytest.fixture(scope="module")
def rows() -> Iterator[list[Figure]]:
    """The table, printed when all is measured."""
    rows: list[Figure] = []
    yield rows
    for what, measured, most, unit in rows:
        sys.stdout.write(f"\n{what:<60}{measured:>8.2f} {unit:<2}  (at most {most:g})")


@pytest.fixture
def hold(rows: list[Figure]) -> Callable[..., None]:
    """Puts a figure into the table and holds it to the most that it may be."""

    def hold(what: str, measured: float, most: float, unit: str) -> None:
        rows.append(Figure(what, measured, most, unit))
        assert measured <= most, rows[-1]

    return hold


@asynccontextmanager
async def running(index: Path, folder: Path, people: int = PEOPLE, **changed: str) -> AsyncIterator[Bench]:
    """The bot, ready and with its commands known."""
    settings = {
        "DISCORD_TOKEN": TOKEN,
        "RAPPORTEUR_CORPUS": str(CORPUS_FOLDER),
        "RAPPORTEUR_INDEX": str(index),
        "RAPPORTEUR_MEMORY": str(folder / "memory.sqlite3"),
        "LOG_LEVEL": "WARNING",
    }
    async with LoopbackDiscord() as discord:
        guild = discord.guild("Summit")
        places = [discord.channel(guild, f"channel-{n}") for n in range(CHANNELS)]
        crowd = [discord.user(f"Person {n}") for n in range(people)]
        async with BotProcess(discord.port, folder, "run", **settings | changed) as bot:
            await discord.heard("IDENTIFY", timeout=30)
            await discord.request("PUT", "/applications/*/commands")
            yield Bench(discord, bot, places, crowd)
        assert discord.unknown == []


@pytest.fixture
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the shipped article."""
    return verified_index(tmp_path_factory)


def percentile(seconds: Sequence[float], percent: int) -> float:
    """In milliseconds: so many percent are no slower."""
    return sorted(seconds)[math.ceil(len(seconds) * percent / 100) - 1] * 1000


async def test_start(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:
    """From the start of the process until it is ready and its commands are synced, the median of five."""
    took = []
    for n in range(STARTS):
        (folder := tmp_path / str(n)).mkdir()
        began = time.perf_counter()
        async with running(index, folder):
            took.append(time.perf_counter() - began)
    hold("start, median", statistics.median(took), 2, "s")


async def test_latency(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:
    """Mentions at an even rate, from many people in several channels, and the memory that takes."""
    async with running(index, tmp_path) as bench:
        asked = []
        began = time.perf_counter()
        for n, question in zip(range(RATE * SECONDS), cycle(QUESTIONS), strict=False):
            await asyncio.sleep(began + n / RATE - time.perf_counter())
            place, person = bench.channels[n % CHANNELS], bench.people[n % PEOPLE]
            asked.append(await bench.discord.say(place, person, question, mentions_bot=True))
        took = [(await a.answered()).at - a.at for a in asked]
        hold(f"mention to reply at {RATE} a second, 50 %", percentile(took, 50), 60, "ms")
        hold(f"mention to reply at {RATE} a second, 99 %", percentile(took, 99), 250, "ms")
        hold("memory", bench.memory(), 400, "MB")
        hold("memory, most", bench.memory("VmHWM"), 400, "MB")


async def test_autocomplete(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:
    """Choices for what somebody types, letter by letter."""
    async with running(index, tmp_path) as bench:
        took = []
        prefixes = [question[:end] for question in QUESTIONS for end in range(len(question))]
        for _, typed in zip(range(TYPED), cycle(prefixes), strict=False):
            place, person = bench.channels[0], bench.people[0]
            asked = await bench.discord.autocomplete(place, person, "ask", "question", typed)
            took.append((await asked.acknowledged()).at - asked.at)
        hold("autocomplete, 99 %", percentile(took, 99), 50, "ms")


async def command(bench: Bench, n: int) -> Asked:
    """The n-th person uses /ask."""
    place, question = bench.channels[n % CHANNELS], QUESTIONS[n % len(QUESTIONS)]
    return await bench.discord.slash(place, bench.people[n], "ask", question=question)


async def mention(bench: Bench, n: int) -> Asked:
    """The n-th person mentions the bot."""
    place, question = bench.channels[n % CHANNELS], QUESTIONS[n % len(QUESTIONS)]
    return await bench.discord.say(place, bench.people[n], question, mentions_bot=True)


async def burst(bench: Bench, ask: Callable[[Bench, int], Awaitable[Asked]]) -> tuple[float, int]:
    """Everybody asks at once: the seconds to the last first response, and how many get no answer."""
    asked = await asyncio.gather(*(ask(bench, n) for n in range(BURST)))
    replies = [await a.answered(timeout=60) for a in asked]
    assert all(reply.text for reply in replies)
    last = max([(await a.acknowledged()).at - a.at for a in asked])
    return last, sum(reply.text.startswith((BUSY, LATE, BROKEN)) for reply in replies)


async def test_bursts(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:
    """Very many questions at once: each acknowledged in time, and answered or refused; the memory stays."""
    unlimited = {"QUESTIONS_PER_MINUTE": "100000", "CHANNEL_QUESTIONS_PER_MINUTE": "100000"}
    async with running(index, tmp_path, BURST, **unlimited) as bench:
        commands, mentions, memory = [], [], []
        for _ in range(1 + BURSTS):
            commands.append(await burst(bench, command))
            mentions.append(await burst(bench, mention))
            memory.append(bench.memory())
    told = (("commands at once: acknowledged", commands, ACKNOWLEDGED),
            ("mentions at once: replied to", mentions, ANSWERED))  # fmt: skip
    for what, bursts, most in told:
        last, unanswered = (max(column) for column in zip(*bursts, strict=True))
        hold(f"{BURST} {what}, the last after", last, most, "s")
        hold(f"{BURST} {what}, refused or failed", unanswered, 0, "")
    hold(f"memory that {BURSTS} more bursts of both add", memory[-1] - memory[0], FLAT, "MB")
