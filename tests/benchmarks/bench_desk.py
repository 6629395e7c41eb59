"""What the moderators' desk costs with 100,000 answers of one server, beside as many of others.

``pytest tests/benchmarks/bench_desk.py -s`` prints milliseconds and fails where a look into the memory takes
100. The grouping, which the encoder does once for the same questions, is told besides.
"""

from __future__ import annotations

import random
from contextlib import closing
from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest

from bot.desk import MOST_QUESTIONS, MOST_RANKED, MOST_WORDINGS
from bot.memory.asked import DAY
from bot.memory.opening import open_memory
from bot.memory.stored_answer import StoredAnswer
from index.answering.grouping import group

from ..index.shipped import shipped_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.memory.records import Records
    from index.models.encoder import OnnxEncoder

ANSWERS, GUILD = 100_000, 7
NOW = 20_000.0 * DAY
SINCE = NOW - 30 * DAY
MOST = 100.0
"""Milliseconds."""

WORDS = "what did the president say about tariffs soybeans ships harbours bridges fees when who met".split()


def answer(number: int, rng: random.Random) -> StoredAnswer:
    """One of three is refused, one of ten private, one of three worded like others; half are of others."""
    answered = rng.random() < 0.67
    words = " ".join(rng.choices(WORDS, k=8)) if rng.random() < 0.67 else f"question {rng.randrange(200)}?"
    quotes = [
        {"collection": "corpus", "document": f"d{rng.randrange(50)}", "quote": "x" * 200}
        for _ in range(rng.randrange(1, 4))
    ]
    passage = {"document": "trump-xi-busan-2025", "start": 0, "end": 300, "cosine": 0.5, "bm25": 7.0}
    record: dict[str, Any] = {
        "status": "answered" if answered else "abstained", "quotes": quotes, "passages": [passage] * 5
    }  # fmt: skip
    at, guild = NOW - rng.random() * 30 * DAY, GUILD if number % 2 else number
    return StoredAnswer(
        f"{number:016x}", guild, 1, number, number, number % 999, at, words, words, record, rng.random() < 0.1
    )


@pytest.fixture(scope="module", params=["file", "database"])
def memory(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """In a file, and in a database of PostgreSQL's."""
    rng = random.Random(1)  # noqa: S311
    path = tmp_path_factory.mktemp("memory") / "memory.sqlite3"
    place = path if request.param == "file" else request.getfixturevalue("new_database")()
    with closing(open_memory(place, create=True)) as memory:
        with memory.transaction():
            for number in range(2 * ANSWERS):
                memory.keep(answer(number, rng))
            for number in rng.sample(range(2 * ANSWERS), ANSWERS // 5):
                memory.vote(f"{number:016x}", rng.randrange(999), rng.choice((1, -1)))
        yield memory


LOOKS: dict[str, Callable[[Records], Any]] = {
    "the days": lambda m: m.days(GUILD, SINCE),
    "what to review": lambda m: m.to_review(GUILD, SINCE, MOST_QUESTIONS),
    "most asked": lambda m: m.most_asked(GUILD, SINCE, MOST_WORDINGS),
    "most quoted": lambda m: m.most_quoted(GUILD, SINCE, MOST_RANKED),
    "dismiss": lambda m: m.dismiss(GUILD, [f"{n:016x}" for n in range(MOST_QUESTIONS)]),
    "facts": lambda m: m.facts(GUILD),
    "keep one": lambda m: m.keep(answer(3, random.Random(2))),  # noqa: S311
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_memory(memory: Records, look: str) -> None:
    """Each look takes less than 100 ms."""
    took = sorted(timed(LOOKS[look], memory) for _ in range(9))
    print(f"\n{look}: median {took[4]:.1f} ms, slowest {took[-1]:.1f} ms")
    assert took[4] < MOST


def timed(look: Callable[[Any], Any], *args: Any) -> float:
    start = perf_counter()
    look(*args)
    return (perf_counter() - start) * 1000


def test_the_grouping(memory: Records, tmp_path_factory: pytest.TempPathFactory) -> None:
    """As many questions as are ever grouped at once."""
    encoder: OnnxEncoder = shipped_encoder(tmp_path_factory)
    words = [question.words for question in memory.to_review(GUILD, SINCE, MOST_QUESTIONS)]
    took = timed(lambda: group(words, encoder))
    print(f"\ngrouping {len(words)} questions: {took:.0f} ms")
