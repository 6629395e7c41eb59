"""Nearest passages by cosine."""

from __future__ import annotations

import numpy as np
import pytest

from index.storage.dense import DenseIndex


@pytest.fixture
def index() -> DenseIndex:
    """Two collections of vectors in the plane, at 0°, 90° and 60°, and at 0°."""
    index = DenseIndex(2)
    angles = np.radians([0, 90, 60], dtype=np.float32)
    index.add("a", [7, 5, 6], np.stack([np.cos(angles), np.sin(angles)], axis=1))
    index.add("b", [9], np.array([[1, 0]], dtype=np.float32))
    return index


EAST = np.array([1, 0], dtype=np.float32)


def test_the_nearest_come_first_with_their_cosines(index: DenseIndex) -> None:
    """The angle between two vectors is all that counts."""
    found = index.search(EAST, ["a"], 10)
    assert list(found) == [7, 6, 5]
    assert list(found.values()) == pytest.approx([1, 0.5, 0], abs=1e-6)


def test_the_limit_holds_for_each_collection(index: DenseIndex) -> None:
    """One collection can't crowd out another."""
    assert set(index.search(EAST, ["a", "b"], 1)) == {7, 9}


def test_a_collection_is_searched_only_when_named(index: DenseIndex) -> None:
    """Nor does one that holds nothing matter."""
    assert list(index.search(EAST, ["b", "none"], 10)) == [9]
    assert index.search(EAST, [], 10) == {}


def test_its_length_is_the_number_of_vectors(index: DenseIndex) -> None:
    """Over all collections; no vectors add nothing."""
    index.add("c", [], np.empty((0, 2), dtype=np.float32))
    assert len(index) == 4
