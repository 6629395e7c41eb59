"""Sentences that a language model writes from an answer's quotes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer
from index.document import Document
from index.engine import Engine
from index.llm.language_model import Numbered
from index.storage.embedded import open_store

from ..fakes import WordEncoder
from .consulted import Told, pointing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FERRY = Document(
    "ferry",
    "The ferry",
    "The ferry to Brava costs 12 crowns. Tom Ruiz said it is late.",
    published=date(2024, 3, 3),
)
FARE, COSTS = "What does the ferry to Brava cost?", "The ferry to Brava costs 12 crowns."
STRANGER = "Bishop Nobody resigned. [1]"


@pytest.fixture
def told() -> Told:
    return Told(pointing("12 crowns"), sentences=[STRANGER])


@pytest.fixture
def engine(tmp_path: Path, told: Told) -> Iterator[Engine]:
    encoder = WordEncoder("ferry brava cost costs late crowns")
    with Engine(open_store(tmp_path / "index.sqlite3", create=True), encoder, language_model=told) as engine:
        engine.add(FERRY)
        yield engine


def test_the_quotes_are_all_that_it_is_shown(engine: Engine, told: Told) -> None:
    """With their markers, the record of their article, and who speaks; and what was searched for."""
    engine.ask(FARE, written=True)
    assert told.shown[-1] == ("write", FARE, Numbered(1, COSTS, "The ferry", date(2024, 3, 3)))
    engine.ask("What did Tom Ruiz say?", written=True)
    assert told.shown[-1][2:] == (
        Numbered(1, "Tom Ruiz said it is late.", "The ferry", date(2024, 3, 3), "Tom Ruiz"),
    )


def test_what_the_quotes_do_not_bear_is_not_shown(engine: Engine) -> None:
    """The answer is then the one that is given without sentences."""
    written, plain = engine.ask(FARE, written=True), engine.ask(FARE)
    assert isinstance(written, Answer)
    assert isinstance(plain, Answer)
    assert (written.written, written.text, written.citations) == ((), plain.text, plain.citations)


def test_nothing_is_written_unless_it_is_wanted(engine: Engine, told: Told) -> None:
    """Nor for what has no quotes, nor for a refusal."""
    engine.ask(FARE)
    engine.ask("who wrote this article?", written=True)
    told.chooses = pointing()
    assert isinstance(engine.ask(FARE, written=True), Abstention)
    assert "write" not in [shown[0] for shown in told.shown]


def test_a_failure_leaves_the_quotes(engine: Engine, told: Told) -> None:
    """A model that has judged and then fails to write has still judged."""
    told.sentences = None
    outcome = engine.ask(FARE, written=True)
    assert isinstance(outcome, Answer)
    assert (outcome.written, outcome.receipt.judged) == ((), "llm")
    assert outcome.receipt.language_model is not None
    assert outcome.receipt.language_model.as_json() == {"model": "told", "tokens": 7, "milliseconds": 1.5}


def test_the_gist_may_be_written_too(engine: Engine, told: Told) -> None:
    """An overview's sentences are quotes as well."""
    engine.brief(written=True)
    assert told.shown[-1][0] == "write"
    assert len(told.shown[-1]) == 4
