"""Take the database away from the bot while people ask: all get a word, and nothing that was kept is lost.

    python tests/attacks/attack_database.py [SCENARIO ...] [--copy]

Scenarios, all of them if none is named:

    kill       SIGKILL to the server and all its processes; started again after ``AWAY`` seconds
    failover   the same, and a stand-by that followed it takes over; the first stays dead
    cut        all connections are ended, again and again
    slow       every answer of the server takes 5 s longer, through a proxy
    full       the disk that it writes to is full (on a tmpfs; needs root)

The bot runs in a process of its own, against a Discord on the loopback address and a PostgreSQL of its own.
Two people a second ask. ``--copy`` leaves the bot an embedded copy of the index, from which it answers
meanwhile.

Exit status 1 if a question has no reply or two within ``ANSWERED`` seconds, an answer that was posted with
👍 (which the memory had kept then) is gone, or the first answer that is kept comes later than
``RECOVERS`` seconds after the database is back.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import psycopg

from bot.failures import AWAY as AWAY_TOLD
from bot.failures import BROKEN, BUSY, LATE
from index.building.build import build
from tests.bot.loopback.asked import parts
from tests.bot.loopback.process import BotProcess
from tests.bot.loopback.server import TOKEN, LoopbackDiscord
from tests.postgres_cluster import Cluster, Proxy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bot.loopback.asked import Asked
    from tests.bot.loopback.world import JSON

QUESTIONS = (
    "what did Bessent say about soybeans?",
    "What is fentanyl?",
    "What happened to the yuan?",
    "Where did the two leaders meet?",
)
RATE = 2.0
BEFORE, AWAY, AFTER = 4.0, 8.0, 12.0
"""Seconds of asking before the fault, while it lasts, and after it."""

ANSWERED, RECOVERS = 45.0, 5.0
CHANNELS, PEOPLE = 10, 40


@dataclass
class Attack:
    """A bot, its database, and all that was asked; ``back`` is when the database could be used again."""

    discord: LoopbackDiscord
    cluster: Cluster
    asked: list[Asked] = field(default_factory=list)
    back: float = 0.0

    async def ask(self, seconds: float) -> None:
        """People ask for so long."""
        until, questions = time.perf_counter() + seconds, cycle(QUESTIONS)
        while time.perf_counter() < until:
            n = len(self.asked)
            place, person = self.channels[n % CHANNELS], self.people[n % PEOPLE]
            self.asked.append(await self.discord.say(place, person, next(questions), mentions_bot=True))
            await asyncio.sleep(1 / RATE)

    def __post_init__(self) -> None:
        guild = self.discord.guild("Summit")
        self.channels = [self.discord.channel(guild, f"channel-{n}") for n in range(CHANNELS)]
        self.people = [self.discord.user(f"Person {n}") for n in range(PEOPLE)]


def votable(message: JSON) -> bool:
    """Whether an answer was kept before it was posted: only then can it be voted on."""
    return any((part.get("emoji") or {}).get("name") == "👍" for part in parts(message))


async def off_loop(work: Callable[[], object]) -> None:
    """Do it while Discord goes on."""
    await asyncio.get_running_loop().run_in_executor(None, work)


# ---------------------------------------------------------------------- scenarios


async def kill(attack: Attack, folder: Path, _: Proxy) -> None:
    """The server dies and is started again."""
    await off_loop(attack.cluster.kill)
    await attack.ask(AWAY)
    await off_loop(attack.cluster.start)


async def failover(attack: Attack, folder: Path, proxy: Proxy) -> None:
    """A stand-by takes over, at the address that the proxy stands for."""
    standby = attack.cluster.standby(folder / "standby")
    await attack.ask(BEFORE)
    await off_loop(attack.cluster.kill)
    await attack.ask(AWAY)
    await off_loop(standby.promote)
    attack.cluster, proxy.port = standby, standby.port


async def cut(attack: Attack, folder: Path, proxy: Proxy) -> None:
    """Connections are ended, from both sides."""
    for n in range(int(AWAY)):
        await off_loop(attack.cluster.cut)
        if n % 2:
            proxy.cut()
        await attack.ask(1.0)


async def slow(attack: Attack, folder: Path, proxy: Proxy) -> None:
    """Everything takes 5 s longer."""
    proxy.delay = 5.0
    await attack.ask(AWAY)
    proxy.delay = 0.0


async def full(attack: Attack, folder: Path, _: Proxy) -> None:
    """No space is left."""
    filler = folder / "data" / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(65536))
    await attack.ask(AWAY)
    filler.unlink()


SCENARIOS = {scenario.__name__: scenario for scenario in (kill, failover, cut, slow, full)}


# ---------------------------------------------------------------------- what came of it


def wrong(attack: Attack, kept: set[str]) -> list[str]:
    """What mustn't be."""
    found = []
    for asked in attack.asked:
        replies = [
            message
            for message in attack.discord.messages(asked.channel)
            if (message.get("message_reference") or {}).get("message_id") == asked.id
        ]
        if len(replies) != 1:
            found.append(f"{len(replies)} replies to {asked.id}")
        found += [
            f"posted as kept, and lost: {asked.id}" for m in replies if votable(m) and asked.id not in kept
        ]
    if (late := recovered(attack)) > RECOVERS:
        found.append(f"the first answer that was kept came {late:.1f} s after the database was back")
    return found


