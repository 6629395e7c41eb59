"""Pairs of a text alone: questions on those it names, and on what they are made to say in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .entity_questions import of_entities
from .pair import Pair
from .quotes import quoted

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from .resources import Resources

STRANGERS = 2
"""People who don't exist that may be quoted, besides those of the text."""
LONGEST_NAME = 3
"""Words of a name that is quoted."""


def of_names(text: str, resources: Resources, rng: random.Random, share: float) -> Iterator[Pair]:
    """The questions that are answered, and ``share`` of the others."""
    doc = resources.parse(text)
    for question, answer in of_entities(doc, rng):
        if answer is not None or rng.random() < share:
            kind = "entity asked" if answer else "entity not told"
            yield Pair(question, text, answer is not None, answer, kind)
    if rng.random() < share:
        named = [e.text for e in doc.ents if e.label_ == "PERSON" and len(e.text.split()) <= LONGEST_NAME]
        people = list(dict.fromkeys(named + rng.sample(resources.people, STRANGERS)))
        for question, told, answered in quoted(doc, people, rng):
            yield Pair(question, told, answered, None, "quoted" if answered else "quoted not")
