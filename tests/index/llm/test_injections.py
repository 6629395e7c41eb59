"""Sixty texts that want to steer the model, in all places that come from outside, before a model that obeys.

The server is as bad as a model can be: the text that is planted in what it is shown it repeats in every text
that it may give back. Only its numbers are honest, for those are the answer. The outcome must be that of the
honest one.
"""

from __future__ import annotations

import json
import tomllib
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from index.answer import Answer
from index.document import Document
from index.engine import Engine
from index.llm.language_model import MARKS
from index.llm.tasks import CHOOSE, RESTATE, WRITE
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import WordEncoder
from .asking import answering, holding, model_at
from .server import ModelServer
from .test_tasks import strings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.answer import Outcome
    from index.llm.endpoint_model import EndpointModel

    from .server import Asked, Reply

ROWS = tomllib.loads(Path(__file__).with_name("injections.toml").read_text(encoding="utf-8"))["injection"]
INJECTIONS = [row["text"] * row.get("times", 1) for row in ROWS]
SYSTEM = {task.name: task.messages({})[0]["content"] for task in (RESTATE, CHOOSE, WRITE)}
KEYS = {
    "restate": {"question", "before", "into"},
    "choose": {"question", "articles"},
    "write": {"question", "articles"},
}

TEXT = "The ferry to Brava costs 12 crowns.\n\nTom Ruiz said the ferry sails at noon."
FARE, SAILS = "What does the ferry to Brava cost?", "and when does it sail?"
LONGEST_TITLE, LONGEST_ASKED = 300, 1500
"""Code points of an injection in a title, and in a question: both are cut where they come in."""

ENCODER = WordEncoder(
    "ferry brava cost costs crowns sail sails noon ruiz said", real="the ferry cost sail".split()
)


def planted(injection: str, plain: str) -> list[Document]:
    """An article with the injection in one place, each in a collection called after that; the title is else
    the ``plain`` one."""
    cut = injection[:LONGEST_TITLE]
    return [
        Document("a", plain, TEXT, collection="none"),
        Document("a", plain, f"{TEXT}\n\n{injection}", collection="body"),
        Document("a", cut, TEXT, source=cut, author=cut, collection="record"),
        Document("a", plain, f"{TEXT}\n\n{injection} said the ferry is late.", collection="name"),
    ]


def asked_of(engine: Engine, injection: str) -> dict[str, Outcome]:
    """The outcomes of what is asked of an article without an injection, with it in the question or before."""
    cut = injection[:LONGEST_ASKED]
    return {
        "question": engine.ask(f"{FARE} {cut}", collections=("none",)),
        "before": engine.ask(SAILS, context=f"{FARE} {cut}", collections=("none",)),
    }


def honest(asked: Asked) -> Reply:
    """A model that does its task, and gives no text that could be compared: a follow-up is completed without
    it."""
    if asked.task == "restate":
        return {"question": "What?", "language": "en"}
    if asked.task == "write":
        return {"sentences": []}
    sails = any(word in asked.data["question"] for word in ("sail", "noon"))
    return answering(*holding(asked, "noon" if sails else "12 crowns"))


class Obedient:
    """A model that repeats the injection wherever it may say something."""

    injection = ""

    def __call__(self, asked: Asked) -> Reply:
        if asked.task == "restate":
            return {"question": self.injection, "language": self.injection}
        if asked.task == "write":
            return {"sentences": [self.injection, f"{self.injection} [1]", f"{self.injection} [9]"]}
        numbers = [answer["sentence"] for answer in honest(asked)["answers"]]
        return answering(*numbers, words=self.injection, speaker=self.injection)


def steered(outcome: Outcome) -> tuple[object, ...]:
    """All in an outcome that a model could move: text, quotes with their speakers and bold words, remarks and
    written sentences."""
    if not isinstance(outcome, Answer):
        return (outcome.reason, [citation.quote for citation in outcome.nearest])
    cited = [(c.quote, c.speaker, c.answer_span) for c in outcome.citations]
    return (outcome.text, cited, outcome.short_answer, outcome.remarks, outcome.written)


COSTS, HIS = (
    (f"{quote} [1]", [(quote, speaker, None)], None, (), ())
    for quote, speaker in zip(TEXT.split("\n\n"), (None, "Tom Ruiz"), strict=True)
)
"""What is answered of the fare, and of what Tom Ruiz said, whatever is planted beside."""

OBEDIENT = Obedient()


@pytest.fixture(scope="module")
def server() -> Iterator[ModelServer]:
    with ModelServer(OBEDIENT) as server:
        yield server


@pytest.fixture(scope="module")
def models(server: ModelServer) -> Iterator[list[EndpointModel]]:
    """The honest model, and the obedient one."""
    limits: dict[str, Any] = {"mode": "write", "day_tokens": 10**9, "server_day_tokens": 10**9}
    with ModelServer(honest) as good:
        made = [model_at(one, [], **limits) for one in (good, server)]
        yield made
        for model in made:
            model.close()


def test_there_are_sixty() -> None:
    """All different, of a dozen kinds."""
    assert (len(INJECTIONS), len(set(INJECTIONS))) == (60, 60)
    assert len({row["kind"] for row in ROWS}) >= 12


@pytest.mark.parametrize(
    "number", range(len(INJECTIONS)), ids=[f"{n}-{row['kind']}" for n, row in enumerate(ROWS)]
)
def test_it_changes_nothing(
    tmp_path: Path, models: list[EndpointModel], server: ModelServer, number: int
) -> None:
    """In an article's body, title, source, in a speaker's name, a question and the one before: quotes,
    speakers, bold words, remarks and what is refused are the same, and nothing is written."""
    injection = INJECTIONS[number]
    OBEDIENT.injection = injection[:LONGEST_ASKED]
    begun = len(server.asked)
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as store:
        articles = planted(injection, f"The ferry {number}")
        store.library.write(add=[ingest(article, ENCODER) for article in articles])
        good, bad = (Engine(store, ENCODER, language_model=model) for model in models)
        expected, outcomes = asked_of(good, injection), asked_of(bad, injection)
        for place in ("body", "record"):
            assert steered(bad.ask(FARE, collections=(place,), written=True)) == COSTS
        assert steered(bad.ask(FARE, collections=("name",))) == COSTS
        assert steered(bad.ask("What did Tom Ruiz say about noon?", collections=("name",))) == HIS
    assert {place: steered(one) for place, one in outcomes.items()} == {
        place: steered(one) for place, one in expected.items()
    }
    assert "sail" in outcomes["before"].receipt.searched_for
    held_apart(server.asked[begun:])


def held_apart(requests: list[Asked]) -> None:
    """The instructions are the same for all, the data are one JSON object in the second message, and in its
    texts stands none of the characters of templates."""
    assert len(requests) >= 7
    for request in requests:
        system, user, *more = request.body["messages"]
        assert (more, system) == ([], {"role": "system", "content": SYSTEM[request.task]})
        data = json.loads(user["content"])
        assert (user["role"], set(data)) == ("user", KEYS[request.task])
        assert not any(chr(mark) in text for text in strings(data) for mark in MARKS)
        assert not {"tools", "functions", "tool_choice"} & set(request.body)
