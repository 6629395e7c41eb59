"""/sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..stage import said

if TYPE_CHECKING:
    from ..stage import Stage


async def test_sources(stage: Stage) -> None:
    """/sources lists the articles with outlet, author, date and length."""
    result = await stage.alice.slash(stage.channel, "sources")
    assert result.ephemeral
    assert said(result) == (
        "**1 article**\n\nTrump and Xi meet in Busan\n"
        "-# Reuters, Rodney Mbua · 30 October 2025 · 13 paragraphs"
    )
