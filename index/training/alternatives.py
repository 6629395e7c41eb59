"""Words and what may stand for each, as the files ``*.tsv`` beside this one list them."""

from __future__ import annotations

from pathlib import Path

Alternatives = dict[str, list[str]]


def read_alternatives(name: str) -> Alternatives:
    """A file's lines of a word, a tab and its alternatives between bars; # begins a comment."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {word: others.split("|") for word, others in rows}
