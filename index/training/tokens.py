"""Pairs as a model's tokens: what is trained on, in arrays."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Tokens:
    """Rows of tokens one behind another in ``ids``, uint16; ``lengths`` and the rest have one entry a row.

    ``labels`` is 1 where the text answers, ``starts`` and ``ends`` the tokens that the answer begins and ends
    with, -1 where none is marked; ``weights`` balance the two labels; ``held`` is 0 where a row is
    trained on, else what it is kept for, a ``Part``; ``kinds`` number the ``names``.
    """

    ids: np.ndarray
    lengths: np.ndarray
    labels: np.ndarray
    weights: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    held: np.ndarray
    kinds: np.ndarray
    names: tuple[str, ...]
    offsets: np.ndarray

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray], names: tuple[str, ...]) -> Tokens:
        """Rows by their arrays."""
        return cls(
            **arrays, names=names, offsets=np.concatenate([[0], np.cumsum(arrays["lengths"], dtype=np.int64)])
        )

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """Read what ``write`` wrote."""
        with np.load(path) as found:
            arrays = {name: found[name] for name in found.files if name != "names"}
            return cls.of(arrays, tuple(json.loads(str(found["names"]))))

    def write(self, path: Path) -> None:
        """Write the rows as one compressed file."""
        named = ("ids", "lengths", "labels", "weights", "starts", "ends", "held", "kinds")
        np.savez_compressed(
            path, names=json.dumps(self.names), **{name: getattr(self, name) for name in named}
        )

    def targets(self, rows: np.ndarray) -> tuple[np.ndarray, ...]:
        """Labels and weights of some rows as float32, starts and ends as int64."""
        floats = (self.labels[rows].astype(np.float32), self.weights[rows].astype(np.float32))
        return (*floats, self.starts[rows].astype(np.int64), self.ends[rows].astype(np.int64))

    def padded(self, rows: np.ndarray, padding: int) -> np.ndarray:
        """int64 ``(n, longest)``, to a multiple of 8."""
        lengths = self.lengths[rows].astype(int)
        width = -(-int(lengths.max()) // 8) * 8
        places = np.arange(width)[None, :]
        at = np.minimum(self.offsets[rows][:, None] + places, len(self.ids) - 1)
        return np.where(places < lengths[:, None], self.ids[at], padding).astype(np.int64)

    def batches(self, size: int, seed: int) -> Iterator[np.ndarray]:
        """All rows that are trained on, in batches of like length, in an order drawn by the seed."""
        draw = np.random.default_rng(seed)
        rows = draw.permutation(np.flatnonzero(self.held == 0))
        found = []
        for at in range(0, len(rows), size * 50):
            near = rows[at : at + size * 50]
            near = near[np.argsort(self.lengths[near], kind="stable")]
            found += [near[i : i + size] for i in range(0, len(near), size)]
        yield from (found[i] for i in draw.permutation(len(found)))


def auroc(scores: np.ndarray, labels: np.ndarray, weights: np.ndarray | None = None) -> float:
    """The area under the ROC curve of scores by their labels, ties counted half; rows may be weighed."""
    weights = np.ones(len(scores)) if weights is None else weights.astype(float)
    values, group = np.unique(scores, return_inverse=True)
    yes = np.bincount(group, weights * labels, len(values))
    no = np.bincount(group, weights * (1 - labels), len(values))
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / max(1e-9, yes.sum() * no.sum()))


def figures(data: Tokens, rows: np.ndarray, logits: np.ndarray) -> dict[str, Any]:
    """How well logits tell the rows apart, and the mean probability by kind."""
    mean = {
        data.names[kind]: round(float((1 / (1 + np.exp(-logits[data.kinds[rows] == kind]))).mean()), 3)
        for kind in np.unique(data.kinds[rows])
    }
    return {"auroc": round(auroc(logits, data.labels[rows]), 4), "kinds": mean}