def recovered(attack: Attack) -> float:
    """Seconds from when the database was back to the first kept answer to a later question."""
    later = [asked.final.result() for asked in attack.asked if asked.final.done() and asked.at > attack.back]
    return min((reply.at for reply in later if votable(reply.message)), default=float("inf")) - attack.back


def table(attack: Attack) -> str:
    """How the questions ended."""
    ends = Counter(ending(asked) for asked in attack.asked)
    waits = sorted(asked.final.result().at - asked.at for asked in attack.asked if asked.final.done())
    told = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    return (
        f"{len(attack.asked)} asked: {told}; median {waits[len(waits) // 2]:.2f} s, "
        f"slowest {waits[-1]:.1f} s; "
        f"recovered {recovered(attack):.1f} s after it was back"
    )


def ending(asked: Asked) -> str:
    """How a question ended, in a word."""
    if not asked.final.done():
        return "without a reply"
    reply = asked.final.result()
    for words in (AWAY_TOLD, BROKEN, BUSY, LATE):
        if words in reply.text:
            return f"told “{words}”"
    return "answered and kept" if votable(reply.message) else "answered, not kept"


async def attacked(scenario: str, *, copy: bool) -> list[str]:
    """Carry out a scenario, and give what is wrong."""
    async with AsyncExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # the server runs as another user
        if scenario == "full":
            opened.enter_context(mounted(folder / "data"))
        cluster = opened.enter_context(Cluster.made(folder / "data" / "server"))
        proxy = await opened.enter_async_context(Proxy(cluster.port))
        build(ROOT / "corpus", folder / "index", cluster.address)
        if copy:
            build(ROOT / "corpus", folder / "index")
        discord = await opened.enter_async_context(LoopbackDiscord())
        attack = Attack(discord, cluster)
        await opened.enter_async_context(BotProcess(discord.port, folder, "run", **settings(folder, proxy)))
        await discord.heard("IDENTIFY", timeout=60)
        await attack.ask(BEFORE)
        await SCENARIOS[scenario](attack, folder, proxy)
        attack.back = time.perf_counter()
        await attack.ask(AFTER)
        await asyncio.wait([asked.final for asked in attack.asked], timeout=ANSWERED)
        print(f"{scenario}: {table(attack)}")
        opened.callback(attack.cluster.stop)
        return wrong(attack, kept(attack.cluster))


def settings(folder: Path, proxy: Proxy) -> dict[str, str]:
    """What the bot is started with."""
    return {
        "DISCORD_TOKEN": TOKEN,
        "RAPPORTEUR_CORPUS": str(ROOT / "corpus"),
        "RAPPORTEUR_INDEX": str(folder / "index"),
        "RAPPORTEUR_DATABASE": proxy.address,
        "QUESTIONS_PER_MINUTE": "1000",
        "CHANNEL_QUESTIONS_PER_MINUTE": "1000",
        "LOG_LEVEL": "WARNING",
    }


def kept(cluster: Cluster) -> set[str]:
    """The messages whose answers the memory has."""
    with psycopg.connect(cluster.address) as connection:
        return {str(row[0]) for row in connection.execute("SELECT question FROM rapporteur_memory.answer")}


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    """A small disk at a folder."""
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256m,mode=755", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def main() -> int:
    """Carry out the scenarios that are named."""
    parser = argparse.ArgumentParser(description="Take the database away from the bot while people ask.")
    parser.add_argument("scenarios", nargs="*", default=[*SCENARIOS], help=", ".join(SCENARIOS))
    parser.add_argument("--copy", action="store_true")
    chosen = parser.parse_args()
    found = {name: asyncio.run(attacked(name, copy=chosen.copy)) for name in chosen.scenarios}
    for name, problems in found.items():
        for problem in problems:
            print(f"{name}: WRONG: {problem}")
    return any(found.values())


if __name__ == "__main__":
    sys.exit(main())
