"""Where an article came from, and when."""

from __future__ import annotations

import pytest

from bot.collecting.origin import added_at, origin_of


def test_an_origin_tells_the_time() -> None:
    """To the second, and what was given."""
    origin = origin_of("the harbor.md", 1709424000.7)
    assert origin == "2024-03-03T00:00:00+00:00 the harbor.md"
    assert added_at(origin) == 1709424000.0


@pytest.mark.parametrize("origin", [None, "", "harbor.md", "/home/ana/harbor.md"])
def test_an_origin_without_a_time(origin: str | None) -> None:
    """As the command line leaves it."""
    assert added_at(origin) is None
