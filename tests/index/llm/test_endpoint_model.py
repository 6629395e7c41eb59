"""The model behind an endpoint: one repair, a memory, and limits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from index.answer import ModelUse
from index.errors import LanguageModelError
from index.llm.breaker import FAILURES
from index.llm.endpoint_model import WAITING
from index.llm.language_model import Choice, Numbered, Restated

from .asking import QUESTION, SENTENCES, SOON, answered, answering, asked_at, failure, until
from .server import Asked, Fault

if TYPE_CHECKING:
    from .server import Reply


class Gate:
    """Lets replies through when it is opened."""

    def __init__(self, reply: Reply) -> None:
        self.reply, self.open = reply, threading.Event()

    def __call__(self, _: Asked) -> Reply:
        assert self.open.wait(SOON)
        return self.reply


# ---------------------------------------------------------------------- what is asked and read


def test_the_tasks() -> None:
    """Numbers with words and a speaker, a question restated, sentences; and what they took together."""

    def reply(asked: Asked) -> Reply:
        return {
            "choose": answering(3, 2, words="ferries", speaker="Bell"),
            "restate": {"question": "Who?", "language": " DE-at "},
            "write": {"sentences": ["Three. [1]"]},
        }[asked.task]

    with asked_at(reply) as (model, server):
        talk = model.consult("a")
        assert talk.use is None
        assert talk.restate("Wer?", None, "en") == Restated("Who?", "de")
        assert talk.choose(QUESTION, SENTENCES) == [
            Choice(3, "ferries", "Bell"),
            Choice(2, "ferries", "Bell"),
        ]
        assert talk.write(QUESTION, SENTENCES) == ["Three. [1]"]
        assert talk.use == ModelUse("tiny", 300, talk.use.milliseconds)
        assert 0 < talk.use.milliseconds < 1000 * SOON
    assert [one.data.get("into") for one in server.asked] == ["en", None, None]


def test_numbers_that_stand_for_no_sentence_are_dropped() -> None:
    """So are those that are given twice; what is left keeps its order."""
    with asked_at(answering(9, 2, 1, 2, 0, -1)) as (model, _):
        assert [choice.number for choice in model.consult("a").choose(QUESTION, SENTENCES)] == [2, 1]


def test_one_repair() -> None:
    """A reply that can't be read is asked for once more, and both are paid for."""
    replies = ["Sentence 2, I think.", answering(2)]
    with asked_at(lambda _: replies.pop(0)) as (model, server):
        talk = model.consult("a")
        assert [choice.number for choice in talk.choose(QUESTION, SENTENCES)] == [2]
        assert talk.use.tokens == 200
        assert [len(asked.body["messages"]) for asked in server.asked] == [2, 4]
        assert model.incidents.counts == {}


def test_one_repair_alone() -> None:
    """The second that can't be read is a failure."""
    with asked_at("Sentence 2, I think.") as (model, server):
        assert failure(model) == "malformed"
        assert len(server.asked) == 2
        assert model.incidents.counts == {"malformed": 1}


# ---------------------------------------------------------------------- memory


def test_equal_questions_are_asked_once() -> None:
    """By whomever; another question, or the same to sentences that have changed, is asked."""
    with asked_at(answering(2)) as (model, server):
        first, second = model.consult("a"), model.consult("b")
        assert first.choose(QUESTION, SENTENCES) == second.choose(QUESTION, SENTENCES) == [Choice(2)]
        assert (first.use.tokens, second.use.tokens) == (100, 0)
        model.consult("a").choose("How many?", SENTENCES)
        model.consult("a").choose(
            QUESTION, [*SENTENCES[:2], Numbered(3, "“We need less,” Ann Bell said.", "The harbor")]
        )
        assert len(server.asked) == 3


def test_equal_questions_at_once_share_a_reply() -> None:
    """The second waits for the first's."""
    gate = Gate(answering(2))
    with asked_at(gate) as (model, server), ThreadPoolExecutor(6) as pool:
        talks = [model.consult("a") for _ in range(6)]
        found = [pool.submit(talk.choose, QUESTION, SENTENCES) for talk in talks]
        until(lambda: bool(server.asked))
        gate.open.set()
        assert [one.result(SOON) for one in found] == [[Choice(2)]] * 6
        assert len(server.asked) == 1
        assert sorted(talk.use.tokens for talk in talks) == [0] * 5 + [100]


def test_a_failure_is_not_remembered() -> None:
    """The next equal question is asked, and its answer kept."""
    replies = [Fault(500), answering(2)]
    with asked_at(lambda _: replies.pop(0)) as (model, _):
        assert failure(model) == "fault"
        assert model.consult("a").choose(QUESTION, SENTENCES) == [Choice(2)]
        assert model.consult("a").choose(QUESTION, SENTENCES) == [Choice(2)]


def test_a_failure_that_is_shared() -> None:
    """Those who waited for the same reply fail with it, and it counts once."""
    gate = Gate(Fault(500))
    with asked_at(gate) as (model, server), ThreadPoolExecutor(3) as pool:
        found = [pool.submit(failure, model) for _ in range(3)]
        until(lambda: bool(server.asked))
        until(lambda: pool._work_queue.empty())  # noqa: SLF001  # all have begun
        gate.open.set()
        assert {one.result(SOON) for one in found} == {"fault"}
        assert model.incidents.counts["fault"] == len(server.asked) <= 3


