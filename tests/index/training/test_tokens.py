"""What the verifier is trained on: rows of tokens, and the weights that balance them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.models.compiled import TOKENIZER
from index.models.installed import SHIPPED_VERIFIER
from index.training.balance import balanced, question_word
from index.training.pair import Pair, overlap
from index.training.parts import Part
from index.training.tokenise import LENGTH, tokenised
from index.training.tokens import Tokens, auroc, figures

if TYPE_CHECKING:
    from pathlib import Path

PASSAGE = "Paul Holm sold forty ships in Lima."
HELD = Part.CHOOSING


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(SHIPPED_VERIFIER / TOKENIZER))


def place(words: str, passage: str = PASSAGE) -> tuple[int, int]:
    start = passage.index(words)
    return start, start + len(words)


def pair(question: str, answer: str | None = None, passage: str = PASSAGE) -> Pair:
    return Pair(question, passage, answer is not None, answer and place(answer, passage), "given")


def rows(lengths: list[int]) -> Tokens:
    """Rows of the numbers 10, 11, … with every second held out for choosing."""
    count = len(lengths)
    arrays = {
        "ids": np.arange(10, 10 + sum(lengths), dtype=np.uint16),
        "lengths": np.array(lengths, np.uint8),
        "labels": np.array([n % 2 for n in range(count)], np.uint8),
        "weights": np.ones(count, np.float16),
        "starts": np.full(count, -1, np.int16),
        "ends": np.full(count, -1, np.int16),
        "held": np.array([n % 2 for n in range(count)], np.uint8),
        "kinds": np.zeros(count, np.uint8),
    }
    return Tokens.of(arrays, ("given",))


def test_overlap_is_the_share_of_content_words() -> None:
    """Stems count, function words don't, and a question of these alone shares nothing."""
    assert overlap("Who sold the ship?", PASSAGE) == 1.0
    assert overlap("Who sold the harbours?", PASSAGE) == 0.5
    assert overlap("Who was it?", PASSAGE) == 0.0


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("To whom did he sell it?", "who"),
        ("how many ships", "how many"),
        ("Did he sell?", "polar"),
        ("ships", "other"),
    ],
)
def test_the_question_word_is_found(question: str, word: str) -> None:
    """The first one counts, in any case; yes-or-no questions are one kind."""
    assert question_word(question) == word


def test_balance_takes_overlap_s_word_away() -> None:
    """Weighted, overlap tells the answered from the others no better than chance; unweighted it does."""
    rng = random.Random(1)  # noqa: S311
    labels = np.array([rng.random() < 0.5 for _ in range(4000)], float)
    overlaps = np.array([min(1.0, max(0.0, rng.gauss(0.55 + 0.1 * label, 0.25))) for label in labels])
    questions = [rng.choice(("who sold it", "when was it sold", "was it sold")) for _ in labels]
    weights = balanced(questions, overlaps, labels)
    assert auroc(overlaps, labels) > 0.58
    assert auroc(overlaps, labels, weights) == pytest.approx(0.5, abs=0.015)
    assert np.average(labels, weights=weights) == pytest.approx(0.5, abs=0.01)


def test_no_row_outweighs_its_bin() -> None:
    """A lone answered row among many others weighs three at most, and these no less than .3."""
    labels = np.array([1.0] + [0.0] * 30)
    weights = balanced(["who"] * 31, np.zeros(31), labels)
    assert (weights[0], weights[1]) == (3.0, pytest.approx(31 / 60))


def test_auroc_counts_ties_half() -> None:
    """Of four pairs two are right, one is tied and one wrong; weights weigh the rows."""
    scores, labels = np.array([3.0, 1.0, 1.0, 2.0]), np.array([1, 1, 0, 0])
    assert auroc(scores, labels) == 2.5 / 4
    assert auroc(scores, labels, np.array([0.0, 1.0, 1.0, 1.0])) == 0.5 / 2


