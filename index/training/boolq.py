"""BoolQ (Clark et al. 2019): questions typed by people, answered with yes or no, and their passages."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import numpy as np

from .clause_pairs import of_text
from .entity_pairs import of_names
from .pair import Pair, overlap
from .parts import part_of
from .records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from ..models.encoder import Encoder
    from .parts import Row
    from .resources import Resources

LONGEST, EMBEDDED, PARSED = 900, 500, 500
"""Code points of a passage that are shown, embedded and parsed."""
NEAREST = 8
SENTENCES, TAKEN, REST = 4, 2, 60
"""Of a passage with so many sentences, so many that share most with the question go, if so many code
points stay."""
NAMED, OF_TEXT = 0.5, 0.4
_BATCH = 64


def of_boolq(path: Path, resources: Resources) -> Iterator[Row]:
    """The pairs of each question."""
    records = read_records(path)
    passages = list(dict.fromkeys(r["passage"] for r in records))
    near = _nearest([r["question"] for r in records], passages, resources.encoder)
    for number, (record, nearest) in enumerate(zip(records, near, strict=True)):
        title, body = _parted(record["passage"])
        others = (_parted(passages[n]) for n in nearest if passages[n] != record["passage"])
        other = next((text for name, text in others if name != title), None)
        for pair in _of_question(record["question"], body, other, resources, random.Random(number)):  # noqa: S311
            yield part_of(title), pair


def _parted(passage: str) -> tuple[str, str]:
    """Title and text; each is the whole where there is no title."""
    title, _, body = passage.partition(" -- ")
    return title, body or passage


def _nearest(questions: Sequence[str], passages: Sequence[str], encoder: Encoder) -> npt.NDArray[np.int64]:
    """For each question the passages nearest to it, best first: int64 ``(questions, NEAREST)``."""
    rows = _vectors([p[:EMBEDDED] for p in passages], encoder)
    return np.argsort(-(_vectors(questions, encoder) @ rows.T), axis=1)[:, :NEAREST]


def _vectors(texts: Sequence[str], encoder: Encoder) -> npt.NDArray[np.float32]:
    batches = (encoder.encode_passages(texts[n : n + _BATCH]) for n in range(0, len(texts), _BATCH))
    return np.array([encoded.vector for batch in batches for encoded in batch])


def _of_question(
    question: str, body: str, other: str | None, resources: Resources, rng: random.Random
) -> Iterator[Pair]:
    yield Pair(question, body[:LONGEST], True, None, "boolq")
    if other is not None:
        yield Pair(question, other[:LONGEST], False, None, "boolq other")
    if rest := without_shared(question, body):
        yield Pair(question, rest[:LONGEST], False, None, "boolq sentence gone")
    yield from of_names(body[:PARSED], resources, rng, NAMED)
    if rng.random() < OF_TEXT:
        yield from of_text(resources.parse(body[:PARSED]), rng)


def without_shared(question: str, body: str) -> str | None:
    """The passage less the sentences that share most with the question; what is left seldom answers."""
    sentences = re.split(r"(?<=[.!?]) ", body)
    order = sorted(range(len(sentences)), key=lambda n: -overlap(question, sentences[n]))
    rest = " ".join(s for n, s in enumerate(sentences) if n not in order[:TAKEN])
    return rest if len(sentences) >= SENTENCES and len(rest) > REST else None
