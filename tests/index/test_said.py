"""What did X say: each of X's sentences once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answer import Answer
from index.document import Document
from index.engine import Engine
from index.store import Store

from .fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sentence_with_two_statements_is_quoted_once(tmp_path: Path) -> None:
    """A sentence in which somebody says two things is one quote, not the same one twice."""
    text = "Maria Lopez said the harbour is closed and added that the fees stay. Ships wait outside."
    with Engine(Store.open(tmp_path / "index.sqlite3", create=True), WordEncoder("harbour fees")) as engine:
        engine.add(Document("d", "Harbour", text))
        outcome = engine.ask("What did Lopez say?")
    assert isinstance(outcome, Answer)
    assert [citation.quote for citation in outcome.citations] == [text.split(". ")[0] + "."]
