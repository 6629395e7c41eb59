"""Text as a page shows it: Markdown's marks are gone, and what is a block of its own is told apart."""

from __future__ import annotations

import re

BREAK = "\x00"
"""Stands where one block ends and another begins: words on both sides are no run of text on a page."""

_BLOCK = re.compile(
    r"\n[ \t]*+\n|[ \t]\|[ \t]|"
    r"^[ \t]*+(?:>[> \t]*+)?(?:[-*+•][ \t]++(?:\[[ xX]\][ \t])?|\d{1,3}[.)][ \t]|#{1,6}[ \t]|(?<=[> \t]))",
    re.MULTILINE,
)
"""Blank lines, bars between a table's cells, and the marks of lists, headings and quotations."""

_INLINE = re.compile(
    r"!\[[^\[\]\n]{0,300}+\]\([^()\s]*+\)|\[\^\w{1,30}+\]|"  # pictures and the marks of notes
    r"\[(?P<link>[^\[\]\n]{1,300}+)\](?:\([^()\n]*+\)|\[[^\[\]\n]{0,100}+\])|"
    r"<(?P<address>https?://[^<>\s]*+)>|</?[A-Za-z][^<>\n]{0,200}+>|"
    r"\\(?P<escaped>[\\`*_{}\[\]()#+.!|>~-])|"
    r"(?<![\w*_~`])(?:\*{1,3}|_{1,3}|~~|`{1,3})(?=[^\s*_~`])|"
    r"(?<=[^\s*_~`])(?:\*{1,3}|_{1,3}|~~|`{1,3})(?![\w*_~`])"
)
"""Links, tags, escapes, and the marks before and behind what is set apart."""


def rendered(text: str) -> str:
    """The text without Markdown's marks, ``BREAK`` between blocks."""
    return _INLINE.sub(_shown, _BLOCK.sub(BREAK, text))


def _shown(m: re.Match[str]) -> str:
    return m["link"] or m["address"] or m["escaped"] or ""
