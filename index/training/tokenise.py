"""Pairs → rows of tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .balance import balanced
from .pair import overlap
from .tokens import Tokens, auroc

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tokenizers import Encoding, Tokenizer

    from .pair import Place
    from .parts import Row

LENGTH = 192
"""Tokens of a question with its passage, which is cut."""
POINTED = 30
"""Tokens of an answer that is pointed at; a longer one trains the judgment alone."""

_UNMARKED = (-1, -1)


def tokenised(rows: Sequence[Row], tokenizer: Tokenizer) -> tuple[Tokens, dict[str, float]]:
    """The rows whose answer isn't cut off, and how well overlap alone tells the answered from the others."""
    labels = np.array([pair.answered for _, pair in rows], float)
    overlaps = np.array([overlap(pair.question, pair.passage) for _, pair in rows])
    weights = balanced([pair.question for _, pair in rows], overlaps, labels)
    figures = {"unweighted": auroc(overlaps, labels), "weighted": auroc(overlaps, labels, weights)}
    tokenizer.no_padding()
    tokenizer.enable_truncation(LENGTH, strategy="only_second")
    encoded = tokenizer.encode_batch([(pair.question, pair.passage) for _, pair in rows])
    places = [_pointed(e, pair.answer) for e, (_, pair) in zip(encoded, rows, strict=True)]
    kept = [n for n, place in enumerate(places) if place is not None]
    return _arrays(rows, encoded, places, weights, kept), {k: round(v, 4) for k, v in figures.items()}


def _arrays(
    rows: Sequence[Row],
    encoded: Sequence[Encoding],
    places: Sequence[Place | None],
    weights: np.ndarray,
    kept: Sequence[int],
) -> Tokens:
    names = sorted({pair.kind for _, pair in rows})
    number = {name: n for n, name in enumerate(names)}
    arrays = {
        "ids": np.concatenate([np.array(encoded[n].ids, np.uint16) for n in kept]),
        "lengths": np.array([len(encoded[n].ids) for n in kept], np.uint8),
        "labels": np.array([rows[n][1].answered for n in kept], np.uint8),
        "weights": weights[list(kept)].astype(np.float16),
        "starts": np.array([(places[n] or _UNMARKED)[0] for n in kept], np.int16),
        "ends": np.array([(places[n] or _UNMARKED)[1] for n in kept], np.int16),
        "held": np.array([rows[n][0] for n in kept], np.uint8),
        "kinds": np.array([number[rows[n][1].kind] for n in kept], np.uint8),
    }
    return Tokens.of(arrays, tuple(names))


def _pointed(encoding: Encoding, answer: Place | None) -> Place | None:
    """The answer's first and last token, -1 where none is to be pointed at; None where it is cut off."""
    if answer is None:
        return _UNMARKED
    second = [n for n, sequence in enumerate(encoding.sequence_ids) if sequence == 1]
    inside = [n for n in second if encoding.offsets[n][1] > answer[0] and encoding.offsets[n][0] < answer[1]]
    if not inside or encoding.offsets[second[-1]][1] < answer[1]:
        return None
    return (inside[0], inside[-1]) if inside[-1] - inside[0] < POINTED else _UNMARKED
