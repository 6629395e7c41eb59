"""Which of somebody's statements comes first, and what of it may be set in bold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.answer import Answer
from index.document import Document, Span, Statement
from index.engine import Engine
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import PointingReader, PointingVerifier, WordEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.answer import Outcome

ENCODER = WordEncoder("holm fees market lima ships grain rise stay")
FIRST, SECOND = "The fees stay, he said.", "Ships wait, he said."
ABOUT = "What did Paul Holm say about the fees?"


@pytest.fixture
def holm(tmp_path: Path) -> Iterator[Callable[..., Engine]]:
    """An engine on sentences that Paul Holm says, each with the certainties of his statements in it."""
    store = open_store(tmp_path / "index.sqlite3", create=True)

    def holm(*said: tuple[str, list[float]]) -> Engine:
        records = []
        for n, (text, certainties) in enumerate(said):
            span = Span(0, len(text))
            theirs = [Statement(span, "Paul Holm", "said", False, None, sure) for sure in certainties]
            record = ingest(Document(f"d{n}", f"D{n}", text), ENCODER)
            records.append(replace(record, statements=tuple(theirs)))
        store.library.write(add=records)
        return Engine(store, ENCODER)

    yield holm
    store.close()


def quotes(outcome: Outcome) -> list[str]:
    assert isinstance(outcome, Answer), outcome
    return [c.quote for c in outcome.citations]


def test_a_sentence_counts_by_its_surest_statement(holm: Callable[..., Engine]) -> None:
    """Of two in one sentence the surer is its certainty and its rank."""
    engine = holm((FIRST, [0.9, 0.4]), (SECOND, [0.8]))
    outcome = engine.ask("What did Paul Holm say?")
    assert quotes(outcome) == [FIRST, SECOND]
    assert outcome.receipt.confidence == 0.9


def test_the_surest_of_a_document_comes_first(holm: Callable[..., Engine]) -> None:
    """Wherever it stands, when no topic is named."""
    engine = holm()
    text = f"{SECOND}\n\n{FIRST}"
    at = text.index(FIRST)
    spans = [(Span(0, len(SECOND)), 0.6), (Span(at, len(text)), 0.9)]
    theirs = tuple(Statement(span, "Paul Holm", "said", False, None, sure) for span, sure in spans)
    engine.store.library.write(add=[replace(ingest(Document("d", "D", text), ENCODER), statements=theirs)])
    assert quotes(engine.ask("What did Paul Holm say?")) == [FIRST, SECOND]


def test_what_another_says_beside_it_is_not_theirs(holm: Callable[..., Engine]) -> None:
    """Not even where it stands in the same passage and is as much on the topic."""
    engine, theirs = holm(), "The fees stay, he said."
    text = f"The fees stay, she said. {theirs}"
    spans = {"Ann Sole": Span(0, 24), "Paul Holm": Span(25, len(text))}
    said = tuple(Statement(span, name, "said", False, None, 0.9) for name, span in spans.items())
    engine.store.library.write(add=[replace(ingest(Document("d", "D", text), ENCODER), statements=said)])
    assert quotes(engine.ask(ABOUT)) == quotes(engine.ask("What did Paul Holm say?")) == [theirs]


@pytest.mark.parametrize(("margin", "bold"), [(0.01, "stay"), (0.0, None), (-1.0, None)])
def test_words_are_bold_where_the_reader_prefers_them(
    holm: Callable[..., Engine], margin: float, bold: str | None
) -> None:
    """To no answer at all; the statement is quoted all the same."""
    engine = holm((FIRST, [0.9]))
    engine.reader = PointingReader(stay=margin)
    outcome = engine.ask(ABOUT)
    assert quotes(outcome) == [FIRST]
    assert isinstance(outcome, Answer)
    assert outcome.short_answer == bold


def test_a_statement_off_the_topic_is_not_quoted_beside(holm: Callable[..., Engine]) -> None:
    """It is more than six hundredths below the best; without a topic it would be."""
    engine = holm((FIRST, [0.9]), (SECOND, [0.9]), ("Grain is dear, he said.", [0.9]))
    assert quotes(engine.ask(ABOUT)) == [FIRST]
    assert len(quotes(engine.ask("What did Paul Holm say?"))) == 3


def test_a_statement_on_half_the_topic_is_not_quoted_beside(holm: Callable[..., Engine]) -> None:
    """It has one of two equally rare words, and is some five tenths below."""
    both = "The fees and the grain stay, he said."
    engine = holm((FIRST, [0.9]), ("The grain stays, he said.", [0.9]), (both, [0.9]))
    assert quotes(engine.ask("What did Paul Holm say about the fees and the grain?")) == [both]


def test_the_reader_chooses_among_those_that_are_near_alone(holm: Callable[..., Engine]) -> None:
    """However sure it is of another."""
    engine = holm((FIRST, [0.9]), ("The fees stay, Paul Holm said.", [0.9]), (SECOND, [0.9]))
    engine.reader = PointingReader(**{"fees stay, he": 1.0, "fees stay, Paul": 9.0, "wait": 99.0})
    assert quotes(engine.ask(ABOUT))[0] == "The fees stay, Paul Holm said."


def test_further_statements_are_verified_too(holm: Callable[..., Engine]) -> None:
    """One that is as near is quoted if the verifier holds that it answers."""
    other = "The fees stay, said Holm."
    engine = holm((FIRST, [0.9]), (other, [0.9]))
    engine.verifier = PointingVerifier(**{"stay, he": 9.0, "stay, said": 9.0})
    assert quotes(engine.ask(ABOUT)) == [FIRST, other]
    engine.verifier = PointingVerifier(**{"stay, he": 9.0, "stay, said": -9.0})
    assert quotes(engine.ask(ABOUT)) == [FIRST]
