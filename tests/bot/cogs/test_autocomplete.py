"""What the commands suggest while one types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from ..stage import Stage


@pytest.mark.parametrize(
    ("command", "option", "typed", "first"),
    [
        ("ask", "question", "soyb", "What did Bessent say about soybeans?"),
        ("ask", "question", "what hapened yuan", "What happened to the yuan?"),
        ("fact", "topic", "ven", "Venue"),
        ("fact", "topic", "air base", "Venue"),
        ("quote", "speaker", "rub", "Marco Rubio"),
        ("quote", "speaker", "besent", "Scott Bessent"),
        ("who", "name", "xi", "Xi Jinping"),
    ],
)
async def test_autocomplete(stage: Stage, command: str, option: str, typed: str, first: str) -> None:
    """Half a word, or one misspelt, offers what is meant first."""
    offered = await stage.alice.autocomplete(stage.channel, command, option, typed)
    assert offered[0] == {"name": first, "value": first}


async def test_autocomplete_of_nothing_typed(stage: Stage) -> None:
    """Before anything is typed there is something to choose, never more than Discord shows."""
    for command, option in (("ask", "question"), ("fact", "topic"), ("quote", "speaker"), ("who", "name")):
        offered = await stage.alice.autocomplete(stage.channel, command, option, "")
        assert 3 <= len(offered) <= 25


async def test_what_is_offered_is_answered(stage: Stage) -> None:
    """Every question that /ask offers has an answer."""
    for choice in await stage.alice.autocomplete(stage.channel, "ask", "question", ""):
        outcome = stage.engine.ask(choice["value"])
        assert type(outcome).__name__ == "Answer", choice
