"""What other collections do to one: nothing, not even to its scores."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from index.answer import Answer, Outcome, as_json
from index.document import CORPUS, Document
from index.engine import Engine
from index.storage.embedded import open_store
from index.storage.ingest import ingest
from index.storage.relational.postings import POSTINGS
from index.storage.sqlite.library import SQLiteLibrary

from ..fakes import WordEncoder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENCODER = WordEncoder("grain ships fees lima")
ARTICLE = Document("a", "A", "Paul Holm sold grain in Lima.\n\nShips wait.\n\nThe fees stay.")
OTHERS = [
    Document(
        f"d{n}", f"D{n}", "Grain, grain and ships in Lima for long years of many words.", collection="100"
    )
    for n in range(20)
]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An engine on one article of the corpus."""
    with Engine(open_store(tmp_path / "index.sqlite3", create=True), ENCODER) as engine:
        engine.add(ARTICLE)
        yield engine


def without_time(outcome: Outcome) -> dict[str, object]:
    return {k: v for k, v in as_json(outcome).items() if k != "elapsed_ms"}


def test_another_servers_documents_change_nothing(engine: Engine) -> None:
    """Not the answer, nor any score in its receipt, nor the version that it names."""
    asked = ("Who sold grain in Lima?", "What did Holm say about ships?")
    before = [without_time(engine.ask(q, collections=(CORPUS, "7"))) for q in asked]
    engine.store.library.write(add=[ingest(document, ENCODER) for document in OTHERS])
    assert [without_time(engine.ask(q, collections=(CORPUS, "7"))) for q in asked] == before
    assert len(engine.documents((CORPUS, "100"))) == 21


def test_a_posting_that_names_anothers_passage_leads_nowhere(engine: Engine) -> None:
    """Were the search index damaged so, no words of another collection would come to light."""
    engine.store.library.write(add=[ingest(OTHERS[0], ENCODER)])
    library = engine.store.library
    assert isinstance(library, SQLiteLibrary)
    db, _ = library.connection
    numbers = dict(db.execute("SELECT name, id FROM collection"))
    corpus, other = numbers[CORPUS], numbers["100"]
    for term in ("grain", "lima"):
        secret = POSTINGS.read(db, (other, term))
        db.execute("DELETE FROM postings WHERE collection = ? AND term = ?", (corpus, term))
        POSTINGS.append(db, (corpus, term), secret)
    outcome = engine.ask("Who sold grain in Lima?")
    assert isinstance(outcome, Answer)
    assert {p.document.collection for p in outcome.receipt.passages} == {CORPUS}


def test_vectors_under_anothers_name_lead_nowhere(engine: Engine) -> None:
    """Nor where the vectors of one collection came to stand under another's number."""
    engine.store.library.write(add=[ingest(OTHERS[0], ENCODER)])
    with closing(sqlite3.connect(engine.store.library.path)) as db:
        db.execute("UPDATE vectors SET collection = 3 - collection")
        db.commit()
    with Engine(open_store(engine.store.library.path), ENCODER) as other:
        found = other.ask("Who sold grain in Lima?").receipt.passages
    assert {p.document.collection for p in found} <= {CORPUS}


def test_the_corpus_questions_are_offered_where_it_is_asked(engine: Engine) -> None:
    """A set of collections without the corpus offers none of its questions."""
    engine.store.library.write(add=[ingest(OTHERS[0], ENCODER)])
    engine.offer({"Who sold grain?": [ARTICLE.content_hash]}, {})
    assert engine.scope((CORPUS, "100")).suggestions == ("Who sold grain?",)
    assert engine.scope(("100",)).suggestions == ()
