"""Contract: the passages that are found, with the scores that the formulas give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from index.document import CORPUS

from .records import ENCODER, ids, record, search, texts

if TYPE_CHECKING:
    from index.storage.store import Store

    from .conftest import Opened

NEAR = 0.01
"""How exactly a vector in 8 bits keeps a cosine."""


def test_the_nearest_come_first_with_their_cosines(store: Store) -> None:
    """Of k words, all different, with n and m in passage and question: k / √(n m)."""
    store.library.write(
        add=[
            record("a", "Ships fees."),
            record("b", "Grain fees."),
            record("c", "Grain."),
            record("d", "Lima."),
        ]
    )
    found = search(store, "grain")
    assert texts(found)[:2] == ["Grain.", "Grain fees."]
    assert [c.cosine for c in found] == pytest.approx([1, 1 / math.sqrt(2), 0, 0], abs=NEAR)
    assert [c.passage.document.id for c in found] == ["c", "b", "a", "d"]


def test_bm25_ranks_the_passages_that_hold_a_term(store: Store) -> None:
    """Of three equally long passages, a term of one scores log(2.5 / 1.5); two such terms, twice that; a term
    that is asked twice counts once."""
    store.library.write(
        add=[record("a", "Grain fees."), record("b", "Ships fees."), record("c", "Lima port.")]
    )
    idf = math.log(2.5 / 1.5)
    found = {c.passage.document.id: c.bm25 for c in search(store, "lima port grain lima")}
    assert found == pytest.approx({"a": idf, "b": 0, "c": 2 * idf})
    assert {c.bm25 for c in search(store, "nowhere")} == {0}


def test_long_passages_are_held_against_their_repeats(store: Store) -> None:
    """Twice in four terms, where the mean is two: idf 2 (k₁ + 1) / (2 + k₁ (1 - b + b 4 / 2)), with k₁ = 1.2
    and b = 0.75."""
    store.library.write(
        add=[record("a", "Lima lima ships ships."), record("b", "Grain."), record("c", "Fees.")]
    )
    by_hand = math.log(2.5 / 1.5) * 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 2))
    assert max(c.bm25 for c in search(store, "lima")) == pytest.approx(by_hand)


def test_a_term_of_most_passages_counts_next_to_nothing(store: Store) -> None:
    """Two of three hold it: its weight is 10⁻⁶, enough to be found by it, and no more."""
    store.library.write(add=[record("a", "Grain."), record("b", "Grain."), record("c", "Lima.")])
    assert sorted(c.bm25 for c in search(store, "grain")) == pytest.approx([0, 1e-6, 1e-6])


def test_k_of_each_kind_are_found(store: Store) -> None:
    """The two nearest by cosine and the two best by words, each with both of its scores."""
    far = "Lima " + "ships " * 15 + "fees."
    store.library.write(add=[record("far", far)])
    store.library.write(add=[record(f"d{n}", "Grain ships.") for n in range(4)])
    found = search(store, "grain ships lima", k=2)
    assert [texts([c])[0] for c in found] == [*["Grain ships."] * (len(found) - 1), far]
    assert 3 <= len(found) <= 4
    assert found[-1].cosine == pytest.approx(16 / math.sqrt(3 * (1 + 15**2 + 1)), abs=NEAR)
    assert found[-1].bm25 > 0
    assert len(search(store, "grain", k=1)) <= 2


def test_the_limit_holds_for_each_collection(store: Store) -> None:
    """One can't crowd out another, and all are in one order."""
    store.library.write(add=[record(f"d{n}", "Grain.", "x") for n in range(3)])
    store.library.write(add=[record("e", "Grain fees.", "y"), record("f", "Ships.", "y")])
    found = search(store, "grain", "x", "y", k=1)
    assert [(c.passage.document.collection, c.passage.document.id) for c in found] == [
        ("x", "d0"),
        ("y", "e"),
    ]


