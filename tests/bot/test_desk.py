"""The desk: whatever comes in is answered, or told why not, and remembered."""

from __future__ import annotations

import re
import threading
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.conversation import NO_TEXT, OTHER_SCRIPT
from bot.desk import Desk, Inquiry
from bot.errors import MemoryUnavailable
from bot.memory import Memory
from bot.render import plainly
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index import Engine

ANA, HERE, GUILD = 1, 10, 100
FAILED = re.compile(r"(.+); it is noted under the reference ([0-9a-f]{8})\. Please try again\.")
ask = partial(Inquiry, asker=ANA, channel=HERE, guild=GUILD, asked_at=1000.0, message=500)


@pytest.fixture
def make_desk(tmp_path: Path, engine: Engine) -> Iterator[Callable[..., Desk]]:
    """Makes desks over one memory."""
    made: list[Desk] = []

    def make(**options: float) -> Desk:
        memory = Memory.open(tmp_path / "memory.sqlite3", create=True)
        made.append(Desk(engine, memory, worker=Worker("questions", **options), scribe=Worker("memory")))
        return made[-1]

    yield make
    for desk in made:
        desk.close()


async def test_an_answer_is_remembered_with_its_quotes_and_receipt(make_desk: Callable[..., Desk]) -> None:
    """Under its key: who asked what, where its quotes stand, and how it was judged."""
    desk = make_desk()
    given = await desk.answer(ask("what did besent say about soybeans"))
    kept = desk.memory.answer(given.key)
    assert (kept.guild, kept.channel, kept.question, kept.asker, kept.reply) == (GUILD, HERE, 500, ANA, None)
    assert (kept.text, kept.searched_for) == (
        "what did besent say about soybeans",
        "what did bessent say about soybeans",
    )
    (quote,) = kept.record["quotes"]
    assert quote["quote"] == given.reply.citations[0].quote
    assert kept.record["index_version"] == desk.engine.version
    assert kept.record["confidence"] >= kept.record["threshold"]
    assert "soybeans" not in str({k: v for k, v in kept.record.items() if k not in ("quotes", "passages")})


async def test_an_answer_that_takes_the_place_of_another(make_desk: Callable[..., Desk]) -> None:
    """Keeps its key, and where it stands."""
    desk = make_desk()
    first = await desk.answer(ask("What is fentanyl?"))
    desk.memory.posted(first.key, 77, 700)
    old = desk.memory.answer(first.key)
    second = await desk.answer(ask("What happened to the yuan?", replaces=old))
    kept = desk.memory.answer(first.key)
    assert second.key == first.key
    assert (kept.channel, kept.reply, kept.text) == (77, 700, "What happened to the yuan?")


@pytest.mark.parametrize(
    ("inquiry", "reply"),
    [
        (ask("Что сказал Бессент о сое?"), OTHER_SCRIPT),
        (ask("", claim=True), NO_TEXT),
        (ask("x" * 501), "That question has 501 characters and I read up to 500. Shorten it, please."),
    ],
)
async def test_what_is_no_question(make_desk: Callable[..., Desk], inquiry: Inquiry, reply: str) -> None:
    """Is told so, with questions that would do."""
    given = await make_desk().answer(inquiry)
    assert given.reply.pages[0].body == reply
    assert len(given.reply.suggestions) == 3


async def test_a_late_answer(make_desk: Callable[..., Desk]) -> None:
    """The asker is told in a sentence, and the log has the same reference."""
    desk, go = make_desk(seconds=0.05), threading.Event()
    with capture_logs() as logs:
        given = await desk.present(ask("x"), lambda: plainly(str(go.wait(5))))
    go.set()
    found = FAILED.fullmatch(given.reply.pages[0].body)
    assert (found[1], given.key) == ("That took longer than it may", "")
    assert [(entry["event"], entry["reference"]) for entry in logs] == [("failed", found[2])]


async def test_a_memory_that_cannot_be_written(make_desk: Callable[..., Desk]) -> None:
    """An answer that can't be remembered is a failure that is told, not a silence."""
    desk = make_desk()
    with closing(Memory.open(desk.memory.path)) as other, capture_logs() as logs:
        desk.memory._db.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001
        other._db.execute("BEGIN IMMEDIATE")  # noqa: SLF001
        given = await desk.answer(ask("What is fentanyl?"))
        other._db.execute("ROLLBACK")  # noqa: SLF001
    assert FAILED.fullmatch(given.reply.pages[0].body)[1] == "Something went wrong on my side"
    assert isinstance(logs[0]["exc_info"], MemoryUnavailable)
