"""Two bot processes over one PostgreSQL: how long a reply takes, also while one is replaced or the server is.

    python tests/benchmarks/bench_scale.py ARTICLES.json 100000 --folder FOLDER
    python tests/benchmarks/bench_fleet.py FOLDER/100000/many

The folder is bench_scale.py's store of a thousand servers, which is moved into a PostgreSQL that is started
for it, whose data are kept beside it for another time. Each process has one of two of Discord's shards;
Discord is on the loopback address. People in ``PLACES`` of the servers ask ``RATE`` questions a second, the
five of bench_bot.py again and again, as in a burst. Then each process is replaced by another, one after the
other, as in a deploy; then the database is killed and started again; then people in all servers ask.
"""

from __future__ import annotations

import asyncio
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from aiohttp import ClientSession

from index.building.build import build
from index.storage.postgres.failures import shown_address
from tests.benchmarks.bench_bot import QUESTIONS
from tests.benchmarks.bench_postgres import moved
from tests.benchmarks.bench_scale import SERVERS, server_id
from tests.bot.loopback.process import BotProcess
from tests.bot.loopback.server import TOKEN, LoopbackDiscord
from tests.postgres_cluster import Cluster, free_port

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bot.loopback.asked import Asked
    from tests.bot.loopback.world import Channel

RATE = 20
WARMING, STEADY, ROLLING, KILLED = 5.0, 30.0, 40.0, 20.0
"""Seconds of asking: until all is known, undisturbed, while both processes are replaced, and while
the database dies and is back."""

SHARDS, PEOPLE = 2, 400
PLACES = 8
"""Servers in which is asked at first: each has passages of its own, which the verifier has to read."""

ANSWERED = 40.0
READY = 60.0
AWAY = 3.0