def test_only_the_named_collections_are_searched(store: Store) -> None:
    """One that holds nothing adds nothing."""
    store.library.write(add=[record("a", "Grain.", "x"), record("a", "Grain.", "y")])
    assert [c.passage.document.collection for c in search(store, "grain", "x", "none")] == ["x"]
    assert search(store, "grain", "none") == []
    assert store.candidates.search(ENCODER.encode_query("grain").vector, ["grain"], [], 9) == []


def test_equals_come_by_collection_document_and_place(store: Store) -> None:
    """Whatever order they came in."""
    for slug, collection in [("b", "y"), ("c", "x"), ("a", "y")]:
        store.library.write(add=[record(slug, "Grain.\n\nGrain.", collection)])
    found = [(c.passage.document.id, c.passage.span.start) for c in search(store, "grain", "y", "x")]
    assert found == [("c", 0), ("c", 8), ("a", 0), ("a", 8), ("b", 0), ("b", 8)]


def test_only_where_one_speaks(store: Store) -> None:
    """Scored as among all; the passage in which the words begin; nobody's are none."""
    store.library.write(
        add=[
            record("a", "Paul Holm said that grain is dear.\n\nGrain is dear."),
            record("b", "Maria Lopez said that grain is dear."),
            record("c", "Ships wait."),
            record("d", "Fees stay."),
            record("e", "Lima."),
            record("f", "Ships."),
        ]
    )
    everywhere = {c.passage.id: c for c in search(store, "grain dear")}
    holm = search(store, "grain dear", speakers=["Paul Holm"])
    assert texts(holm) == ["Paul Holm said that grain is dear."]
    assert (holm[0].cosine, holm[0].bm25) == pytest.approx(
        (everywhere[holm[0].passage.id].cosine, everywhere[holm[0].passage.id].bm25)
    )
    assert holm[0].bm25 > 0
    assert len(search(store, "grain", speakers=["Paul Holm", "Maria Lopez"])) == 2
    assert search(store, "grain", speakers=["Holm"]) == search(store, "grain", speakers=[]) == []


def test_among_many_speakers_k_are_found(store: Store) -> None:
    """The nearest of theirs."""
    store.library.write(add=[record(f"d{n}", "Paul Holm said that ships wait.") for n in range(3)])
    store.library.write(add=[record("g", "Paul Holm said that grain waits.")])
    assert len(search(store, "grain", speakers=["Paul Holm"], k=1)) == 1
    assert search(store, "grain", speakers=["Paul Holm"], k=1)[0].passage.document.id == "g"


def test_ids_are_the_same_in_every_store(opened: Opened) -> None:
    """Whatever was stored before, and in whatever order."""
    one, two = opened("one"), opened("two")
    one.library.write(add=[record("x"), record("a", "Grain.\n\nShips."), record("b")])
    one.library.write(remove=[(CORPUS, "x")])
    two.library.write(add=[record("b"), record("a", "Grain.\n\nShips.")])
    assert ids(one) == ids(two) == ["a", "b"]
    found = [{c.passage.id for c in search(store, "grain ships")} for store in (one, two)]
    assert found[0] == found[1]
    assert len(found[0]) == 3


def test_what_comes_and_goes_is_found_and_not(store: Store) -> None:
    """At the next search, also where the collection was emptied in between."""
    grain, ships = record("a", "Grain."), record("b", "Ships.")
    store.library.write(add=[grain])
    assert texts(search(store, "grain ships")) == ["Grain."]
    store.library.write(add=[ships], remove=[(CORPUS, "a")])
    assert texts(search(store, "grain ships")) == ["Ships."]
    store.library.write(remove=[(CORPUS, "b")])
    assert search(store, "grain ships") == []
    store.library.write(add=[grain])
    store.library.write(add=[record("a", "Grain grain fees.")])
    assert texts(search(store, "grain ships")) == ["Grain grain fees."]
