"""The outcomes of a question and their JSON."""

from __future__ import annotations

import json
from datetime import date

import pytest

from index.answer import Abstention, Answer, Citation, Nearest, Receipt, as_json, composed
from index.document import Document, Span

TEXT = "Mayor Ana Lima said the harbor opens. “It is time,” she said."
HARBOR = Document("harbor", "Harbor opens", TEXT, "The Gazette", "Tom Ruiz", date(2024, 3, 5))
SAID, TIME = Span(0, 37), Span(38, len(TEXT))
NEAREST = Nearest(HARBOR, 1, Span(0, len(TEXT)), cosine=0.61234567, bm25=7.2, score=0.8)
RECEIPT = Receipt("when?", "when did the harbor open?", 0.93456, 0.5, (NEAREST,) * 3, "abc", 7.14159)

KEYS = (
    "question searched_for status kind answer short_answer confidence reason citations nearest passages "
    "suggestions judged written language_model index_version elapsed_ms"
).split()
CITATION = {
    "marker": 1, "quote": "Mayor Ana Lima said the harbor opens.", "document": "harbor",
    "title": "Harbor opens", "source": "The Gazette", "author": "Tom Ruiz", "published": "2024-03-05",
    "paragraph": 1, "start": 0, "end": 37, "speaker": "Ana Lima", "url": None,
}  # fmt: skip


def cited(marker: int, span: Span, speaker: str | None = None) -> Citation:
    return Citation(marker, span.of(TEXT), HARBOR, 1, span, speaker)


@pytest.mark.parametrize("quote", ["Mayor Ana Lima said the harbor opened.", "mayor", "", TEXT])
def test_words_that_are_not_the_documents_are_refused(quote: str) -> None:
    """A citation whose quote differs by anything from the document at its span can't be made."""
    with pytest.raises(ValueError, match="not the words of 'harbor' at Span"):
        Citation(1, quote, HARBOR, 1, SAID)


def test_an_answer_as_json() -> None:
    """An answer has exactly the documented keys, in order, and rounded figures."""
    citation = cited(1, SAID, "Ana Lima")
    found = as_json(Answer("… [1]", (citation,), RECEIPT, "today", (), ("Who?",)))
    assert list(found) == KEYS
    assert found == {
        "question": "when?", "searched_for": "when did the harbor open?", "status": "answered",
        "kind": "quote", "answer": "… [1]", "short_answer": "today", "confidence": 0.9346, "reason": None,
        "citations": [CITATION], "nearest": [], "suggestions": ["Who?"], "judged": "passages",
        "written": [], "language_model": None, "index_version": "abc", "elapsed_ms": 7.1,
        "passages": [{"document": "harbor", "paragraph": 1, "start": 0, "end": 61, "cosine": 0.6123,
                      "bm25": 7.2, "score": 0.8}] * 3,
    }  # fmt: skip
    assert json.loads(json.dumps(found)) == found


def test_an_abstention_as_json() -> None:
    """An abstention has the same keys, with its reason and what can be asked instead."""
    found = as_json(Abstention("The articles don't say.", RECEIPT, ("Who?", "Where?")), passages=2)
    assert list(found) == KEYS
    assert (found["status"], found["reason"]) == ("abstained", "The articles don't say.")
    assert (found["answer"], found["short_answer"], found["citations"]) == (None, None, [])
    assert found["suggestions"] == ["Who?", "Where?"]
    assert len(found["passages"]) == 2
    assert json.loads(json.dumps(found)) == found


def test_what_is_nearest_is_quoted_without_a_marker() -> None:
    """A refusal's nearest sentences are citations but for the marker; they are no answer, short or long."""
    near = (cited(1, SAID, "Ana Lima"), cited(2, TIME))
    found = as_json(Abstention("The articles don't say it in so many words. The nearest:", RECEIPT, (), near))
    assert found["nearest"][0] == {key: value for key, value in CITATION.items() if key != "marker"}
    assert [quote["quote"] for quote in found["nearest"]] == [SAID.of(TEXT), TIME.of(TEXT)]
    assert (found["answer"], found["short_answer"], found["citations"]) == (None, None, [])


def test_where_nothing_is_near_the_list_is_empty() -> None:
    """It is there all the same."""
    assert as_json(Abstention("The articles don't say.", RECEIPT))["nearest"] == []


def test_a_date_that_is_not_known_is_null() -> None:
    """A document without a date gives null, not the word None."""
    undated = Document("x", "X", "Words.")
    assert Citation(1, "Words.", undated, 1, Span(0, 6)).as_json()["published"] is None


def test_the_speaker_leads_only_where_the_quote_does_not_name_them() -> None:
    """A quote that says "she" is led by her name; one that names her, or reports nobody, is not."""
    both = (cited(1, SAID, "Ana Lima"), cited(2, TIME, "Ana Lima"), cited(3, TIME))
    assert composed(both) == (
        "Mayor Ana Lima said the harbor opens. [1]\nAna Lima: “It is time,” she said. [2]\n"
        "“It is time,” she said. [3]"
    )


def test_nothing_quoted_is_nothing_written() -> None:
    """No citations make an empty text."""
    assert composed(()) == ""
