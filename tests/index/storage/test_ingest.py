"""What a library keeps of a document."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Document, Span
from index.storage.embedded import open_store
from index.storage.ingest import content_tokens, ingest
from index.storage.quantization import token_codes, token_cosines, vector_codes

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path

ENCODER = WordEncoder("grain ships fees")
LONG = "Grain and ships and fees " * 15  # 75 words: more than a passage takes


def test_a_document_becomes_paragraphs_passages_statements_and_words() -> None:
    """Every offset counts from the start of the document, not of its passage."""
    text = "“Grain is sold,” Holm said.\n\nAnd the ships pay fees."
    record = ingest(Document("a", "A", text), ENCODER)
    assert [p.of(text) for p in record.paragraphs] == [
        "“Grain is sold,” Holm said.",
        "And the ships pay fees.",
    ]
    assert [(p.paragraph, p.span) for p in record.passages] == [(1, Span(0, 27)), (2, Span(29, 52))]
    assert [(s.speaker, s.span) for s in record.statements] == [("Holm", Span(0, 27))]
    second = record.passages[1]
    assert [text[start : start + 4] for start in second.starts] == ["ship", "pay ", "fees"]
    assert second.terms == ("ship", "pay", "fee")
    assert record.words["grain"] == 1


def test_who_is_named_and_what_is_dated_is_read_once() -> None:
    """At ingest, so that no question parses a text again."""
    text = "Minister Paul Holm said that grain was sold on May 3, 2024."
    record = ingest(Document("a", "A", text), ENCODER)
    assert [(n.name, n.role) for n in record.namings] == [("Paul Holm", "Minister")]
    assert [e.when.start for e in record.events] == [date(2024, 5, 3)]


def test_headings_are_the_terms_of_title_source_and_author() -> None:
    """Their stems, without stopwords; what is missing adds none."""
    full = Document("a", "The ships’ fees", "Grain.", source="The Herald", author="Ann Sole")
    assert ingest(full, ENCODER).headings == {"ship", "fee", "herald", "ann", "sole"}
    assert ingest(Document("a", "A", "Grain."), ENCODER).headings == set()


def test_a_word_counts_once_a_passage() -> None:
    """Counts are of passages: three in one passage and one in another make two."""
    record = ingest(Document("a", "A", "Grain, grain, GRAIN.\n\nGrain's fee."), ENCODER)
    assert record.words == {"grain": 2, "fee": 1}


def test_a_passage_carries_the_vectors_of_its_text() -> None:
    """The text's own vector, and those of its words with a topic, in their codes."""
    passage = ingest(Document("a", "A", "The grain."), ENCODER).passages[0]
    encoding = ENCODER.encode_query("The grain.")
    assert np.array_equal(passage.vector, vector_codes(encoding.vector[None])[0])
    assert np.array_equal(passage.tokens, token_codes(encoding.tokens[1:]))
    assert token_cosines(passage.tokens, encoding.tokens)[:, 0] == pytest.approx([0, 1], abs=2e-3)


def test_a_long_paragraph_makes_several_passages_of_whole_sentences() -> None:
    """Together the passages' sentences are the paragraph's, each in one passage."""
    text = f"{LONG}one. {LONG}two. {LONG}three."
    record = ingest(Document("a", "A", text), ENCODER)
    assert [len(p.sentences) for p in record.passages] == [1, 1, 1]
    assert [p.paragraph for p in record.passages] == [1, 1, 1]
    assert record.passages[2].span.of(text).endswith("three.")


def test_the_progress_adds_up_to_the_passages() -> None:
    """So a bar over a long document ends at its end."""
    done: list[int] = []
    record = ingest(Document("a", "A", "One.\n\nTwo.\n\nThree."), ENCODER, progress=done.append)
    assert sum(done) == len(record.passages) == 3


@pytest.mark.parametrize("text", ["***", "So it is."])
def test_a_passage_may_be_without_a_topic(text: str) -> None:
    """It has a vector but no token, and no term to be found by."""
    (passage,) = ingest(Document("a", "A", text), ENCODER).passages
    assert (passage.terms, passage.starts.tolist(), len(passage.tokens)) == ((), [], 0)
    assert passage.vector.shape == (ENCODER.dimension,)


def test_tokens_are_kept_where_they_touch_a_topic_word() -> None:
    """The tokens of stopwords are left out, and starts count from the text that was given."""
    text = "is the grain of ships?"
    starts, vectors = content_tokens(text, ENCODER.encode_query(text))
    assert starts.tolist() == [7, 16]
    assert vectors.shape == (2, ENCODER.dimension)


def test_a_long_document_is_hashed_a_few_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not once for each passage that is written or statement that is read: that would be quadratic."""
    hashed, sha256 = [], hashlib.sha256

    def counted(data: bytes) -> object:
        hashed.append(data)
        return sha256(data)

    monkeypatch.setattr(hashlib, "sha256", counted)
    article = Document("a", "A", "\n\n".join(f"Paul Holm said that grain {n} is sold." for n in range(40)))
    with closing(open_store(tmp_path / "index.sqlite3", create=True)) as store:
        store.library.write(add=[ingest(article, WordEncoder("grain"))])
        assert len(store.library.statements(article)) == 40
    assert 0 < len(hashed) < 10
