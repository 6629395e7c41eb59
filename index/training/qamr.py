"""QAMR (Michael et al. 2018): sentences with every question that readers could ask of them."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from .alter import name_within, shifted
from .article_pairs import without_like
from .clause_pairs import of_text
from .entity_pairs import of_names
from .pair import Pair
from .parts import part_of
from .records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from spacy.tokens import Doc

    from .parts import Row
    from .resources import Resources

AGREE = 2
"""Readers who must have marked an answer."""
QUESTIONS = 12
"""Asked of a sentence at most."""
SHIFTED, WITHIN, NAMED = 0.3, 0.3, 0.8


def of_qamr(path: Path, resources: Resources) -> Iterator[Row]:
    """The pairs of each sentence."""
    for record in read_records(path):
        part, rng = part_of(record["id"]), random.Random(record["id"])  # noqa: S311
        for pair in _of_sentence(record, resources, rng):
            yield part, pair


def _of_sentence(record: dict[str, Any], resources: Resources, rng: random.Random) -> Iterator[Pair]:
    doc = resources.parse(record["text"])
    agreed = [q for q in record["qas"] if q["agree"] >= AGREE]
    rng.shuffle(agreed)
    for asked in agreed[:QUESTIONS]:
        yield from _of_question(asked["question"], (asked["start"], asked["end"]), doc, rng)
    yield from of_text(doc, rng)
    yield from of_names(record["text"], resources, rng, NAMED)


def _of_question(question: str, answer: tuple[int, int], doc: Doc, rng: random.Random) -> Iterator[Pair]:
    yield Pair(question, doc.text, True, answer, "qamr")
    if less := without_like(question, doc, answer, rng):
        yield Pair(question, less, False, None, "qamr detail gone")
    if rng.random() < SHIFTED and (changed := shifted(question, rng)):
        yield Pair(changed, doc.text, False, None, "qamr occasion")
    if rng.random() < WITHIN and (changed := name_within(question, doc, answer, rng)):
        yield Pair(changed, doc.text, False, None, "qamr name within")
