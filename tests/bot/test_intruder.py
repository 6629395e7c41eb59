"""A share of ``tests/attacks/attack_servers.py``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..attacks.attack_servers import attack, found
from ..index.shipped import copied_index

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SHARE = 29
"""One of so many tries, a prime, so that words, keys and pages all come up."""


async def test_a_stranger_finds_nothing(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """What comes back of each try is the same whether the other server has anything or not."""
    pairs, unchanged = await attack(copied_index(tmp_path_factory), tmp_path, SHARE)
    assert {seen.surface for seen, _ in pairs} == {
        "command", "autocomplete", "menu", "button", "modal", "mention", "direct message",
    }  # fmt: skip
    assert (found(pairs), unchanged) == ([], True)
