"""Nearest passages by cosine."""

from __future__ import annotations

import numpy as np
import pytest

from index.storage.dense import DenseIndex
from index.storage.quantization import rotated, vector_codes

NEAR = 0.01
"""How exactly 8 bits keep a cosine in so few dimensions."""

DIMENSION = 64


def at(degrees: float) -> np.ndarray:
    """A unit vector in the plane of two of the axes, float32 ``(1, dimension)``."""
    vector = np.zeros((1, DIMENSION), np.float32)
    vector[0, 3], vector[0, 17] = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return vector


EAST = rotated(at(0))[0]


@pytest.fixture
def index() -> DenseIndex:
    """Vectors at 0°, 90°, 60° and 180°, under the ids 7, 5, 6 and 9."""
    index = DenseIndex(DIMENSION)
    codes = vector_codes(np.concatenate([at(0), at(90), at(60), at(180)]))
    index.add(np.array([7, 5, 6, 9], np.int64), codes)
    return index


def test_the_nearest_come_first_with_their_cosines(index: DenseIndex) -> None:
    """The angle between two vectors is all that counts."""
    found = index.nearest(EAST, 10)
    assert list(found) == [7, 6, 5, 9]
    assert list(found.values()) == pytest.approx([1, 0.5, 0, -1], abs=NEAR)
    assert list(index.nearest(EAST, 2)) == [7, 6]


def test_only_some_are_looked_at(index: DenseIndex) -> None:
    """Fewer are found where fewer are there."""
    assert list(index.nearest(EAST, 10, [9, 5, 8])) == [5, 9]
    assert list(index.nearest(EAST, 1, [9, 5])) == [5]
    assert index.nearest(EAST, 10, [8]) == {}


def test_the_cosines_of_some_are_given(index: DenseIndex) -> None:
    """Of those that are there, however far."""
    assert index.cosines(EAST, [9, 6, 8]) == pytest.approx({6: 0.5, 9: -1}, abs=NEAR)
    assert index.cosines(EAST, []) == {}


def test_what_is_removed_is_found_no_more(index: DenseIndex) -> None:
    """All ids of a range, both ends included; more are added as before."""
    index.remove(6, 7)
    assert (list(index.nearest(EAST, 10)), len(index)) == ([5, 9], 2)
    index.remove(6, 8)  # of which none is there
    index.add(np.array([11], np.int64), vector_codes(at(0)))
    assert list(index.nearest(EAST, 10)) == [11, 5, 9]


def test_many_are_added_in_parts() -> None:
    """Each under its own id, also where there are more than are unpacked at once."""
    index, count = DenseIndex(16), 10_000
    codes = np.zeros((count, 16), np.int8)
    codes[9_999] = 127
    index.add(np.arange(1, count + 1), codes)
    assert len(index) == count
    assert list(index.nearest(np.ones(16, np.float32) / 4, 1)) == [10_000]


@pytest.mark.parametrize("step", [-127, -128 + 1, -1, 0, 1, 100, 127])
def test_each_step_stands_for_itself(step: int) -> None:
    """What FAISS holds of a coordinate is the very step, to the last one."""
    index = DenseIndex(16)
    index.add(np.array([1], np.int64), np.full((1, 16), step, np.int8))
    along = np.full(16, 0.25, np.float32)  # the vector of length 1 of which each coordinate is alike
    assert index.nearest(along, 1)[1] == pytest.approx(step * 4 / (32 * 4), abs=1e-4)
