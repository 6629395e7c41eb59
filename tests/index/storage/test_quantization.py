"""Vectors in few bits."""

from __future__ import annotations

import numpy as np
import pytest

from index.errors import IndexCorrupt
from index.storage.quantization import VECTOR_STEPS, rotated, token_codes, token_cosines, vector_codes


def units(count: int, dimension: int) -> np.ndarray:
    vectors = np.random.RandomState(7).normal(size=(count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


DIMENSIONS = pytest.mark.parametrize("dimension", [16, 20, 384, 768])


@DIMENSIONS
def test_rotating_keeps_every_cosine(dimension: int) -> None:
    """And gives the same in every run, as stored vectors need."""
    vectors = units(5, dimension)
    turned = rotated(vectors)
    assert turned.dtype == np.float32
    assert turned @ turned.T == pytest.approx(vectors @ vectors.T, abs=1e-5)
    assert np.array_equal(turned, rotated(vectors))
    assert not np.allclose(turned, vectors, atol=0.1)


def test_the_rotation_is_the_one_that_indexes_are_stored_in() -> None:
    """Another would make every stored vector another's: it would take a new version of the layout."""
    signs = [int(np.sign(x)) for x in rotated(np.eye(16, dtype=np.float32)[:1])[0]]
    assert np.abs(rotated(np.eye(16, dtype=np.float32))) == pytest.approx(np.full((16, 16), 0.25))
    assert signs == SIGNS


SIGNS = [-1] * 4 + [1] * 4 + [-1] * 4 + [1] * 4


@DIMENSIONS
def test_vectors_in_eight_bits_keep_their_cosines(dimension: int) -> None:
    """Steps of a 32nd of a deviation: the sum of many errors stays small."""
    vectors = units(40, dimension)
    codes = vector_codes(vectors)
    assert (codes.dtype, codes.shape) == (np.int8, vectors.shape)
    given = codes.astype(np.float32) / (VECTOR_STEPS * np.sqrt(dimension))
    assert given @ given.T == pytest.approx(vectors @ vectors.T, abs=0.03)


def test_a_coordinate_beyond_four_deviations_is_cut() -> None:
    """A vector along one turned axis is a long way out in that coordinate."""
    axis = np.zeros((1, 64), np.float32)
    axis[0, 9] = 1
    back = np.linalg.solve(rotated(np.eye(64, dtype=np.float32)).T, axis[0]).astype(np.float32)
    codes = vector_codes(back[None])
    assert codes[0, 9] == 127  # eight deviations, of which 127 / 32 are kept
    assert np.count_nonzero(codes) == 1


@DIMENSIONS
def test_token_cosines_are_unbiased(dimension: int) -> None:
    """Of a token with itself just 1; with others right on average, and off by little."""
    tokens, asked = units(300, dimension), units(10, dimension)
    codes = token_codes(tokens)
    assert (codes.dtype, codes.shape) == (np.uint8, (300, -(-dimension // 4) + 2))
    assert np.diag(token_cosines(codes, tokens)) == pytest.approx(np.ones(300), abs=2e-3)
    wrong = token_cosines(codes, asked) - asked @ tokens.T
    assert wrong.shape == (10, 300)
    assert abs(wrong.mean()) < 0.2 / np.sqrt(wrong.size)
    assert wrong.std() < 0.5 / np.sqrt(dimension)


def test_a_code_is_two_bits_a_coordinate_and_a_factor() -> None:
    """Of a vector along a turned diagonal every level is an outer or an inner one, four to a byte."""
    turned = np.array([[-2, -0.5, 0.5, 2] * 4], np.float32)
    turned /= np.linalg.norm(turned)
    vector = (turned @ np.linalg.inv(rotated(np.eye(16, dtype=np.float32)))).astype(np.float32)
    codes = token_codes(vector)
    assert codes[0, :4].tolist() == [0b00_01_10_11] * 4
    along = (2 * 1.5104 + 0.5 * 0.4528) * 2 * 4 / np.linalg.norm([-2, -0.5, 0.5, 2] * 4) * 4 / 16
    assert codes[0, 4:].view(np.float16)[0] == pytest.approx(1 / along, rel=1e-3)


def test_no_tokens_have_no_codes() -> None:
    """Nor cosines."""
    codes = token_codes(np.zeros((0, 16), np.float32))
    assert codes.shape == (0, 6)
    assert token_cosines(codes, units(2, 16)).shape == (2, 0)


def test_tokens_of_another_encoder_are_refused() -> None:
    """They are not read as if they had fewer coordinates."""
    codes = token_codes(np.eye(12, dtype=np.float32))
    with pytest.raises(IndexCorrupt, match="tokens were stored by another encoder"):
        token_cosines(codes, np.eye(8, dtype=np.float32))
