"""Articles with questions, in SQuAD's format: the engine's own passages of them, and the pairs of these."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from .article_pairs import of_article
from .entity_pairs import of_names
from .mine import Mine, mine
from .parts import part_by_article
from .squad import read_set

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .pair import Pair
    from .parts import Row
    from .resources import Resources

SHARE = {"amazon_reviews_v1.0.json": 0.45, "reddit_v1.0.json": 0.45}
"""File → the share of its questions that is drawn: reviews and forum posts are further from news."""
OF_NAMES = {"new_wiki_v1.0.json": 0.7}
"""File → the share of its passages whose names are asked about; this one has the most passages by far."""
NAMED = 0.5


def of_set(path: Path, resources: Resources) -> Iterator[Row]:
    """The pairs of a file's articles, article by article."""
    articles = read_set(path).articles
    parts = part_by_article(path.name, articles)
    for article in articles:
        mined = Mine.of(article, mine(article, resources.encoder))
        for pair in of_mined(mined, path.name, resources):
            yield parts[article.document.id], pair


def of_mined(mined: Mine, file: str, resources: Resources) -> Iterator[Pair]:
    """The pairs of one article."""
    rng, share = random.Random(mined.article.document.id), SHARE.get(file, 1.0)  # noqa: S311
    yield from of_article(mined, resources, rng, share)
    for passage in range(len(mined.mined.passages)):
        if rng.random() < share * OF_NAMES.get(file, 1.0):
            yield from of_names(mined.text(passage), resources, rng, NAMED)
