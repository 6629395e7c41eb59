"""Contract: what other collections do to one is nothing, not even to its scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.document import CORPUS

from .records import record, search, shown, texts

if TYPE_CHECKING:
    from index.storage.store import Store

OWN = "Minister Paul Holm said on May 3, 2024 that grain is sold in Lima.\n\nShips wait.\n\nThe fees stay."
OTHERS = (
    "President Maria Lopez said on May 1, 2024 that grain and grain and ships wait in Lima. "
    "Chairman Paul Holm said that fees rise.\n\nGrain, grain and ships in Lima for long years of many words."
)


def test_others_change_nothing(store: Store) -> None:
    """Not documents, words, voices, names, events, what is found, its order nor its scores."""
    store.library.write(add=[record("a", OWN, title="Grain")])
    before = shown(store, CORPUS, "7")
    store.library.write(
        add=[record(f"d{n}", OTHERS, str(100 + n % 2), title="Grain ships") for n in range(20)]
    )
    assert shown(store, CORPUS, "7") == before
    store.library.write(remove=[("100", "d0"), ("101", "d1")])
    assert shown(store, CORPUS, "7") == before


def test_each_of_several_is_scored_by_its_own(store: Store) -> None:
    """A word that is rare in one stays rare, whatever another is full of."""
    store.library.write(
        add=[record(f"d{n}", text, "x") for n, text in enumerate(["Lima.", "Fees.", "Port."])]
    )
    alone = {c.passage.id: c.bm25 for c in search(store, "lima", "x")}
    store.library.write(add=[record(f"e{n}", "Lima.", "y") for n in range(20)])
    both = search(store, "lima", "x", "y")
    assert {c.passage.id: c.bm25 for c in both if c.passage.document.collection == "x"} == alone
    assert max(c.bm25 for c in both if c.passage.document.collection == "y") < 1e-5


def test_one_id_in_two_collections_is_two_documents(store: Store) -> None:
    """Each keeps its own text, and goes alone."""
    store.library.write(add=[record("a", "Grain.", "x"), record("a", "Ships.", "y")])
    assert [s.document.text for s in store.library.documents(["x", "y"])] == ["Grain.", "Ships."]
    store.library.write(remove=[("x", "a")])
    assert texts(search(store, "grain ships", "x", "y")) == ["Ships."]
    assert store.library.words(["x", "y"], [""], range(1, 100)) == {"ships": 1}
