"""What a reader or a verifier changes in an answer, and what it doesn't, with ones that point where told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index.answer import Abstention, Answer, as_json
from index.answering.composing import NEAR, NOTHING
from index.answering.judge import MOST_NEAREST, NEAR_PROBABILITY
from index.answering.thresholds import (
    BOLD_THRESHOLD,
    THRESHOLD,
    TOPIC_LEAST_VERIFIED,
    VERIFIED_THRESHOLD,
    confidence_verified,
)
from index.document import Document
from index.engine import Engine
from index.storage.embedded import open_store

from ..fakes import PointingReader, PointingVerifier
from ..shipped import shipped_encoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from index.answer import Outcome
    from index.storage.store import Store

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
        store = open_store(tmp_path / f"{len(engines)}.sqlite3", create=True)
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
    assert first.answer_span is not None
    assert first.answer_span.of(HARBOUR.text) == "Clara Nunes"
    assert [c.answer_span for c in outcome.citations[1:]] == [None] * (len(outcome.citations) - 1)
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
    assert (outcome.short_answer, outcome.citations[0].answer_span) == (None, None)
    assert outcome.receipt.judged == "passages"


def test_where_nothing_is_judged_nobody_does(opened: Callable[..., Engine]) -> None:
    """Small talk and the record need no judge."""
    engine = opened(**{"Clara Nunes": 8.0})
    assert [engine.ask(q).receipt.judged for q in ("Hello!", "What is the title?")] == ["none", "none"]


# ---------------------------------------------------------------------- the verifier


@pytest.fixture
def verified(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Engine]]:
    """Gives an engine on the article a verifier that holds ``words=probability`` for the question."""
    store = open_store(tmp_path / "verified.sqlite3", create=True)
    encoder = shipped_encoder(tmp_path_factory)
    with Engine(store, encoder) as engine:
        engine.add(HARBOUR)

        def verified(**probabilities: float) -> Engine:
            logits = {words: logit_of(p) for words, p in probabilities.items()}
            return Engine(store, encoder, verifier=PointingVerifier(**logits))

        yield verified


def logit_of(probability: float) -> float:
    """The verifier's logit that makes the confidence just so."""
    least, most = -300.0, 300.0
    for _ in range(60):
        middle = (least + most) / 2
        if confidence_verified(middle) < probability:
            least = middle
        else:
            most = middle
    return most


JUST = 1e-6


def ask(verified: Callable[..., Engine], question: str, **probabilities: float) -> Outcome:
    return verified(**probabilities).ask(question)


def test_answered(verified: Callable[..., Engine]) -> None:
    """Where the probability suffices the sentence is quoted, and the receipt says who judged."""
    sure = max(VERIFIED_THRESHOLD, BOLD_THRESHOLD)
    outcome = ask(verified, WHO, **{"Clara Nunes": sure})
    assert isinstance(outcome, Answer)
    (quote,) = outcome.citations
    assert quote.quote == HARBOUR.text.split(" It ")[0]
    assert (outcome.short_answer, quote.answer_span and quote.answer_span.of(HARBOUR.text)) == (
        "Clara Nunes",
    ) * 2
    receipt = outcome.receipt
    assert (receipt.judged, receipt.threshold) == ("verifier", VERIFIED_THRESHOLD)
    assert receipt.confidence == pytest.approx(sure)


def test_not_answered_but_near(verified: Callable[..., Engine]) -> None:
    """Just below the threshold the nearest sentences are shown, and nothing is asserted of them."""
    near = {"Clara Nunes": VERIFIED_THRESHOLD - JUST, "the harbour fees": VERIFIED_THRESHOLD / 2}
    outcome = ask(verified, WHO, **near)
    assert isinstance(outcome, Abstention)
    assert outcome.reason == NEAR
    quotes = [c.quote for c in outcome.nearest]
    assert "Clara Nunes" in quotes[0]
    assert quotes[1].startswith("Paul Holm said the harbour fees")
    assert len(quotes) == MOST_NEAREST
    assert [c.answer_span for c in outcome.nearest] == [None, None]
    told = as_json(outcome)
    assert (told["status"], told["answer"], told["short_answer"], told["citations"]) == (
        "abstained", None, None, [],
    )  # fmt: skip
    assert [quote["quote"] for quote in told["nearest"]] == quotes
    assert not any("marker" in quote for quote in told["nearest"])


def test_a_refusal_names_nobody_for_words_of_somebody_else(verified: Callable[..., Engine]) -> None:
    """Who says the nearest words is told where somebody does, and only then."""
    outcome = ask(verified, WHO, **{"Clara Nunes": 0.01, "fish market": 0.01})
    assert isinstance(outcome, Abstention)
    speakers = {c.quote.split(".")[0]: c.speaker for c in outcome.nearest}
    assert speakers[HARBOUR.text.split(".")[0]] is None
    assert {speaker for speaker in speakers.values() if speaker} <= {"Paul Holm"}


def test_nothing_near(verified: Callable[..., Engine]) -> None:
    """What the search rules out is not verified, however sure it would be, and nothing is quoted."""
    question = "How do I install Python on a Raspberry Pi?"
    engine = verified(**{"Clara Nunes": 1.0, "Monday": 1.0, "forty ships": 1.0})
    outcome = engine.ask(question)
    assert isinstance(outcome, Abstention)
    assert (outcome.reason, outcome.nearest, as_json(outcome)["nearest"]) == (NOTHING, (), [])
    assert outcome.receipt.judged == "passages"
    assert isinstance(engine.verifier, PointingVerifier)
    assert engine.verifier.excerpts == []


