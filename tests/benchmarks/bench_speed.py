"""How long a question takes: in a running engine, and among 10,000 passages.

    pytest tests/benchmarks/bench_speed.py
    RAPPORTEUR_ARTICLES=articles.json pytest tests/benchmarks/bench_speed.py      # in SQuAD's format

The large index is made of the articles of the file, taken again and again with some of their words replaced,
until it has 10,000 passages; embedding them takes two minutes. It is skipped without the file.
"""

from __future__ import annotations

import json
import os
import re
import resource
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.building.build import build
from index.curated.golden import load_questions
from index.document import Document
from index.engine import Engine
from index.storage.ingest import ingest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

PASSAGES = 10_000
QUESTIONS = tuple(dict.fromkeys(q.text for q in load_questions(Path("corpus/questions.toml"))[1]))
"""The golden set, each question asked once: what was asked before costs no second run of the verifier."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder = tmp_path_factory.mktemp("shipped")
    build(Path("corpus"), folder)
    with Engine.open(folder) as engine:
        yield engine


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    source = os.environ.get("RAPPORTEUR_ARTICLES")
    if not source:
        pytest.skip("RAPPORTEUR_ARTICLES names no file of articles")
    folder = tmp_path_factory.mktemp("large")
    build(Path("corpus"), folder)
    with Engine.open(folder) as engine:
        records, held = [], 0
        for document in _documents(Path(source)):
            records.append(ingest(document, engine.encoder))
            held += len(records[-1].passages)
            if held >= PASSAGES:
                break
        engine.store.library.write(add=records)
    with Engine.open(folder) as engine:
        yield engine


def _documents(path: Path) -> Iterator[Document]:
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    for turn in count():
        for number, article in enumerate(articles):
            text = "\n\n".join(paragraph["context"] for paragraph in article["paragraphs"])
            edited = re.sub(r"\b(\w{5,})\b", lambda m, t=turn: _edit(m, t), text)
            yield Document(f"article-{number}-{turn}", article["title"], edited)


def _edit(word: re.Match[str], turn: int) -> str:
    """Every seventh long word gets the turn's own ending, so that no two copies are alike."""
    return word.group() + (f"{turn}" if turn and word.start() % 7 == 0 else "")


def _ask_each(benchmark: BenchmarkFixture, engine: Engine) -> None:
    first, *others = QUESTIONS
    engine.ask(first)
    questions = iter(others)
    benchmark.pedantic(lambda: engine.ask(next(questions)), rounds=len(others))
    milliseconds = sorted(1000 * seconds for seconds in benchmark.stats.stats.data)
    middle, last = milliseconds[len(milliseconds) // 2], milliseconds[int(len(milliseconds) * 0.99)]
    sys.stdout.write(f"\n50 % {middle:.0f} ms, 99 % {last:.0f} ms\n")


def test_a_question(benchmark: BenchmarkFixture, shipped: Engine) -> None:
    """One question in a running engine, the shipped article loaded."""
    _ask_each(benchmark, shipped)


def test_a_question_among_many_passages(benchmark: BenchmarkFixture, large: Engine) -> None:
    """One question among 10,000 passages."""
    _ask_each(benchmark, large)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(f"\npeak memory of this process: {peak} MB\n")


def test_adding_a_document(benchmark: BenchmarkFixture, large: Engine) -> None:
    """Adding a document of one paragraph to 10,000 passages, its embedding included."""
    numbers = count()
    text = "The ministers met in Lisbon on Tuesday. They signed nothing, an official said."
    benchmark(lambda: large.add(Document(f"new-{next(numbers)}", "Lisbon", text)))
