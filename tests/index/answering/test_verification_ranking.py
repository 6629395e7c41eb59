"""How verified passages and their sentences are ranked, from scores that are written down."""

from __future__ import annotations

import pytest

from index.answering.verification import verify_hits

from ..fakes import PointingVerifier
from .found import found

GRAIN, SHIPS = "Grain is sold in Lima.", "Ships wait in Cusco."


def first(retrieval: object, **logits: float) -> str:
    verified = verify_hits(PointingVerifier(**logits), retrieval)  # type: ignore[arg-type]
    return verified[0].evidence.span.of(verified[0].evidence.document.text)


@pytest.mark.parametrize(("more", "best"), [(0.45, GRAIN), (0.55, SHIPS)])
def test_a_point_of_a_passages_score_is_worth_five_logits(more: float, best: str) -> None:
    """A passage better by a tenth comes before one that the verifier prefers by less than half a logit."""
    retrieval = found("Where is grain?", (GRAIN, [0.5]), (SHIPS, [0.4]))
    assert first(retrieval, Lima=1.0, Cusco=1.0 + more) == best


@pytest.mark.parametrize(("more", "best"), [(1.9, GRAIN), (2.1, SHIPS)])
def test_a_point_of_a_sentences_score_is_worth_twenty_logits(more: float, best: str) -> None:
    """Within a passage: a tenth outweighs words that are less than two logits surer."""
    retrieval = found("Where is grain?", (f"{GRAIN} {SHIPS}", [0.5, 0.4]))
    assert first(retrieval, Lima=1.0, Cusco=1.0 + more) == best
