"""The sentences of stored passages as vectors, from the tokens that are kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..storage.quantization import token_cosines

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from ..models.encoder import Vectors
    from ..storage.library import Passage


def sentence_vectors(passages: Sequence[Passage], dimension: int) -> Vectors:
    """float32 ``(sentences, dimension)``, in order: the mean of each sentence's tokens, of length 1.

    A sentence without a token of a word with a topic gives 0.
    """
    sentences = [sentence.start for passage in passages for sentence in passage.sentences]
    sums = np.zeros((len(sentences), dimension), dtype=np.float32)
    if sum(len(passage.starts) for passage in passages):
        codes = np.concatenate([passage.tokens for passage in passages if len(passage.starts)])
        np.add.at(sums, _owners(passages), token_cosines(codes, np.eye(dimension, dtype=np.float32)).T)
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _owners(passages: Sequence[Passage]) -> npt.NDArray[np.intp]:
    """The sentence in which each token begins, counted through all passages."""
    found, before = [], 0
    for passage in passages:
        starts = [sentence.start for sentence in passage.sentences]
        within = np.searchsorted(starts, passage.starts, side="right") - 1
        found.append(np.maximum(within, 0) + before)
        before += len(starts)
    return np.concatenate(found)