def test_figures_are_by_kind() -> None:
    """The mean probability is told for each kind of the rows, and the area over all."""
    data = rows([2, 2, 2, 2])
    told = figures(data, np.array([0, 1]), np.array([-2.0, 2.0]))
    assert told == {"auroc": 1.0, "kinds": {"given": 0.5}}


def test_an_answer_is_where_its_tokens_are(tokenizer: Tokenizer) -> None:
    """The tokens from start to end are the answer's, and one who isn't answered has none."""
    made = [(Part.TRAINING, pair("Who sold ships?", "Paul Holm")), (HELD, pair("Who bought ships?"))]
    tokens, told = tokenised(made, tokenizer)
    start, end = int(tokens.starts[0]), int(tokens.ends[0])
    assert tokenizer.decode(tokens.ids[start : end + 1].tolist()) == "paul holm"
    assert (tokens.starts[1], tokens.ends[1]) == (-1, -1)
    assert (tokens.labels.tolist(), tokens.held.tolist()) == ([1, 0], [Part.TRAINING, HELD])
    assert told["unweighted"] == 1.0


def test_an_answer_that_is_cut_off_is_left_out(tokenizer: Tokenizer) -> None:
    """A passage is cut at its end; a row whose answer stood there goes, others stay, cut."""
    long = "It rained. " * 100 + PASSAGE
    made = [
        (Part.TRAINING, pair("Who sold it?", "Paul Holm", long)),
        (Part.TRAINING, pair("What?", long, long)),
        (Part.TRAINING, pair("Why?", None, long)),
    ]
    tokens, _ = tokenised(made, tokenizer)
    assert (tokens.labels.tolist(), tokens.lengths.tolist()) == ([0], [LENGTH])


def test_a_long_answer_is_judged_and_not_pointed_at(tokenizer: Tokenizer) -> None:
    """An answer of more than thirty tokens keeps its row and loses its place."""
    long = "rain and " * 20 + "wind"
    tokens, _ = tokenised([(Part.TRAINING, pair("What fell?", long, long))], tokenizer)
    assert (tokens.labels.tolist(), tokens.starts.tolist()) == ([1], [-1])


def test_rows_are_read_as_they_were_written(tmp_path: Path) -> None:
    """Every array and the names of the kinds come back."""
    written = rows([3, 1, 4])
    written.write(tmp_path / "tokens-1.npz")
    read = Tokens.read(tmp_path / "tokens-1.npz")
    assert read.names == ("given",)
    for name in ("ids", "lengths", "labels", "weights", "starts", "ends", "held", "kinds", "offsets"):
        np.testing.assert_array_equal(getattr(read, name), getattr(written, name))


def test_rows_are_padded_to_a_multiple_of_eight() -> None:
    """Each row keeps its own tokens, also the last one of all, and padding fills the rest."""
    found = rows([3, 9, 2]).padded(np.array([0, 1, 2]), padding=1)
    assert found.shape == (3, 16)
    assert found[0].tolist() == [10, 11, 12] + [1] * 13
    assert found[1].tolist() == [*range(13, 22)] + [1] * 7
    assert found[2].tolist() == [22, 23] + [1] * 14
    assert rows([8]).padded(np.array([0]), padding=1).shape == (1, 8)


def test_batches_leave_out_what_is_held_out() -> None:
    """Every row that is trained on comes once an epoch, in an order that the seed draws."""
    data = rows([5, 3] * 20)
    batches = list(data.batches(size=6, seed=1))
    assert sorted(n for batch in batches for n in batch.tolist()) == list(range(0, 40, 2))
    assert [b.tolist() for b in data.batches(6, 1)] == [b.tolist() for b in batches]
    assert [b.tolist() for b in data.batches(6, 2)] != [b.tolist() for b in batches]


def test_targets_are_those_of_the_rows() -> None:
    """Labels and weights are floats, places whole numbers, each in the rows' order."""
    labels, weights, starts, ends = rows([2, 2, 2]).targets(np.array([1, 2]))
    assert (labels.tolist(), weights.tolist()) == ([1.0, 0.0], [1.0, 1.0])
    assert (starts.tolist(), ends.dtype) == ([-1, -1], np.int64)
