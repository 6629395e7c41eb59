"""Running headers and footers, and page numbers: what stands on pages beside their text."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lines import Line

_PAGE_NUMBER = re.compile(
    r"[-–—|]? ?(?:page |p\. ?)?\d{1,4}(?: ?(?:/|of|von|sur) ?\d{1,4})? ?[-–—|]?", re.IGNORECASE
)
"""A number alone at a page's top or foot, which would else stand amid a sentence that runs over the page."""

_DIGITS = re.compile(r"\d+")
_MARGIN = 0.15
"""The share of a page's height, at the top and at the foot, in which running lines stand."""

_EDGE = 2
"""Lines at either end of a page, from top to bottom, that may be running ones."""

_SHARE = 1 / 3
"""The share of the pages on which a running line stands: those of left and right pages may differ."""


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without the lines in their margins that recur, but for numbers, on other pages."""
    edges = [_edges(page) for page in pages]
    seen = Counter(key for edge in edges for key in {_key(line) for line in edge})
    least = max(2, _SHARE * len(pages))
    running = {key for key, count in seen.items() if count >= least}
    return [
        [line for line in page if not (line in edge and _key(line) in running)]
        for page, edge in zip(map(_unnumbered, pages), edges, strict=True)
    ]


def _unnumbered(page: Sequence[Line]) -> list[Line]:
    """The page without a number alone as its highest or its lowest line."""
    ordered = sorted(page, key=lambda line: line.middle)
    numbers = {line for line in (*ordered[:1], *ordered[-1:]) if len(page) > 1 and _is_number(line)}
    return [line for line in page if line not in numbers]


def _edges(page: Sequence[Line]) -> set[Line]:
    """The lines at either end of the page, in whatever order they were written."""
    ordered = sorted(page, key=lambda line: line.middle)
    ends = (*ordered[:_EDGE], *ordered[-_EDGE:])
    return {line for line in ends if not _MARGIN < line.middle / line.height < 1 - _MARGIN}


def _key(line: Line) -> str:
    return _DIGITS.sub("#", line.text.casefold())


def _is_number(line: Line) -> bool:
    return _PAGE_NUMBER.fullmatch(line.text) is not None
