"""What other collections do to one: nothing, not even to its scores."""

from __future__ import annotations

import math
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from index.answer import Answer, Outcome, as_json
from index.document import CORPUS, Document
from index.engine import MOST_SHELVES, Engine
from index.storage.embedded import open_store
from index.storage.ingest import ingest

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


def test_each_collection_has_its_own_statistics(store: Store) -> None:
    """Of x's three passages one holds the term: log(2.5 / 1.5), whatever y holds; y's are scored by y's."""
    for n, text in enumerate(["Grain fees.", "Ships fees.", "Lima port."]):
        store.library.write(add=[ingest(Document(f"d{n}", "D", text, collection="x"), ENCODER)])
    score = pytest.approx([math.log(2.5 / 1.5)])
    assert list(store.search(["lima"], ["x"], 10).values()) == score
    version = store.library.version(["x"])
    store.library.write(add=[ingest(replace(document, collection="y"), ENCODER) for document in OTHERS])
    assert list(store.search(["lima"], ["x"], 10).values()) == score
    assert len(store.search(["lima"], ["x", "y"], 10)) == 11
    assert max(store.search(["lima"], ["y"], 10).values()) < 1e-5
    assert (store.library.version(["x"]), store.library.version(["x"]) == store.library.version()) == (
        version,
        False,
    )


def test_long_passages_are_held_against_their_repeats(store: Store) -> None:
    """Twice in four terms, where the mean is two: idf 2 (k₁ + 1) / (2 + k₁ (1 - b + b 4 / 2))."""
    for n, text in enumerate(["Lima lima ships ships.", "Grain.", "Fees."]):
        store.library.write(add=[ingest(Document(f"d{n}", "D", text), ENCODER)])
    by_hand = math.log(2.5 / 1.5) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 2))
    assert list(store.search(["lima"], [CORPUS], 10).values()) == pytest.approx([by_hand])


def test_the_best_among_some_passages_alone(store: Store) -> None:
    """They are scored as they are among all."""
    texts = ["Lima port.", "Lima fees.", "Ships.", "Grain.", "Fees."]
    store.library.write(add=[ingest(Document(f"d{n}", "D", text), ENCODER) for n, text in enumerate(texts)])
    everywhere = store.search(["lima"], [CORPUS], 10)
    assert len(everywhere) == 2
    one = min(everywhere)
    assert store.search(["lima"], [CORPUS], 10, among=[one, 5]) == {one: everywhere[one]}
    assert store.search(["lima"], [CORPUS], 10, among=[]) == {}


def test_a_posting_that_names_anothers_passage_leads_nowhere(engine: Engine) -> None:
    """Were the search index damaged so, no words of another collection would come to light."""
    engine.store.library.write(add=[ingest(OTHERS[0], ENCODER)])
    [(_, [secret], _)] = [part for part in engine.store.vectors() if part[0] == "100"]
    with closing(sqlite3.connect(engine.store.library.path)) as db:
        db.execute("UPDATE posting SET passage = ? WHERE collection = 'corpus' AND passage = 1", [secret])
        db.commit()
    outcome = engine.ask("Who sold grain in Lima?")
    assert isinstance(outcome, Answer)
    assert {p.document.collection for p in outcome.receipt.passages} == {CORPUS}


def test_the_corpus_questions_are_offered_where_it_is_asked(engine: Engine) -> None:
    """A set of collections without the corpus offers none of its questions."""
    engine.store.library.write(add=[ingest(OTHERS[0], ENCODER)])
    engine.offer({"Who sold grain?": [ARTICLE.content_hash]})
    assert engine.scope((CORPUS, "100")).suggestions == ("Who sold grain?",)
    assert engine.scope(("100",)).suggestions == ()


def test_shelves_are_kept_for_those_who_asked_last(engine: Engine) -> None:
    """A hundred servers with documents of their own don't fill the memory."""
    servers = [str(n) for n in range(MOST_SHELVES + 1)]
    engine.store.library.write(add=[ingest(replace(ARTICLE, collection=s), ENCODER) for s in servers])
    first = engine.scope([servers[0]])
    assert engine.scope([servers[0]]) is first
    for server in servers[1:]:
        engine.scope([server])
    assert engine.scope([servers[0]]) is not first
    assert engine.scope([servers[-1]]).documents[0].collection == servers[-1]
