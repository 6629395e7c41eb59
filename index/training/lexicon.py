"""What may be put in a word's place: words that mean the same, the opposite, or another thing of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from tokenizers import Tokenizer

from ..models.compiled import TOKENIZER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

    from .thesaurus import Thesaurus

NEIGHBOURS = 12
NEAR, NEAREST = 0.30, 0.60
"""Cosines of static word vectors: above lie inflections and synonyms, below words that don't fit."""
ALIKE = 2
"""Synonyms taken of a word: with the nearest vectors, for those are the likeliest to share its sense."""


class Lexicon:
    """Words by the static vectors of a model's vocabulary, and by a thesaurus.

    ``vectors`` is float32 ``(n, dimension)``, a row for each of the ``tokens``.
    """

    def __init__(self, tokens: Sequence[str], vectors: npt.NDArray[np.float32], thesaurus: Thesaurus) -> None:
        whole = [i for i, token in enumerate(tokens) if token.isalpha() and len(token) > 2]
        self._words = [tokens[i] for i in whole]
        kept = vectors[whole] - vectors.mean(axis=0)
        self._vectors = kept / np.linalg.norm(kept, axis=1, keepdims=True)
        self._row = {word: row for row, word in enumerate(self._words)}
        self._thesaurus = thesaurus
        self._known: dict[str, list[str]] = {}

    @classmethod
    def of_weights(cls, folder: Path, thesaurus: Thesaurus) -> Lexicon:
        """By the static vectors of a BERT on disk."""
        from safetensors.numpy import (
            load_file,
        )  # comes with the extra, which tests of the rest can do without

        weights = load_file(folder / "model.safetensors")
        vectors = next(w for name, w in weights.items() if name.endswith("word_embeddings.weight"))
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        tokens = [tokenizer.id_to_token(n) or "" for n in range(len(vectors))]
        return cls(tokens, vectors.astype(np.float32), thesaurus)

    def synonyms(self, word: str) -> list[str]:
        """At most ``ALIKE`` words of like or broader meaning, nearest first; [] for a word without vector."""
        word = word.lower()
        if word not in self._row:
            return []
        mine = self._vectors[self._row[word]]
        found = {w for w in (*self._thesaurus.same(word), *self._thesaurus.broader(word)) if w in self._row}
        near = {w: float(self._vectors[self._row[w]] @ mine) for w in found - {word}}
        return [w for w in sorted(near, key=lambda w: (-near[w], w)) if near[w] >= NEAR][:ALIKE]

    def opposites(self, word: str) -> list[str]:
        """Words of opposite meaning."""
        return sorted(self._thesaurus.opposite(word.lower()))

    def others(self, word: str) -> list[str]:
        """Other words of like kind, nearest first; no inflection and no synonym of ``word``."""
        word = word.lower()
        if word not in self._row:
            return []
        if word not in self._known:
            related = set(self._thesaurus.related(word))
            cosines = self._vectors @ self._vectors[self._row[word]]
            best = np.argsort(-cosines)[: 3 * NEIGHBOURS]
            near = [self._words[i] for i in best if NEAR <= cosines[i] <= NEAREST]
            self._known[word] = [w for w in near if w[:4] != word[:4] and w not in related][:NEIGHBOURS]
        return self._known[word]
