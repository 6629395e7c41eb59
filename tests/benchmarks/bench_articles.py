"""What a server's new articles cost it, and the others, over loopback.

    pytest tests/benchmarks/bench_articles.py -s

It prints a table: what was measured, and the most that it may be. On two cores that others kept busy, int8:

    adding 30 kB until it can be asked, median / slowest     0.96 s / 1.13 s
    mention to reply at 20 a second, 50 % / 99 %             18 ms / 48 ms
    … while another server adds articles: more by            0 ms / 17 ms
    /help while articles are added, 99 %                     11 ms
    50 uploads at once, the last after                       84 s, none refused
    memory that another round of them adds                   10 MB
"""

from __future__ import annotations

import asyncio
import math
import random
import time
from contextlib import closing
from itertools import count, cycle
from typing import TYPE_CHECKING

from index.building.build import INDEX_FILE
from index.storage.embedded import open_store

from .bench_bot import (
    CHANNELS,
    PEOPLE,
    QUESTIONS,
    RATE,
    Bench,
    hold,  # noqa: F401
    index,  # noqa: F401
    percentile,
    rows,  # noqa: F401
    running,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ..bot.loopback.server import Asked
    from ..bot.loopback.world import Channel, User

SIZE = 30_000  # bytes of an article
TIMES = 7
TURNS = 3
SECONDS = 8
TICK = 0.02  # seconds between two calls that show whether the event loop is free
UPLOADS, ROUNDS = 50, 2
PASSAGE = 0.6 / 1024
"""MB of memory that a stored passage takes (``bench_scale.py``): what more articles may well add."""
UNLIMITED = {
    "QUESTIONS_PER_MINUTE": "100000", "CHANNEL_QUESTIONS_PER_MINUTE": "100000",
    "SERVER_ARTICLES": "10000", "SERVER_ARTICLES_MB": "1000",
}  # fmt: skip

SURNAMES = "Lima Ruiz Sole Holm Vega Marsh Okoye Lindt Baker Tanaka".split()
THINGS = "harbor ferry bridge tunnel market school library grain timber tariff".split()
numbers = count(1)


def article(size: int = SIZE) -> tuple[str, bytes]:
    """The name and bytes of an article that no other is like."""
    number = next(numbers)
    chance, text = random.Random(number), ""  # noqa: S311
    while len(text) < size:
        name, thing = chance.choice(SURNAMES), chance.choice(THINGS)
        text += (
            f"Minister Ana {name} said on Monday that the {thing} of district {chance.randrange(1000)} will "
            f"open after {chance.randrange(2, 90)} years of repairs. The council had voted to close it "
            f"when engineers found {chance.randrange(9, 99)} cracks in it. It costs {chance.randrange(1000)} "
            f"crowns a day. “We waited long for the {thing},” {name} told reporters in the hall.\n\n"
        )
    return f"article-{number}.md", f"---\ntitle: Article {number}\n---\n{text[:size]}".encode()


async def add(bench: Bench, place: Channel, person: User) -> tuple[Asked, float, str]:
    """Add an article: what was asked, the seconds until it could be asked, and what was told last."""
    asked = await bench.discord.slash(place, person, "articles add", manages=True, file=article())
    while True:
        assert asked.original is not None or time.perf_counter() - asked.at < 120
        text = str(asked.original)
        if asked.original and "…'" not in text and asked.original["components"]:
            return asked, time.perf_counter() - asked.at, text
        await asyncio.sleep(0.005)


async def test_one_article(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:  # noqa: F811
    """From the command to the reply that it can be asked; the median, and the slowest."""
    async with running(index, tmp_path, **UNLIMITED) as bench:
        took = []
        for _ in range(TIMES):
            _, seconds, told = await add(bench, bench.channels[0], bench.people[0])
            assert "Added." in told
            took.append(seconds)
        hold("adding 30 kB until it can be asked, median", sorted(took)[TIMES // 2], 1.5, "s")
        hold("adding 30 kB until it can be asked, slowest", max(took), 2.5, "s")


async def adding(bench: Bench, place: Channel) -> None:
    """Add one article after the other, until cancelled."""
    while True:
        await add(bench, place, bench.people[-1])


async def latencies(bench: Bench) -> list[float]:
    """Mentions at an even rate, as ``bench_bot.test_latency`` asks them."""
    asked = []
    began = time.perf_counter()
    for n, question in zip(range(RATE * SECONDS), cycle(QUESTIONS), strict=False):
        await asyncio.sleep(began + n / RATE - time.perf_counter())
        place, person = bench.channels[n % CHANNELS], bench.people[n % (PEOPLE - 1)]
        asked.append(await bench.discord.say(place, person, question, mentions_bot=True))
    return [(await a.answered(timeout=30)).at - a.at for a in asked]


async def test_answers_meanwhile(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:  # noqa: F811
    """Others ask at an even rate while another server adds article after article, and while it doesn't."""
    async with running(index, tmp_path, **UNLIMITED) as bench:
        other = bench.discord.channel(bench.discord.guild("Other"))
        await latencies(bench)
        alone, beside = [], []
        for _ in range(TURNS):  # by turns, for a busy machine is not as busy all the time
            alone += await latencies(bench)
            task = asyncio.create_task(adding(bench, other))
            beside += await latencies(bench)
            task.cancel()
            await asyncio.sleep(2)
        found = {p: (percentile(alone, p), percentile(beside, p)) for p in (50, 99)}
        for p, (without, _) in found.items():
            hold(f"mention to reply at {RATE} a second, {p} %", without, math.inf, "ms")
        for p, (without, with_) in found.items():
            hold(f"… while another server adds articles, {p} %: more by", with_ - without, 30, "ms")


async def helped(bench: Bench) -> list[float]:
    """How late /help, which needs nothing but the event loop, is acknowledged."""
    took = []
    for n in range(int(SECONDS / TICK)):
        asked = await bench.discord.slash(bench.channels[1], bench.people[n % 50], "help")
        took.append((await asked.acknowledged()).at - asked.at)
        await asyncio.sleep(TICK)
    return took


async def test_the_event_loop(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:  # noqa: F811
    """It is free for others while articles are added; a busy machine holds everything up, with or without."""
    async with running(index, tmp_path, **UNLIMITED) as bench:
        alone, beside = [], []
        for _ in range(TURNS):
            alone += await helped(bench)
            task = asyncio.create_task(adding(bench, bench.channels[0]))
            beside += await helped(bench)
            task.cancel()
            await asyncio.sleep(2)
        hold("/help, slowest", max(alone) * 1000, math.inf, "ms")
        hold("/help while articles are added, 99 %", percentile(beside, 99), 50, "ms")
        hold("/help while articles are added, slowest: more by", (max(beside) - max(alone)) * 1000, 50, "ms")


def passages(index: Path) -> int:  # noqa: F811
    """How many are stored, as another process sees it."""
    with closing(open_store(index / INDEX_FILE)) as store:
        library = store.library
        return library.count_passages([*{s.document.collection for s in library.documents()}])


async def test_many_at_once(index: Path, tmp_path: Path, hold: Callable[..., None]) -> None:  # noqa: F811
    """Each ends in an answer or a clear refusal, and the memory is then as it was, but for what is stored."""
    async with running(index, tmp_path, **UNLIMITED) as bench:
        memory, lasts, ends = [], [], []
        for _ in range(1 + ROUNDS):
            began = time.perf_counter()
            jobs = [add(bench, bench.channels[0], bench.people[n]) for n in range(UPLOADS)]
            ends += [told for _, _, told in await asyncio.gather(*jobs)]
            lasts.append(time.perf_counter() - began)
            memory.append(bench.memory() - PASSAGE * passages(index))
        unclear = [told for told in ends if "Added." not in told and "still reading" not in told]
        assert unclear == []
        hold(f"{UPLOADS} uploads at once, the last after", max(lasts), 120, "s")
        refused = sum("Added." not in told for told in ends) / len(lasts)
        hold(f"{UPLOADS} uploads at once, refused", refused, UPLOADS, "")
        hold(f"memory that {ROUNDS} more such rounds add, beside passages", memory[-1] - memory[0], 20, "MB")
        hold("memory, most", bench.memory("VmHWM"), 450, "MB")
