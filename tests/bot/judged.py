"""Receipts of made-up outcomes, for the tests of what is kept and told of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index import Receipt
from index.answer import Nearest

from .articles import cited

if TYPE_CHECKING:
    from index import Document

VERSION = "0123456789ab"


def near(document: Document, quote: str, score: float = 0.8) -> Nearest:
    """A passage that a search came upon."""
    found = cited(document, quote)
    return Nearest(document, found.paragraph, found.span, cosine=0.61234567, bm25=7.256, score=score)


def judged(*passages: Nearest, confidence: float = 0.93456) -> Receipt:
    """How a question was judged by these passages."""
    return Receipt("a secret?", "the secret?", confidence, 0.3, passages, VERSION, 7.14159)
