"""What a reader changes in an answer, and what it doesn't, with a reader that points where it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer, as_json
from index.document import Document
from index.engine import Engine
from index.store import Store

from .fakes import PointingReader
from .shipped import shipped_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HARBOUR = Document(
    "harbour",
    "The harbour of Lima",
    "The harbour of Lima was widened in 1998 by the engineer Clara Nunes. It holds forty ships.\n\n"
    "Paul Holm said the harbour fees would double. He said the fish market would move to Callao.\n\n"
    "The museum of Cusco opened its doors on a rainy Monday.",
)  # fmt: skip
WHO = "Who widened the harbour of Lima?"


@pytest.fixture
def opened(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Engine]]:
    """Opens an engine on one article with a reader that points at ``words=margin``, or without one."""
    engines = []

    def opened(**margins: float) -> Engine:
        store = Store.open(tmp_path / f"{len(engines)}.sqlite3", create=True)
        reader = PointingReader(**margins) if margins else None
        engines.append(Engine(store, shipped_encoder(tmp_path_factory), reader))
        engines[-1].add(HARBOUR)
        return engines[-1]

    yield opened
    for engine in engines:
        engine.close()


def test_the_words_that_answer_are_named(opened: Callable[..., Engine]) -> None:
    """They are the short answer and stand in the first quote, which stays a whole sentence."""
    outcome = opened(**{"Clara Nunes": 8.0}).ask(WHO)
    assert isinstance(outcome, Answer)
    first = outcome.citations[0]
    assert outcome.short_answer == "Clara Nunes"
    assert first.quote == HARBOUR.text.split(" It ")[0]
    assert first.exact is not None
    assert first.exact.of(HARBOUR.text) == "Clara Nunes"
    assert [c.exact for c in outcome.citations[1:]] == [None] * (len(outcome.citations) - 1)
    assert as_json(outcome)["judged"] == "reader"


def test_the_first_quote_is_the_sentence_with_the_words(opened: Callable[..., Engine]) -> None:
    """Where the search ranks that one lower, it comes first all the same, and only once."""
    outcome = opened(**{"forty ships": 12.0}).ask(WHO)
    assert isinstance(outcome, Answer)
    quotes = [c.quote for c in outcome.citations]
    assert "forty ships" in quotes[0]
    assert len(set(quotes)) == len(quotes)


def test_no_answer_by_the_reader_is_a_refusal(opened: Callable[..., Engine]) -> None:
    """What matches word for word is refused when the reader finds nothing; the receipt says who judged."""
    cost = "How much did Clara Nunes charge for the harbour?"
    sure, unsure = (opened(**{"Clara Nunes": margin}).ask(cost) for margin in (12.0, -12.0))
    assert isinstance(sure, Answer)
    assert isinstance(unsure, Abstention)
    assert unsure.receipt.confidence < unsure.receipt.threshold < sure.receipt.confidence
    assert (unsure.receipt.judged, as_json(unsure)["short_answer"]) == ("reader", None)


def test_a_surer_reader_is_more_confidence(opened: Callable[..., Engine]) -> None:
    """The confidence grows with the margin."""
    found = [
        opened(**{"Clara Nunes": margin}).ask(WHO).receipt.confidence for margin in (-4.0, 0.0, 4.0, 8.0)
    ]
    assert found == sorted(set(found))


def test_off_topic_questions_are_not_read(opened: Callable[..., Engine]) -> None:
    """What the search rules out never reaches the reader, however sure it would be."""
    engine = opened(**{"Clara Nunes": 30.0})
    outcome = engine.ask("How do I install Python on a Raspberry Pi?")
    assert isinstance(outcome, Abstention)
    assert outcome.receipt.judged == "passages"
    assert isinstance(engine.reader, PointingReader)
    assert engine.reader.questions == []


def test_attribution_stays_whatever_the_reader_prefers(opened: Callable[..., Engine]) -> None:
    """Asked what Holm said, words of somebody else's sentence are never first, nor bold."""
    outcome = opened(**{"Clara Nunes": 30.0, "the harbour fees would double": 1.0}).ask(
        "What did Holm say about the harbour?"
    )
    assert isinstance(outcome, Answer)
    assert outcome.citations[0].speaker == "Paul Holm"
    assert outcome.short_answer == "the harbour fees would double"


def test_the_reader_chooses_among_statements(opened: Callable[..., Engine]) -> None:
    """Of two statements that the search finds alike, the one it points at comes first."""
    asked = "What did Holm say about the fees and the market?"
    fees = opened(**{"fees would double": 9.0, "Callao": -3.0}).ask(asked)
    market = opened(**{"fees would double": -3.0, "Callao": 9.0}).ask(asked)
    assert isinstance(fees, Answer)
    assert isinstance(market, Answer)
    assert (fees.short_answer, market.short_answer) == ("fees would double", "Callao")


def test_without_a_reader_passages_judge(opened: Callable[..., Engine]) -> None:
    """The same question is answered by the search alone, without a short answer, and says so."""
    outcome = opened().ask(WHO)
    assert isinstance(outcome, Answer)
    assert "Clara Nunes" in outcome.citations[0].quote
    assert (outcome.short_answer, outcome.citations[0].exact) == (None, None)
    assert outcome.receipt.judged == "passages"


def test_where_nothing_is_judged_nobody_does(opened: Callable[..., Engine]) -> None:
    """Small talk and the record need no judge."""
    engine = opened(**{"Clara Nunes": 8.0})
    assert [engine.ask(q).receipt.judged for q in ("Hello!", "What is the title?")] == ["none", "none"]
