"""Whatever comes in is answered, or told why not, and remembered."""

from __future__ import annotations

import itertools
import re
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.answers import AnswerService
from bot.errors import Busy, Late, MemoryCorrupt, MemoryUnavailable
from bot.failures import BUSY, report_failure
from bot.hearing.inquiry import Inquiry
from bot.hearing.query import NO_TEXT, OTHER_SCRIPT
from bot.memory.async_memory import AsyncMemory
from bot.memory.memory import Memory
from bot.saying.reply import plain_reply
from bot.servers import Servers
from bot.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index import Engine

    Make = Callable[..., AnswerService]

ANA, HERE, GUILD = 1, 10, 100
FAILED = re.compile(r"(.+); it is noted under the reference ([0-9a-f]{8})\. Please try again\.")
ask = partial(Inquiry, asker=ANA, channel=HERE, guild=GUILD, asked_at=1000.0, message=500)


@pytest.fixture
def make_answers(tmp_path: Path, engine: Engine) -> Iterator[Make]:
    """Makes services over one memory."""
    made: list[tuple[AnswerService, Worker]] = []

    def make(**options: float) -> AnswerService:
        file = Memory.open(tmp_path / "memory.sqlite3", create=True)
        worker = Worker("questions", **options)
        memory = AsyncMemory(file, Worker("memory"))
        servers = Servers(memory, engine, worker)
        made.append((AnswerService(engine, memory, worker, servers), worker))
        return made[-1][0]

    yield make
    for answers, worker in made:
        worker.close()
        answers.memory.close()


async def test_an_answer_is_remembered_with_its_quotes_and_receipt(
    make_answers: Make,
) -> None:
    """Under its key: who asked what, where its quotes stand, and how it was judged."""
    answers = make_answers()
    given = await answers.answer(ask("what did besent say about soybeans"))
    kept = answers.memory.records.answer(given.key)
    assert (kept.guild, kept.channel, kept.question, kept.asker, kept.reply) == (GUILD, HERE, 500, ANA, None)
    assert (kept.text, kept.searched_for) == (
        "what did besent say about soybeans",
        "what did bessent say about soybeans",
    )
    (quote,) = kept.record["quotes"]
    assert quote["quote"] == given.reply.citations[0].quote
    assert kept.record["index_version"] == answers.engine.version
    assert kept.record["confidence"] >= kept.record["threshold"]
    assert "soybeans" not in str({k: v for k, v in kept.record.items() if k not in ("quotes", "passages")})


async def test_an_answer_that_takes_the_place_of_another(make_answers: Make) -> None:
    """Keeps its key, and where it stands."""
    answers = make_answers()
    first = await answers.answer(ask("What is fentanyl?"))
    answers.memory.records.posted(first.key, 77, 700)
    old = answers.memory.records.answer(first.key)
    second = await answers.answer(ask("What happened to the yuan?", replaces=old))
    kept = answers.memory.records.answer(first.key)
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
async def test_what_is_no_question(make_answers: Make, inquiry: Inquiry, reply: str) -> None:
    """Is told so, with questions that would do."""
    given = await make_answers().answer(inquiry)
    assert given.reply.pages[0].body == reply
    assert len(given.reply.suggestions) == 3


async def test_a_late_answer(make_answers: Make) -> None:
    """The asker is told in a sentence, and the log has the same reference."""
    answers, go = make_answers(seconds=0.05), threading.Event()
    with capture_logs() as logs:
        given = await answers.present(ask("x"), lambda: plain_reply(str(go.wait(5))))
    go.set()
    found = FAILED.fullmatch(given.reply.pages[0].body)
    assert (found[1], given.key) == ("That took longer than it may", "")
    assert [(entry["event"], entry["reference"]) for entry in logs] == [("failed", found[2])]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("PRAGMA query_only = ON", "attempt to write a readonly database"),
        ("PRAGMA max_page_count = 1", "database or disk is full"),
    ],
)
async def test_a_memory_that_cannot_be_written(make_answers: Make, trouble: str, told: str) -> None:
    """What can't be remembered is answered all the same, under no key; the log says why."""
    answers = make_answers()
    answers.memory.records._db.execute(trouble)  # noqa: SLF001
    with capture_logs() as logs:
        messages = itertools.count(500)
        while (given := await answers.answer(ask("What is fentanyl?", message=next(messages)))).key:
            pass  # until the pages that it has are full
        while (await answers.take(ask("What is fentanyl?", message=next(messages)))).replaces:
            pass
    assert "a synthetic opioid" in given.reply.pages[0].body
    assert given.reply.answered
    assert {entry["event"] for entry in logs} == {"memory not used"}
    assert [entry["reason"] for entry in logs if told not in entry["reason"]] == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Busy("x"), re.escape(BUSY)),
        (Late("x"), "That took longer than it may; it is noted .*"),
        (MemoryUnavailable("x"), "I can't use my memory just now; it is noted .*"),
        (MemoryCorrupt("x"), "I can't use my memory just now; it is noted .*"),
        (RuntimeError("x"), "Something went wrong on my side; it is noted .*"),
    ],
)
def test_a_failure_is_told_in_a_sentence(error: Exception, said: str) -> None:
    """Its own, and one that is no fault at all has no reference."""
    with capture_logs():
        assert re.fullmatch(said, report_failure(error).pages[0].body)


async def test_what_is_taken_is_noted_until_it_is_answered(
    make_answers: Make,
) -> None:
    """Without its words; the answer takes its place, and is still taken as long as it stands nowhere."""
    answers = make_answers()
    asked = await answers.take(ask("What is fentanyl?"))
    noted = answers.memory.records.to_question(500)
    assert (noted.text, noted.reply, noted.record["asked_in"]) == (None, None, HERE)
    assert noted.taken is not None
    given = await answers.answer(asked)
    kept = answers.memory.records.to_question(500)
    assert (kept.id, kept.text, kept.taken) == (given.key, "What is fentanyl?", noted.taken)
    assert given.key == noted.id
