"""The reader: which words it points at, by logits made by hand, and which files it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.document import Span
from index.errors import ModelError
from index.models.reader import LONGEST_SPAN, Excerpt, OnnxReader, best_span, excerpt

from ..handmade import reader_folder

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Ann sold tea. Bob sold salt."
WORDS = np.array([[0, 3], [4, 8], [9, 12], [12, 13], [14, 17], [18, 22], [23, 27], [27, 28]], dtype=np.int32)
SENTENCES = (Span(0, 13), Span(14, 28))


def logits(**at: float) -> np.ndarray:
    """Zero for every word but those named by their number, as w6=3."""
    row = np.zeros(len(WORDS), dtype=np.float32)
    for word, value in at.items():
        row[int(word[1:])] = value
    return row


def test_the_best_pair_of_logits_wins() -> None:
    """Start at "tea" (4) and end at "tea" (3) make the span "tea" with the score 7."""
    score, sentence, span = best_span(logits(w2=4), logits(w2=3), WORDS, SENTENCES) or (0, 0, Span(0, 0))
    assert (score, sentence, span.of(TEXT)) == (7.0, 0, "tea")


def test_an_answer_never_ends_before_it_starts() -> None:
    """The best end (word 0) lies before the best start (word 2): the best ordered pair is taken instead."""
    found = best_span(logits(w2=4), logits(w0=9, w3=1), WORDS, SENTENCES)
    assert found is not None
    assert found[0] == 9.0
    assert found[2].of(TEXT) == "Ann"


def test_an_answer_lies_in_one_sentence() -> None:
    """Start in the first sentence and end in the second is no answer, however high their sum."""
    found = best_span(logits(w2=5), logits(w6=6), WORDS, SENTENCES)
    assert found is not None
    assert (found[0], found[1], found[2].of(TEXT)) == (6.0, 1, "Bob sold salt")


def test_only_the_sentences_that_may_answer_do() -> None:
    """Of an excerpt whose second sentence alone may answer, words of the first are passed over."""
    found = best_span(logits(w0=9), logits(w0=9), WORDS, SENTENCES[1:])
    assert found is not None
    assert (found[0], found[1], found[2]) == (0.0, 0, Span(14, 17))


def test_a_span_is_not_longer_than_the_longest() -> None:
    """Start at the first word and end at the one after the longest span is no answer."""
    count = LONGEST_SPAN + 1
    offsets = np.array([[2 * i, 2 * i + 1] for i in range(count)], dtype=np.int32)
    start, end = np.zeros(count, dtype=np.float32), np.zeros(count, dtype=np.float32)
    start[0] = end[-1] = 5
    found = best_span(start, end, offsets, (Span(0, 2 * count),))
    assert found is not None
    assert (found[0], found[2]) == (5.0, Span(0, 1))


def test_no_words_no_answer() -> None:
    """An excerpt cut down to nothing, or without sentences, has no best span."""
    none = np.zeros(0, dtype=np.float32)
    assert best_span(none, none, WORDS[:0], SENTENCES) is None
    assert best_span(logits(), logits(), WORDS, ()) is None


@given(st.lists(st.tuples(st.floats(-9, 9, width=32), st.floats(-9, 9, width=32)), min_size=8, max_size=8))
def test_no_legal_span_is_better(pairs: list[tuple[float, float]]) -> None:
    """What is found is the best of all pairs, tried one by one."""
    start, end = (np.array(row, dtype=np.float32) for row in zip(*pairs, strict=True))
    found = best_span(start, end, WORDS, SENTENCES)
    tried = [start[a] + end[b] for a in range(8) for b in range(a, 8) if (a < 4) == (b < 4)]
    assert found is not None
    assert found[0] == max(tried)


def test_an_excerpt_counts_from_its_own_start() -> None:
    """Sentences given by their place in the document are placed in the excerpt."""
    assert excerpt(TEXT, SENTENCES[1], [SENTENCES[1]]) == Excerpt("Bob sold salt.", (Span(0, 14),))


LOGITS = {"[CLS]": (1.5, 0.5), "[PAD]": (9, 9), "elodie": (5, 0), "brule": (0, 4), "lisbon": (5, 3)}
"""Start and end; nothing stands for no answer, and what fills a batch up would win if it counted."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A compiled reader with those logits."""
    return reader_folder(tmp_path / "reader", LOGITS)


def test_it_points_into_the_text(folder: Path) -> None:
    """Accents, quotes and symbols before the answer do not shift it; the margin is what no answer lacks."""
    text = "“Ça va?” — €5 for José’s ½ naïve ﬁsh. The harbour of Zürich was closed by Mayor Élodie Brûlé."
    sentences = (Span(0, 38), Span(39, len(text)))
    (found,) = OnnxReader.from_path(folder).read("Who closed the harbour?", [Excerpt(text, sentences)])
    assert found is not None
    assert (found.sentence, found.span.of(text), found.margin) == (1, "Élodie Brûlé", 9.0 - 2.0)


def test_a_batch_reads_as_each_alone(folder: Path) -> None:
    """Which words it points at does not hang on what else is read with them."""
    reader = OnnxReader.from_path(folder)
    texts = ["The treaty was signed in Lisbon in 1998.", "Rain fell. " * 12 + "Élodie Brûlé paid."]
    excerpts = [Excerpt(text, (Span(0, len(text)),)) for text in texts]
    together = reader.read("Where was the treaty signed?", excerpts)
    assert together == [reader.read("Where was the treaty signed?", [e])[0] for e in excerpts]
    assert [r and r.span.of(text) for r, text in zip(together, texts, strict=True)] == [
        "Lisbon",
        "Élodie Brûlé",
    ]


def test_nothing_to_read_is_no_reading(folder: Path) -> None:
    """Without passages nothing is run; a passage without words has no answer."""
    reader = OnnxReader.from_path(folder)
    assert reader.read("Who?", []) == []
    assert reader.read("Who?", [Excerpt("", ())]) == [None]


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_tampered_file_is_refused(name: str, folder: Path) -> None:
    """One byte changed, the size kept: the reader is not loaded, and the message names file and mend."""
    data = bytearray((folder / name).read_bytes())
    data[len(data) // 2] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ModelError) as caught:
        OnnxReader.from_path(folder)
    assert str(caught.value).startswith(f"{folder / name}: damaged (its sha256 is not the recorded one)")
    assert "rapporteur build" in str(caught.value)
