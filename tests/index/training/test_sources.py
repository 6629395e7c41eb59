"""The data sets that pairs are made of, a few records of each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from index.training.boolq import without_shared
from index.training.parser import load_parser
from index.training.resources import Resources
from index.training.sources import SOURCES

from ..training.test_noise import Synonyms

if TYPE_CHECKING:
    from pathlib import Path

    from index.training.parts import Row


@pytest.fixture(scope="module")
def resources() -> Resources:
    """A parser and little else."""
    pytest.importorskip("spacy")
    people = ["Ana Diaz", "Raj Patel"]
    return Resources(load_parser(), Synonyms(), people, {}, None)  # type: ignore[arg-type]


def made(file: str, record: dict[str, Any], folder: Path, resources: Resources) -> list[Row]:
    (folder / file).write_text(json.dumps(record) + "\n", encoding="utf-8")
    return list(SOURCES[file](folder / file, resources))


def test_an_unanswerable_question_has_the_same_passage(tmp_path: Path) -> None:
    """Both questions come with the sentence as it is written, and whole sentences before it."""
    record = {
        "context": "it rained . he sold ships ( in lima ) . he left .",
        "answerable": "what did he sell ?",
        "unanswerable": "what did he buy ?",
        "sentence_tokens": [3, 10],
    }
    rows = made("unansq_dev.jsonl", record, tmp_path, None)  # type: ignore[arg-type]
    assert [(pair.question, pair.answered) for _, pair in rows] == [
        ("what did he sell?", True),
        ("what did he buy?", False),
    ]
    assert {pair.passage for _, pair in rows} <= {
        "he sold ships (in lima).",
        "it rained. he sold ships (in lima).",
    }
    assert len({part for part, _ in rows}) == 1


def test_a_passage_loses_what_the_question_shares() -> None:
    """The two sentences that share most go; of three sentences nothing would be left."""
    rest = "It had rained for many days on end. The sea was rough and cold."
    body = f"He sold ships. Ships were sold to him. {rest}"
    assert without_shared("did he sell ships", body) == rest
    assert without_shared("did he sell ships", "He sold ships. It rained. He left.") is None


@pytest.mark.parametrize(
    ("label", "answered"), [("entailment", True), ("contradiction", True), ("neutral", False)]
)
def test_a_statement_that_is_denied_is_answered_too(
    label: str, answered: bool, tmp_path: Path, resources: Resources
) -> None:
    """Yes and no are answers; a premise that leaves it open gives none."""
    record = {"premise": "Two of us met.", "hypothesis": "Barack Obama sold the old ships.", "label": label}
    rows = made("mnli_part.jsonl", record, tmp_path, resources)
    assert next(pair.answered for _, pair in rows if pair.kind == f"mnli {label}") == answered
    wh = {pair.kind: pair.answered for _, pair in rows if pair.kind in ("mnli wh", "mnli wh not")}
    assert wh == ({"mnli wh": True} if label == "entailment" else {"mnli wh not": False})


def test_sentences_that_do_not_answer_are_shown_too(tmp_path: Path, resources: Resources) -> None:
    """A section gives passages with the sentence that answers and passages without it."""
    sentences = ["Paul Holm was born in Lima.", "He sold forty ships there.", "The harbour was too small."]
    record = {"question": "Who sold ships?", "sentences": sentences, "answers": [1], "article": "Holm"}
    rows = [pair for _, pair in made("selqa.jsonl", record, tmp_path, resources)]
    found = {pair.kind: sentences[1] in pair.passage for pair in rows if pair.kind.startswith("selqa")}
    assert found == {"selqa": True, "selqa one": True, "selqa other": False}


def test_a_sentence_is_asked_what_readers_agree_on(tmp_path: Path, resources: Resources) -> None:
    """Questions that one reader alone answered so are left out; the answer's place is kept."""
    text = "Paul Holm sold forty ships in Ohio."
    asked = [
        {"question": "Who sold ships?", "start": 0, "end": 9, "agree": 3},
        {"question": "Who bought ships?", "start": 0, "end": 9, "agree": 1},
    ]
    rows = made("qamr_wiki.jsonl", {"id": "a", "text": text, "qas": asked}, tmp_path, resources)
    given = [pair for _, pair in rows if pair.kind == "qamr"]
    assert [(pair.question, pair.answer) for pair in given] == [("Who sold ships?", (0, 9))]
    assert not any(pair.answered for _, pair in rows if pair.kind == "qamr detail gone")
