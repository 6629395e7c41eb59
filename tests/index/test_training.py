"""What the reader is trained on: the sets as documents of ours, and questions changed honestly."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.document import Document, Span
from index.training.alter import (
    Neighbours,
    Swap,
    adverb_swap,
    misspelt,
    name_swap,
    number_swap,
    word_swap,
)
from index.training.examples import Mine, epoch
from index.training.mine import Mined
from index.training.squad import Article, Question, read_set, split

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "The harbour of Lima was widened in 1998 by Clara Nunes."
SECOND = "Paul Holm sold forty ships."
TEXT = f"{FIRST} {SECOND}"
NEIGHBOURS = Neighbours(
    ["harbour", "airport", "harbours", "sold", "Nunes"],
    np.array(
        [[1, 0, 0], [0.5, 1, 0], [1, 0, 0.05], [-1.25, -0.5, 1], [-1.25, -0.5, -1.05]], dtype=np.float32
    ),
)


@pytest.fixture
def rng() -> random.Random:
    return random.Random(3)  # noqa: S311


def squad(tmp_path: Path) -> Path:
    """A file in SQuAD 2.0's format, with white space that a document of ours has not."""
    context = "  The harbour\nof Lima  was widened in 1998."
    answered = {"question": "When? ", "answers": [{"text": "1998", "answer_start": context.index("1998")}]}
    lure = {"text": "harbour\nof Lima", "answer_start": context.index("harbour")}
    impossible = {"question": "Why?", "is_impossible": True, "answers": [], "plausible_answers": [lure]}
    paragraphs = [{"context": "Before it.", "qas": []}, {"context": context, "qas": [answered, impossible]}]
    path = tmp_path / "squad.v2.json"
    path.write_text(
        json.dumps({"data": [{"title": "Port_of_Lima", "paragraphs": paragraphs}]}), encoding="utf-8"
    )
    return path


def test_answers_are_found_where_the_document_has_them(tmp_path: Path) -> None:
    """White space is cleaned, and each answer's place still holds its words."""
    (article,) = read_set(squad(tmp_path)).articles
    assert article.document.title == "Port of Lima"
    assert article.document.text == "Before it.\n\nThe harbour of Lima was widened in 1998."
    when, why = article.questions
    assert when.answer is not None
    assert why.lure is not None
    assert (when.text, when.answer.of(article.document.text)) == ("When?", "1998")
    assert (why.answer, why.lure.of(article.document.text)) == (None, "harbour of Lima")


def test_no_article_is_in_both_parts() -> None:
    """Training and validation share no article, and at least one is held out."""
    articles = tuple(Article("s", Document(str(n), "t", "x"), ()) for n in range(10))
    training, held_out = split(articles, 0.2, seed=1)
    assert (len(training), len(held_out)) == (8, 2)
    assert {a.document.id for a in training}.isdisjoint(a.document.id for a in held_out)
    assert len(split(articles[:2], 0.01, seed=1)[1]) == 1


def test_a_word_gives_way_to_one_of_like_kind(rng: random.Random) -> None:
    """The word that question and passage share becomes its neighbour, not its own plural."""
    assert word_swap("Who widened the harbour?", TEXT, NEIGHBOURS, rng) == Swap("harbour", "airport")
    assert word_swap("Who closed the airport?", TEXT, NEIGHBOURS, rng) is None


def test_a_name_gives_way_to_one_that_the_passage_lacks(rng: random.Random) -> None:
    """Of the article's other names one is taken that this passage doesn't have."""
    found = name_swap("What did Paul Holm sell?", TEXT, ["Clara Nunes", "Ana Diaz"], rng)
    assert found == Swap("Paul Holm", "Ana Diaz")


def test_a_number_gives_way_to_one_near_it(rng: random.Random) -> None:
    """The year becomes another that the passage doesn't have."""
    found = number_swap("What was widened in 1998?", TEXT, rng)
    assert found is not None
    assert found.old == "1998"
    assert found.new not in TEXT
    assert abs(int(found.new) - 1998) < 100


def test_only_what_the_passage_is_silent_on_is_asked_instead(rng: random.Random) -> None:
    """ "When" may become "why" here, for no reason is given; of a passage with one it may not."""
    assert adverb_swap("When did Holm leave?", "Holm left in 1998.", rng) in (
        Swap("When", "Why"),
        Swap("When", "How long"),
    )
    told = "Holm left in 1998 because of the rain, after nine days."
    assert adverb_swap("When did Holm leave?", told, rng) is None


def test_a_typo_is_one_word_and_one_place(rng: random.Random) -> None:
    """The misspelt question differs in one word, and a question of short words stays."""
    typed = misspelt("Who widened the port?", rng)
    assert typed != "Who widened the port?"
    assert [a == b for a, b in zip(typed.split(), "Who widened the port?".split(), strict=True)] == [
        True, False, True, True,
    ]  # fmt: skip
    assert misspelt("Who sold it?", rng) == "Who sold it?"


def test_an_epoch_s_answers_stand_in_its_passages(rng: random.Random) -> None:
    """Every example with an answer has its very words at its place, changed or not; the lure has none."""
    sentences = (Span(0, len(FIRST)), Span(len(FIRST) + 1, len(TEXT)))
    whole = Span(0, len(TEXT))
    holm = Span(TEXT.index("Paul"), TEXT.index(" sold"))
    article = Article(
        "s",
        Document("d", "Harbour", TEXT),
        (Question("Who sold forty ships?", whole, holm), Question("Why?", whole, None, holm)),
    )
    mine = Mine.of(article, Mined((sentences,), ((0,), (0,))))
    examples = [e for _ in range(60) for e in epoch([mine], {}, NEIGHBOURS, rng)]
    assert {e.answer and e.answer.of(e.passage) for e in examples} == {"Paul Holm", None}
    assert any(e.passage == FIRST for e in examples)  # less the sentence that answers
    assert all(e.answer is None for e in examples if "why" in e.question.lower())
