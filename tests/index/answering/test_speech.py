"""What did X say: each of X's sentences once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.answer import Answer
from index.document import Document
from index.engine import Engine
from index.storage.embedded import open_store
from index.storage.ingest import ingest

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sentence_with_two_statements_is_quoted_once(tmp_path: Path) -> None:
    """A sentence in which somebody says two things is one quote, not the same one twice."""
    text = "Maria Lopez said the harbour is closed and added that the fees stay. Ships wait outside."
    with Engine(open_store(tmp_path / "index.sqlite3", create=True), WordEncoder("harbour fees")) as engine:
        engine.add(Document("d", "Harbour", text))
        outcome = engine.ask("What did Lopez say?")
    assert isinstance(outcome, Answer)
    assert [citation.quote for citation in outcome.citations] == [text.split(". ")[0] + "."]


def test_what_was_said_on_the_topic_is_found_among_hundreds_of_statements(tmp_path: Path) -> None:
    """They are ranked by the topic before any is left out: the one on it stands in the last article."""
    encoder = WordEncoder("ferries fees harbour")
    others = [
        Document(f"d{n:03}", "Harbour", f"Maria Lopez said the harbour has {n} cranes.") for n in range(205)
    ]
    last = Document("last", "Ferries", "Maria Lopez said the ferries sail again in May.")
    with Engine(open_store(tmp_path / "index.sqlite3", create=True), encoder) as engine:
        engine.store.library.write(add=[ingest(document, encoder) for document in [*others, last]])
        for question in ("What did Lopez say about the ferries?", "What did Maria Lopez say about ferries?"):
            outcome = engine.ask(question)
            assert isinstance(outcome, Answer)
            assert outcome.citations[0].quote == last.text
