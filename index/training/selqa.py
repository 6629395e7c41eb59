"""SelQA (Jurczyk et al. 2016): questions on sections of Wikipedia, with the sentences that answer."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

from .clause_pairs import of_text
from .entity_pairs import of_names
from .pair import Pair, overlap
from .parts import part_of
from .records import read_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .parts import Row
    from .resources import Resources

ANSWERS, AROUND = 2, 2
"""Sentences that answer, and those before and behind, that are shown at most."""
WIDTHS, OTHERS, CHANCE = (1, 2, 3), 3, 0.2
"""Passages that don't answer have so many sentences; so many are taken, those that share most with the
question first but for chance."""
PARSED = 3
"""Sentences, the first ones, that are asked about themselves."""
NAMED, OF_TEXT = 0.5, 0.4


def of_selqa(path: Path, resources: Resources) -> Iterator[Row]:
    """The pairs of each question."""
    for number, record in enumerate(read_records(path)):
        rng = random.Random(number)  # noqa: S311
        for pair in _of_question(record, resources, rng):
            yield part_of(str(record["article"])), pair


def _of_question(record: dict[str, Any], resources: Resources, rng: random.Random) -> Iterator[Pair]:
    question, sentences, answers = record["question"], record["sentences"], set(record["answers"])
    for answer in list(answers)[:ANSWERS]:
        first = max(0, answer - rng.randint(0, AROUND))
        end = min(len(sentences), answer + 1 + rng.randint(0, AROUND))
        yield Pair(question, " ".join(sentences[first:end]), True, None, "selqa")
        yield Pair(question, sentences[answer], True, None, "selqa one")
    for passage in _others(question, sentences, answers, rng):
        yield Pair(question, passage, False, None, "selqa other")
    opening = " ".join(sentences[:PARSED])
    yield from of_names(opening, resources, rng, NAMED)
    if rng.random() < OF_TEXT:
        yield from of_text(resources.parse(opening), rng)


def _others(question: str, sentences: Sequence[str], answers: set[int], rng: random.Random) -> list[str]:
    """Passages without a sentence that answers."""
    windows = [
        " ".join(sentences[first : first + width])
        for width in WIDTHS
        for first in range(len(sentences) - width + 1)
        if not answers & set(range(first, first + width))
    ]
    return sorted(windows, key=lambda text: -overlap(question, text) - rng.random() * CHANCE)[:OTHERS]
