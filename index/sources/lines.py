"""Lines as they stand on pages → paragraphs."""

from __future__ import annotations

import re

from .parsers import joined

WRAP_WIDTH = 0.75
"""A PDF line under this share of the full width ends its paragraph: wrapped lines seldom fall short of it."""

_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?", re.IGNORECASE)
"""A number alone at a page's top or foot, which would else stand amid a sentence that runs over the page."""

_BULLET = re.compile(r"[•▪◦‣]\s")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHENATED = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-\n(?=[^\W\d_A-Z])([^\W\d_]+)")


def unnumbered(page: str) -> str:
    lines = page.split("\n")
    for end in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[end].strip()):
            del lines[end]
    return "\n".join(lines).strip()


def unwrapped(text: str) -> str:
    """The paragraphs of hard-wrapped lines, each on one line, with a blank line between."""
    lines = [line.strip() for line in text.split("\n")]
    lengths = sorted(len(line) for line in lines if line) or [0]
    full = WRAP_WIDTH * lengths[len(lengths) * 9 // 10]  # the 90th percentile, whatever one overlong line is
    blocks: list[list[str]] = [[]]
    for line in lines:
        if not line or _BULLET.match(line):
            blocks.append([])
        blocks[-1].append(line)
        if len(line) < full and not line.endswith(("-", "\u00ad")):
            blocks.append([])
    words = {word.casefold() for word in _WORD.findall(text)}
    return joined(_mended("\n".join(block), words) for block in blocks)


def _mended(lines: str, words: set[str]) -> str:
    """The lines as one; a hyphen at a line's end goes only if the document has the word whole elsewhere."""

    def mended(match: re.Match[str]) -> str:
        parted, whole = f"{match[1]}-{match[2]}", match[1] + match[2]
        return whole if whole.casefold() in words and parted.casefold() not in words else parted

    return _HYPHENATED.sub(mended, lines.replace("\u00ad\n", "")).replace("\n", " ")