def test_anothers_want_of_tokens_is_not_shared() -> None:
    """Who waits for the reply to another server's equal question asks it, if that one's tokens are spent."""
    gate, few = Gate(answering(2)), {"server_day_tokens": 550, "reply_tokens": 100}
    with (
        asked_at(gate, concurrency=1, seconds=40.0, **few) as (model, server),
        ThreadPoolExecutor(3) as pool,
    ):
        first = pool.submit(answered, model, "Another?")
        until(lambda: len(server.asked) == 1)
        poor = pool.submit(failure, model)
        until(lambda: model._queue._value == 0)  # noqa: SLF001  # it waits for its turn
        rich = pool.submit(model.consult("b").choose, QUESTION, SENTENCES)
        until(lambda: pool._work_queue.empty())  # noqa: SLF001  # all have begun
        gate.open.set()
        assert first.result(SOON)
        assert poor.result(SOON) == "spent"
        assert rich.result(SOON) == [Choice(2)]


# ---------------------------------------------------------------------- limits


def test_so_many_at_once() -> None:
    """As many as it may; as many again wait a little; the next is told that it is crowded at once."""
    gate = Gate(answering(2))
    with asked_at(gate, concurrency=2, seconds=40.0) as (model, server), ThreadPoolExecutor(4) as pool:
        found = [pool.submit(model.consult("a").choose, f"{QUESTION} {n}", SENTENCES) for n in range(4)]
        until(lambda: len(server.asked) == 2)
        until(lambda: model._queue._value == 0)  # noqa: SLF001  # two wait
        began = time.perf_counter()
        assert failure(model) == "crowded"
        assert time.perf_counter() - began < 1
        assert len(server.asked) == 2
        gate.open.set()
        assert [one.result(SOON) for one in found] == [[Choice(2)]] * 4
        assert model.consult("a").choose(QUESTION, SENTENCES) == [Choice(2)]


def test_nobody_waits_long_for_others() -> None:
    """Who waits for a quarter of a question's time is answered without the model; the breaker stays out."""
    gate = Gate(answering(2))
    with asked_at(gate, concurrency=1, seconds=0.8) as (model, server), ThreadPoolExecutor(1) as pool:
        first = pool.submit(model.consult("a").choose, f"{QUESTION} Really?", SENTENCES)
        until(lambda: len(server.asked) == 1)
        began = time.monotonic()
        assert [failure(model) for _ in range(FAILURES)] == ["crowded"] * FAILURES
        assert time.monotonic() - began > 0.8 * WAITING * (FAILURES - 0.5)  # each of them waited
        gate.open.set()
        assert first.result(SOON) == [Choice(2)]
        assert model.breaker.closed


def test_a_server_pays_for_its_own() -> None:
    """One that has spent its tokens of the day is answered without the model, the others with it."""
    told = list[str]()
    with asked_at(answering(2), told, server_day_tokens=1500, reply_tokens=500) as (model, server):
        model.consult("a").choose(QUESTION, SENTENCES)
        questions = (f"{QUESTION} {n}" for n in range(20))
        asked = next(n for n, question in enumerate(questions) if not answered(model, question))
        assert model.incidents.counts == {"spent": 1}
        assert 4 < asked < 10  # 100 tokens each, and an estimate of 900 has to be left
        assert model.consult("b").choose("Which?", SENTENCES) == [Choice(2)]
        assert len(server.asked) == asked + 2
        assert told == [
            "the language model has spent a server's tokens of the day: see "
            "RAPPORTEUR_LLM_SERVER_DAY_TOKENS; the embedded judge answers (spent: 1 so far)"
        ]


def test_a_failure_that_took_nothing_costs_nothing() -> None:
    """What was refused before it was read is given back; a reply that came too late is paid for."""
    replies: list[Reply] = [Fault(404)] * 2 + [answering(2)]
    with asked_at(lambda _: replies.pop(0), day_tokens=2000, server_day_tokens=2000) as (model, _):
        assert [failure(model) for _ in range(2)] == ["missing"] * 2
        assert model.consult("a").choose(QUESTION, SENTENCES) == [Choice(2)]
    with asked_at(Fault(hangs=True), day_tokens=2000, server_day_tokens=2000, seconds=0.1) as (model, _):
        assert [failure(model), failure(model)] == ["late", "spent"]


def test_a_question_has_a_limit() -> None:
    """What is longer than it may be is never sent, and no fault of the endpoint's."""
    told = list[str]()
    with asked_at(answering(1), told, prompt_tokens=1000) as (model, server):
        for n in range(FAILURES):
            with pytest.raises(LanguageModelError, match="has no room: raise RAPPORTEUR_LLM_PROMPT_TOKENS"):
                model.consult("a").choose(QUESTION, [Numbered(1, f"{n} ferries" * 300, "The harbor")])
        assert (server.asked, len(told), model.breaker.closed) == ([], 1, True)
