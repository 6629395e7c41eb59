"""The sentences of stored passages as vectors, from the tokens that are kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..storage.quantization import token_cosines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models.encoder import Vectors
    from ..storage.library import Passage


def sentence_vectors(passages: Sequence[Passage], dimension: int) -> Vectors:
    """float32 ``(sentences, dimension)``, in order: the mean of each sentence's tokens, of length 1.

    A sentence without a token of a word with a topic gives 0.
    """
    means = [_means(passage, dimension) for passage in passages]
    found = np.concatenate(means) if means else np.zeros((0, dimension), dtype=np.float32)
    lengths = np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found / np.maximum(lengths, 1e-9), dtype=np.float32)


def _means(passage: Passage, dimension: int) -> Vectors:
    """Of one passage, not yet of length 1."""
    sums = np.zeros((len(passage.sentences), dimension), dtype=np.float32)
    if len(passage.starts):
        tokens = token_cosines(passage.tokens, np.eye(dimension, dtype=np.float32)).T
        owners = np.searchsorted([s.start for s in passage.sentences], passage.starts, side="right") - 1
        np.add.at(sums, np.maximum(owners, 0), tokens)
    return sums