@pytest.mark.parametrize(("beyond", "bold"), [(0.0, True), (-JUST, False)])
def test_words_are_bold_from_a_threshold_of_their_own(
    verified: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch, beyond: float, bold: bool
) -> None:
    """Below it the sentence is quoted all the same, without a short answer."""
    monkeypatch.setattr("index.answering.judge.VERIFIED_THRESHOLD", BOLD_THRESHOLD / 2)
    outcome = ask(verified, WHO, **{"Clara Nunes": BOLD_THRESHOLD + beyond})
    assert isinstance(outcome, Answer)
    assert outcome.short_answer == ("Clara Nunes" if bold else None)
    assert (outcome.citations[0].answer_span is not None) == bold


def test_words_of_the_question_are_no_answer_to_it(verified: Callable[..., Engine]) -> None:
    """However sure the verifier is, what the asker said is not set in bold."""
    outcome = ask(verified, WHO, **{"harbour of Lima": 0.99})
    assert isinstance(outcome, Answer)
    assert (outcome.short_answer, outcome.citations[0].answer_span) == (None, None)


def test_there_is_one_quote(verified: Callable[..., Engine]) -> None:
    """What else the verifier holds for an answer is seldom one, and is not shown beside it."""
    outcome = ask(verified, WHO, **{"Clara Nunes": 0.99, "the harbour fees": 0.98})
    assert isinstance(outcome, Answer)
    (quote,) = outcome.citations
    assert "Clara Nunes" in quote.quote


def test_a_statement_on_the_topic_must_answer_too(verified: Callable[..., Engine]) -> None:
    """One that the verifier rules out is refused however near its words; its doubts alone refuse nothing."""
    asked = "What did Holm say about the harbour fees?"
    ruled_out = ask(verified, asked, **{"fees would double": TOPIC_LEAST_VERIFIED - JUST})
    assert isinstance(ruled_out, Abstention)
    assert ruled_out.receipt.judged == "verifier"
    doubted = ask(verified, asked, **{"fees would double": TOPIC_LEAST_VERIFIED})
    assert isinstance(doubted, Answer)
    assert (doubted.citations[0].speaker, doubted.short_answer) == ("Paul Holm", None)
    sure = ask(verified, asked, **{"fees would double": BOLD_THRESHOLD})
    assert isinstance(sure, Answer)
    assert sure.short_answer is None
    assert [c.quote for c in ruled_out.nearest] == [doubted.citations[0].quote]
    assert [c.speaker for c in ruled_out.nearest] == [None]


def test_a_sentence_that_is_far_is_not_shown(verified: Callable[..., Engine]) -> None:
    """Neither relevant nor likely to answer: the refusal quotes nothing, though it was verified."""
    asked = "Which museum opened on a sunny day in Cusco?"
    near = ask(verified, asked, Monday=NEAR_PROBABILITY)
    assert isinstance(near, Abstention)
    assert near.nearest


def test_the_verifier_judges_before_a_reader(verified: Callable[..., Engine]) -> None:
    """Where there are both the reader isn't asked."""
    engine, reader = verified(**{"Clara Nunes": 1.0}), PointingReader(**{"forty ships": 9.0})
    both = Engine(engine.store, engine.encoder, reader, engine.verifier)
    assert both.ask(WHO).receipt.judged == "verifier"
    assert reader.questions == []


def test_without_words_to_point_at_the_search_judges(verified: Callable[..., Engine]) -> None:
    """A verifier that finds no words in any passage leaves the judgement to what is there without it."""
    assert ask(verified, WHO, nowhere=1.0).receipt.judged == "passages"


def test_a_claim_is_looked_for_without_the_verifier(verified: Callable[..., Engine]) -> None:
    """It is no question that a text could answer."""
    engine = verified(**{"Clara Nunes": 1.0})
    outcome = engine.check("Clara Nunes widened the harbour of Lima in 1998.")
    assert isinstance(outcome, Answer)
    assert (outcome.receipt.judged, outcome.short_answer) == ("passages", None)


def test_a_refusal_of_the_search_shows_what_is_near(opened: Callable[..., Engine]) -> None:
    """Without verifier and reader too; nothing else changes."""
    outcome = opened().ask("Who painted the museum?")
    assert isinstance(outcome, Abstention)
    assert (outcome.reason, outcome.receipt.judged, outcome.receipt.threshold) == (
        NEAR,
        "passages",
        THRESHOLD,
    )
    assert outcome.nearest[0].quote == "The museum of Cusco opened its doors on a rainy Monday."


def test_no_sentence_is_quoted_twice(opened: Callable[..., Engine]) -> None:
    """The one that opens with "It" is quoted with the one before, unless that is quoted already."""
    outcome = opened().ask("How deep is the water in the port?")
    assert isinstance(outcome, Abstention)
    assert [c.quote for c in outcome.nearest] == [HARBOUR.text.split(" It ")[0], "It holds forty ships."]


@pytest.mark.parametrize(
    ("question", "year_stands"), [("when was it widened in 1998?", True), ("in 2019?", False)]
)
def test_a_year_has_to_stand_in_what_answers(
    store: Store, question: str, year_stands: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The verifier takes what happened in another year for the answer; then nothing is asserted."""
    asked = f"Who widened the harbour of Lima {question}"
    encoder = shipped_encoder(tmp_path_factory)
    verifier = PointingVerifier(**{"Clara Nunes": 9.0})
    with Engine(store, encoder, verifier=verifier) as engine:
        engine.add(HARBOUR)
        assert isinstance(engine.ask(asked), Answer) == year_stands
