"""Scripts of a text."""

from __future__ import annotations

from index.text.scripts import scripts


def test_scripts() -> None:
    """Those of its letters alone, whatever else stands in it."""
    assert scripts("Was kostet 大豆? 12 ₽ — да!") == {"LATIN", "CJK", "CYRILLIC"}
    assert scripts("12, 13?") == frozenset()
