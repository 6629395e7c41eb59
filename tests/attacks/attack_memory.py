"""Ask ten thousand questions in one process: after the first 500, its memory may grow by no more than 5 MB.

    python tests/attacks/attack_memory.py [--questions 10000] [--minutes 20] [--seed 1]

The bot asks the engine, with the shipped models, and remembers each answer. Every question is another:
true ones, misspelt ones, fuzzed ones, follow-ups, of many servers, some of them pages long; some answers are
looked at again. Prints the resident memory as it goes; exit status 1 if it grew by more than 5 MB.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import re
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import structlog

from bot.answers import AnswerService
from bot.catalogue import Catalogue
from bot.hearing.inquiry import Inquiry
from bot.memory.async_memory import AsyncMemory
from bot.memory.memory import Memory
from bot.servers import Servers
from bot.worker import Worker
from index import Engine
from index.building.build import build
from index.curated.golden import load_questions

WARM = 500  # questions after which the memory is taken for full
MOST_MB = 5.0
SHOWN = 20  # lines of the table
SERVERS = 100_000
WORDS = "trump xi soy beans yuan tariff rare earth taiwan busan fentanyl ✓ 北京 \u202e ??? <@1> **".split()


def resident() -> float:
    """The process's memory, in MB."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) / 1024  # type: ignore[index]


def question(choose: random.Random, known: list[str]) -> str:
    """One that was hardly asked before."""
    text = choose.choice(known)
    letters = list(text)
    for _ in range(choose.randrange(4)):
        place = choose.randrange(len(letters))
        letters[place] = choose.choice("abcdefghijklmnopqrstuvwxyz ")
    extra = " ".join(choose.choices(WORDS, k=choose.randrange(8)))
    more = f"{choose.randrange(10**9)}" if choose.random() < 0.5 else ""
    return f"{''.join(letters)} {extra} {more}"[: choose.choice([60, 200, 600])]


def inquiry(choose: random.Random, known: list[str], number: int) -> Inquiry:
    """Somebody asks it in some server, now and then as a follow-up or a claim."""
    context = choose.choice(known) if choose.random() < 0.2 else None
    guild = choose.randrange(SERVERS)
    return Inquiry(
        question(choose, known), choose.randrange(10**6), guild * 10, guild, time.time(), 10**6 + number,
        context, choose.random() < 0.1,
    )  # fmt: skip


async def ask(
    answers: AnswerService, worker: Worker, choose: random.Random, known: list[str], number: int
) -> None:
    """One question, taken, answered and posted as by the bot; a tenth of the answers are looked at again."""
    asked = await answers.take(inquiry(choose, known, number))
    given = await answers.answer(asked)
    assert given.key, given
    answers.memory.records.posted(given.key, asked.channel, 10**7 + number)
    answer = answers.memory.records.answer(given.key)
    if number % 10 == 0 and answer is not None:
        await answers.passages(answer)
        await answers.why(answer)
        await worker.run(partial(Catalogue.of, answers.engine, asked.collections))


async def attack(questions: int, minutes: float, seed: int) -> tuple[int, float]:
    """So many questions, or as many as the time allows; gives how many, and by how much the memory grew."""
    choose = random.Random(seed)  # noqa: S311
    known = [q.text for q in load_questions(ROOT / "corpus" / "questions.toml")[1]]
    end = time.monotonic() + minutes * 60
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        build(ROOT / "corpus", index)
        file = Memory.open(Path(folder) / "memory.sqlite3", create=True)
        with Engine.open(index) as engine:
            worker = Worker("questions")
            memory = AsyncMemory(file, Worker("memory"))
            answers = AnswerService(engine, memory, worker, Servers(memory, engine, worker))
            warm, asked = 0.0, 0
            while asked < questions and time.monotonic() < end:
                await ask(answers, worker, choose, known, asked)
                asked += 1
                if asked == WARM:
                    warm = resident()
                if asked % (questions // SHOWN) == 0 or asked == WARM:
                    sys.stdout.write(f"{asked:>8} questions {resident():>8.1f} MB\n")
                    sys.stdout.flush()
            grown = resident() - warm
            worker.close()
            answers.memory.close()
    return asked, grown


def main() -> None:
    """Print the table and the figure."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--questions", type=int, default=10_000)
    options.add_argument("--minutes", type=float, default=20.0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    asked, grown = asyncio.run(attack(given.questions, given.minutes, given.seed))
    sys.stdout.write(f"growth from question {WARM} to {asked}: {grown:.1f} MB (at most {MOST_MB:g})\n")
    sys.exit(grown > MOST_MB or asked < given.questions)


if __name__ == "__main__":
    main()
