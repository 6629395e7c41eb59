"""What each stage of a question took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from index import Engine
from index.timings import Timings

from .shipped import shipped_index, verified_index

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def verifying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An engine with the verifier."""
    with Engine.open(verified_index(tmp_path_factory), threads=1) as engine:
        yield engine


def test_a_stage_ends_once() -> None:
    """With its ``with``, or before by ``stop``; what it does is given back, and an error ends it too."""
    timings = Timings()
    with timings.stage("queue") as queue:
        queue.stop()
        assert timings.measure("search", sorted, [2, 1]) == [1, 2]
    with pytest.raises(ZeroDivisionError):
        timings.measure("rank", lambda: 1 // 0)
    assert [lap.stage for lap in timings.laps] == ["queue", "search", "rank"]
    assert all(lap.seconds >= 0 for lap in timings.laps)
    assert timings.laps[0].began <= timings.laps[1].began <= timings.laps[2].began


@pytest.mark.parametrize(
    ("question", "stages"),
    [
        ("What happened to the yuan?", ["encode", "search", "rank", "verify"]),
        ("what did Bessent say about soybeans?", ["encode", "search", "rank", "verify"]),
        ("Who wrote the article?", []),
    ],
)
def test_the_stages_of_a_question(verifying: Engine, question: str, stages: list[str]) -> None:
    """The receipt has those that it went through, which together take no longer than the question."""
    receipt = verifying.ask(question).receipt
    assert [lap.stage for lap in receipt.laps] == stages
    assert sum(lap.seconds for lap in receipt.laps) * 1000 <= receipt.elapsed_ms


def test_where_no_model_judges(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Then there is no such stage; a second question has its own laps alone."""
    with Engine.open(shipped_index(tmp_path_factory), threads=1) as engine:
        for _ in range(2):
            laps = engine.ask("What happened to the yuan?").receipt.laps
            assert [lap.stage for lap in laps] == ["encode", "search", "rank"]
