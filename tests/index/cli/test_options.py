"""What the options of the commands are when they aren't given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.cli import default_corpus

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_the_corpus_is_the_one_here_else_the_shipped_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there is no folder ``corpus`` the articles that ship with the program are read."""
    monkeypatch.chdir(tmp_path)
    assert (default_corpus() / "facts.toml").is_file()
    (tmp_path / "corpus").mkdir()
    assert default_corpus().resolve() == tmp_path / "corpus"
