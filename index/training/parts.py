"""Which articles are trained on, which ones choose between models and settings, and which ones are reported.

Drawn by article, once and for all: no figure that is reported comes from an article that chose anything.
Nothing but the standard library is imported, for ``fit`` runs where no more of the package is.
"""

from __future__ import annotations

import hashlib
import random
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .pair import Pair
    from .squad import Article

    Row = tuple["Part", Pair]

SPLIT_SEED = 7
ONE_IN = 25
"""Of the records of files that aren't held out by article, one in so many is kept for choosing."""


class Part(IntEnum):
    """What an article or a record is for."""

    TRAINING = 0
    CHOOSING = 1
    REPORTING = 2


HELD_OUT: Mapping[str, tuple[Part, float]] = {
    "squad_v2_dev8.json": (Part.REPORTING, 0.25),
    "squad_v2_more20.json": (Part.CHOOSING, 0.15),
    "new_wiki_v1.0.json": (Part.REPORTING, 0.1),
    "amazon_reviews_v1.0.json": (Part.CHOOSING, 0.04),
    "reddit_v1.0.json": (Part.CHOOSING, 0.04),
}
"""File in SQuAD's format → what its held-out articles are for, and their share."""


def split(articles: Sequence[Article], held_out: float, seed: int) -> tuple[list[Article], list[Article]]:
    """(training, held out): whole articles, about ``held_out`` of them held out, at least one."""
    shuffled = list(articles)
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    count = max(1, round(len(shuffled) * held_out))
    return shuffled[count:], shuffled[:count]


def part_by_article(file: str, articles: Sequence[Article]) -> dict[str, Part]:
    """The part of each article of a file, by the id of its document."""
    part, share = HELD_OUT[file]
    held_out = {article.document.id for article in split(articles, share, SPLIT_SEED)[1]}
    return {a.document.id: part if a.document.id in held_out else Part.TRAINING for a in articles}


def part_of(key: str) -> Part:
    """The part of a record by what tells it from others: an id, a title, a text."""
    number = int(hashlib.sha256(key.encode()).hexdigest(), 16)
    return Part.CHOOSING if number % ONE_IN == 0 else Part.TRAINING
