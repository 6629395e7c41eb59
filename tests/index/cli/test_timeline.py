"""`rapporteur timeline`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ..shipped import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

    from ..shell import Run


def test_timeline(run: Run, shipped: Path) -> None:
    """Each date, read aloud, stands with its words in the text over the sentence and its source."""
    lines = [line.rstrip() for line in run("timeline", "--index", shipped).out.splitlines()]
    assert "26 October 2025 · “on Sunday”" in lines
    at = lines.index("week of 27 October 2025 · “earlier this week”")
    assert lines[at - 1 : at + 4] == [
        "",
        "week of 27 October 2025 · “earlier this week”",
        "  China made its first soybean purchases in months earlier this week.",
        "  Trump and Xi meet in Busan · Reuters, Rodney Mbua · 30 October 2025 · ¶8",
        "",
    ]


def test_timeline_for_a_program(run: Run, shipped: Path) -> None:
    """With --json it is a list in order of time; both ends of a stretch belong to it."""
    found = json.loads(run("timeline", "--json", "--index", shipped).out)
    assert found == sorted(found, key=lambda event: event["start"])
    (week,) = [event for event in found if event["phrase"] == "earlier this week"]
    assert week == {
        "phrase": "earlier this week", "start": "2025-10-27", "end": "2025-11-02", "document": ARTICLE,
        "quote": "China made its first soybean purchases in months earlier this week.", "paragraph": 8,
    }  # fmt: skip


def test_nothing_is_dated(run: Run, tmp_path: Path) -> None:
    """That is said; a program gets an empty list."""
    (tmp_path / "bridge.md").write_text("# Bridge\n\nThe bridge is closed.", encoding="utf-8")
    args = ("--corpus", tmp_path, "--index", tmp_path / "index")
    assert run("timeline", *args).out == "The articles date nothing that can be placed.\n"
    assert run("timeline", "--json", *args).out == "[]\n"
