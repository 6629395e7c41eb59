"""What is kept of an answer: how it came about, and where its quotes stand."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from bot.memory.receipts import PASSAGES, cited_again, mark_on, placement, receipt
from index import Abstention, Answer

from ..articles import BRIDGE, FARE, HARBOR, LATE, WAITED, cited, open_engine
from ..judged import VERSION, judged, near

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from index import Engine


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with open_engine(tmp_path, HARBOR, BRIDGE, replace(BRIDGE, collection="100")) as engine:
        yield engine


def test_the_record_of_an_answer() -> None:
    """Rounded figures and places; neither the question nor what was searched for."""
    found = receipt(Answer("… [1]", (cited(HARBOR, FARE),), judged(near(HARBOR, FARE))))
    (passage,) = found.pop("passages")
    assert found == {
        "status": "answered", "reason": None, "confidence": 0.9346, "threshold": 0.3, "judged": "passages",
        "language_model": None, "index_version": VERSION, "elapsed_ms": 7.1,
    }  # fmt: skip
    place = {"document": "harbor", "paragraph": 3, "start": 144, "end": 179}
    assert passage.items() >= {**place, "cosine": 0.6123, "bm25": 7.256, "score": 0.8}.items()


def test_the_record_of_a_refusal() -> None:
    """With its reason, and no more passages than a receipt lists."""
    found = receipt(Abstention("The articles don't say.", judged(*[near(HARBOR, FARE)] * 9), ("Who?",)))
    assert (found["status"], found["reason"]) == ("abstained", "The articles don't say.")
    assert len(found["passages"]) == PASSAGES
    assert "secret" not in str(found)


def test_the_record_of_an_answer_from_an_articles_own_record() -> None:
    """It says that nothing was judged."""
    assert receipt(Answer("By Rita Sole.", (), replace(judged(), judged="none")))["judged"] == "none"


def test_quotes_are_found_again(engine: Engine) -> None:
    """With their markers, paragraphs, speakers and links, in their order."""
    quotes = [engine.cite(HARBOR, cited(HARBOR, words).span, n) for n, words in enumerate((LATE, WAITED), 1)]
    assert placement(quotes[0]) == {
        "marker": 1, "collection": "corpus", "document": "harbor",
        "start": 202, "end": 253, "quote": LATE, "text": sha256(HARBOR.text.encode()).hexdigest()[:16],
        "about": sha256(b"The Gazette\0Rita Sole\x002024-03-03").hexdigest()[:16],
    }  # fmt: skip
    assert cited_again([placement(quote) for quote in quotes], engine) == quotes
    assert cited_again([], engine) == []


@pytest.mark.parametrize(
    "text", [HARBOR.text.replace("12 crowns", "13 crowns"), f"Today. {HARBOR.text}", "The ferry"]
)
def test_words_that_are_not_there_any_longer_are_not_found(engine: Engine, text: str) -> None:
    """Whether they changed, moved or went; other quotes don't help."""
    quotes = [placement(cited(BRIDGE, BRIDGE.text)), placement(cited(HARBOR, FARE))]
    assert cited_again(quotes, engine) is not None
    engine.add(replace(HARBOR, text=text))
    assert cited_again(quotes, engine) is None


def test_an_article_that_is_gone_has_no_words(engine: Engine) -> None:
    """Even where another collection has an article of the same id and text."""
    quote = placement(cited(BRIDGE, BRIDGE.text))
    engine.remove("bridge")
    assert cited_again([quote], engine) is None
    assert cited_again([quote | {"collection": "100"}], engine) is not None


def test_what_became_of_the_articles(engine: Engine) -> None:
    """That one is gone, or has another text, though the quote still stands in it; a title is no matter."""
    fare, shut = placement(cited(HARBOR, FARE)), placement(cited(BRIDGE, BRIDGE.text))
    assert mark_on([fare, shut], engine) == ""
    engine.add(replace(HARBOR, title="The harbor"))
    assert mark_on([fare], engine) == ""
    engine.add(replace(HARBOR, text=f"{HARBOR.text}\nIt rained."))
    assert mark_on([fare], engine) == "-# The article was changed since."
    assert mark_on([{key: fare[key] for key in fare if key != "text"}], engine) == ""
    assert mark_on([shut, fare], engine) == "-# One of the articles was changed since."
    engine.remove("bridge")
    assert mark_on([fare, shut], engine) == "-# One of the articles was removed since."
    assert mark_on([], engine) == ""
