"""The golden questions, asked of the same index in either store."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.answer import as_json
from index.building.moving import copy_index
from index.curated.golden import QUESTIONS_FILE, load_questions
from index.engine import Engine
from index.storage.opening import open_library

from ...shipped import CORPUS_FOLDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from index.answer import Outcome

EVERY = 12
"""One golden question of so many is asked; tests/benchmarks/bench_postgres.py asks all."""


def told(outcome: Outcome) -> dict[str, object]:
    """All that is told of an outcome, but for the time that it took and for scores."""
    places = [(p.document.id, p.span) for p in outcome.receipt.passages]
    return as_json(outcome) | {"passages": places, "elapsed_ms": 0}


def scores(outcome: Outcome) -> list[float]:
    return [value for p in outcome.receipt.passages for value in (p.cosine, p.bm25, p.score)]


def test_golden_questions_are_answered_alike(shipped: Path, empty_index: Callable[[], str]) -> None:
    """Word for word, of the same passages, with the same scores."""
    address = empty_index()
    with closing(open_library(shipped)) as source, closing(open_library(shipped, address)) as target:
        copy_index(source, target)
    questions = [question.text for question in load_questions(CORPUS_FOLDER / QUESTIONS_FILE)[1]][::EVERY]
    assert len(questions) > 10
    with Engine.open(shipped) as embedded, Engine.open(shipped, address) as other:
        for question in questions:
            one, two = embedded.ask(question), other.ask(question)
            assert told(one) == told(two)
            assert scores(one) == pytest.approx(scores(two), abs=1e-6)
