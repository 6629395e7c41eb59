"""Try to see, count, score or infer what another server has, through everything that the bot offers.

    python tests/attacks/attack_servers.py [--share 1]

A server has articles, one that it removed and one that waits, questions and votes, receipts, facts, golden
questions and settings, all with marked words. A stranger, who manages another server and has learnt words
and ids by which these could be asked for, tries each command, button, menu, form and autocomplete that the
bot registers, mentions and direct messages; then the same where the first server has nothing. A try
succeeds if a marked word comes back that she never typed, or if anything that the bot sends is otherwise
than it is without: ids, times and durations aside. Exit status 1 if one does, or if what the first server
has was changed.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shutil
import sys
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import simcord
import structlog
from pydantic import SecretStr

from bot.assembly import assemble
from bot.settings import Settings
from index import Engine
from index.building.build import build
from index.building.placing import NO_READER
from tests.bot.article_stage import add, editor
from tests.bot.intruder import Intruder, Seen
from tests.bot.stage import Stage
from tests.bot.two_servers import Known, furnish, state

if TYPE_CHECKING:
    from bot.client import Rapporteur

OFTEN = 10**6
HERS = b"---\ntitle: Mine\n---\nClerk Eve Marsh said on Monday that the mill will open in May.\n"


class Tried(NamedTuple):
    """What came back of every try, and whether what the server has is as before."""

    seen: list[Seen]
    unchanged: bool


def bot_over(engine: Engine, folder: Path) -> Rapporteur:
    """A bot that turns nobody away for asking too often."""
    settings = Settings(
        discord_token=SecretStr("none"), rapporteur_corpus=ROOT / "corpus",
        rapporteur_memory=folder / "memory.sqlite3",
        questions_per_minute=OFTEN, channel_questions_per_minute=OFTEN,
    )  # fmt: skip
    return assemble(settings, engine, shard_count=1)


async def tried(engine: Engine, folder: Path, known: list[Known], share: int) -> Tried:
    """One of ``share`` of all tries; while nothing is known, the first server is furnished and told of."""
    bot = bot_over(engine, folder)
    async with simcord.run(bot) as env, AsyncExitStack() as ends:
        ends.callback(bot.services.close)
        stage = Stage(env)
        if not known:
            known.append(await furnish(stage))
        before = state(stage)
        elsewhere = env.create_guild("Elsewhere")
        channel = elsewhere.create_text_channel("general")
        eve = editor(stage, "eve", elsewhere)
        await add(stage, eve, HERS, "mine.md", channel)
        intruder = Intruder(stage, eve, channel, known[0])
        seen = [await intruder.run(one) for n, one in enumerate(intruder.tries()) if n % share == 0]
        return Tried(seen, state(stage) == before)


async def attack(index: Path, folder: Path, share: int = 1) -> tuple[list[tuple[Seen, Seen]], bool]:
    """What came back of each try with and without what the server has; whether that is as before."""
    worlds: list[Tried] = []
    known: list[Known] = []
    for name in ("with", "without"):
        (place := folder / name).mkdir()
        shutil.copytree(index, place / "index")
        with Engine.open(place / "index", threads=1) as engine:
            worlds.append(await tried(engine, place, known, share))
    return [*zip(worlds[0].seen, worlds[1].seen, strict=True)], all(world.unchanged for world in worlds)


def found(pairs: list[tuple[Seen, Seen]]) -> list[str]:
    """The tries that succeeded, each with what it showed."""
    leaks = [f"{seen.surface} {seen.name}: {seen.leaks}" for seen, _ in pairs if seen.leaks]
    return leaks + [
        f"{seen.surface} {seen.name}:\n  {seen.plain}\n  {without.plain}"
        for seen, without in pairs
        if seen.plain != without.plain
    ]


def main() -> None:
    """Print how many tries there were on each surface, and those that succeeded."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--share", type=int, default=1, help="one of so many tries")
    share = options.parse_args().share
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(ROOT / "corpus", index, reader=NO_READER)
        pairs, unchanged = asyncio.run(attack(index, Path(folder), share))
    for surface, times in Counter(seen.surface for seen, _ in pairs).items():
        sys.stdout.write(f"{surface:<20}{times:>6}\n")
    succeeded = found(pairs)
    sys.stdout.write(f"{'tries':<20}{len(pairs):>6}\n{'found something':<20}{len(succeeded):>6}\n")
    sys.stdout.write(f"{'changed something':<20}{0 if unchanged else 1:>6}\n")
    sys.stdout.writelines(f"{line}\n" for line in succeeded)
    sys.exit(bool(succeeded) or not unchanged)


if __name__ == "__main__":
    main()