class Fleet:
    """The processes and those who ask them."""

    def __init__(
        self, discord: LoopbackDiscord, opened: AsyncExitStack, settings: dict[str, str], folder: Path
    ):
        self.discord, self._opened, self._settings, self._folder = discord, opened, settings, folder
        guilds = [discord.guild(f"Server {n}", server_id(n)) for n in range(SERVERS)]
        self.channels = [discord.channel(guild) for guild in guilds]
        self.people = [discord.user(f"Person {n}") for n in range(PEOPLE)]
        self.asked: list[Asked] = []
        self.ports: dict[int, int] = {}
        self.places = PLACES
        self._count = 0

    async def start(self, shard: int) -> BotProcess:
        """A process with a shard, once it is ready."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        self.ports[shard] = free_port()
        own = {"RAPPORTEUR_SHARDS": f"{shard}/{SHARDS}", "RAPPORTEUR_HTTP": str(self.ports[shard])}
        bot = BotProcess(self.discord.port, folder, "run", **self._settings | own)
        await self._opened.enter_async_context(bot)
        await bot.says("ready", READY)
        return bot

    async def ask(self, seconds: float) -> list[Asked]:
        """Ask at an even rate for so long; gives what was asked."""
        began, asked = time.perf_counter(), []
        for n in range(int(seconds * RATE)):
            await asyncio.sleep(began + n / RATE - time.perf_counter())
            place: Channel = self.channels[(len(self.asked) * 7919) % self.places]
            person = self.people[len(self.asked) % PEOPLE]
            words = QUESTIONS[len(self.asked) % len(QUESTIONS)]
            asked.append(await self.discord.say(place, person, words, mentions_bot=True))
            self.asked.append(asked[-1])
        return asked

    async def ends(self, asked: Sequence[Asked]) -> tuple[list[float], Counter[int]]:
        """Milliseconds from each question to its reply, sorted, and how many have so many replies."""
        await asyncio.wait([a.final for a in asked], timeout=ANSWERED)
        took = sorted(1000 * (a.final.result().at - a.at) for a in asked if a.final.done())
        return took, Counter(len(self._replies(a)) for a in asked)

    def _replies(self, asked: Asked) -> list[object]:
        there = self.discord.messages(asked.channel)
        return [m for m in there if (m.get("message_reference") or {}).get("message_id") == asked.id]


def memory(bot: BotProcess) -> float:
    """MB of a process."""
    status = Path(f"/proc/{bot.process.pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


async def stages(fleet: Fleet) -> dict[str, tuple[float, int]]:
    """Seconds that the processes have spent in each stage so far, and how often."""
    found = dict[str, tuple[float, int]]()
    async with ClientSession() as session:
        for port in fleet.ports.values():
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                text = await response.text()
            sums, counts = (
                dict(re.findall(rf'rapporteur_stage_seconds_{what}{{stage="(\w+)"}} (\S+)', text))
                for what in ("sum", "count")
            )
            for stage, seconds in sums.items():
                before = found.get(stage, (0.0, 0))
                found[stage] = before[0] + float(seconds), before[1] + int(float(counts[stage]))
    return found


def show_stages(before: dict[str, tuple[float, int]], after: dict[str, tuple[float, int]]) -> None:
    """What each stage took in between, on average."""
    for stage, (seconds, count) in after.items():
        earlier = before.get(stage, (0.0, 0))
        if times := count - earlier[1]:
            print(f"    {stage:10} {1000 * (seconds - earlier[0]) / times:8.2f} ms, {times} times")


def show(what: str, took: Sequence[float], replies: Counter[int]) -> None:
    """One row."""
    lost, twice = replies[0], sum(count for times, count in replies.items() if times > 1)
    print(
        f"{what:44} p50 {statistics.median(took):7.1f} ms  p99 {took[int(len(took) * 0.99)]:7.1f} ms  "
        f"slowest {took[-1]:7.1f} ms   {len(took)} answered, {lost} lost, {twice} twice"
    )


async def rolling(fleet: Fleet, bots: list[BotProcess]) -> None:
    """Replace each process: the new one is ready before the old one is told to end."""
    for shard, old in enumerate(bots):
        bots[shard] = await fleet.start(shard)
        old.terminate()
        await old.status(30.0)


async def measure(fleet: Fleet, cluster: Cluster) -> None:
    bots = [await fleet.start(shard) for shard in range(SHARDS)]
    await fleet.ends(await fleet.ask(WARMING))  # each process knows each question then
    before = await stages(fleet)
    show("two processes", *await fleet.ends(await fleet.ask(STEADY)))
    show_stages(before, await stages(fleet))
    asking = asyncio.ensure_future(fleet.ask(ROLLING))
    await rolling(fleet, bots)
    show("… while each is replaced", *await fleet.ends(await asking))
    loop = asyncio.get_running_loop()
    asking = asyncio.ensure_future(fleet.ask(KILLED))
    await asyncio.sleep(3.0)
    await loop.run_in_executor(None, cluster.kill)
    await asyncio.sleep(AWAY)
    await loop.run_in_executor(None, cluster.start)
    back = time.perf_counter()
    asked = await asking
    show(f"… the database killed, back after {AWAY:.0f} s", *await fleet.ends(asked))
    fleet.places = SERVERS
    show("two processes, asked in all servers", *await fleet.ends(await fleet.ask(STEADY)))
    first = min(a.final.result().at for a in asked if a.final.done() and a.at > back)
    print(f"{'the first answer after it was back':44} {first - back:.2f} s")
    print(f"{'memory of a process, most':44} {max(map(memory, bots)):.0f} MB")


async def main(index: Path) -> None:
    async with AsyncExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        server = index.with_name("server")
        cluster = opened.enter_context(Cluster.kept(server) if server.exists() else Cluster.made(server))
        database = moved(index, cluster.address, "fleet")
        build(ROOT / "corpus", folder / "models", database)
        print(f"{shown_address(database)}: {index}")
        discord = await opened.enter_async_context(LoopbackDiscord())
        discord.let_identify(16)
        settings = {
            "DISCORD_TOKEN": TOKEN,
            "RAPPORTEUR_CORPUS": str(ROOT / "corpus"),
            "RAPPORTEUR_INDEX": str(folder / "models"),
            "RAPPORTEUR_DATABASE": database,
            "CHANNEL_QUESTIONS_PER_MINUTE": "100000",
        }
        fleet = Fleet(discord, opened, settings, folder)
        await measure(fleet, cluster)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
